import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { WebConfig } from '../../config.ts';
import type { Balancer } from '../balancer.ts';
import { leastInService } from './in-service.ts';

const PERIOD_SECONDS = 60;

/**
 * In alarm when fewer web servers are healthy than the group ever means to have; a deployment makes
 * it a rollback trigger (cli/src/deploy/stacks/rollback-triggers.ts). Healthy ones are counted, not
 * unhealthy ones: a new instance fails the load balancer's checks until its app listens, which is
 * no reason to take a version back. Nor are answers counted: the standby, which gets a version
 * first, has no visitors. None where an update may leave nobody in service.
 *
 * "Reported if there are registered targets": without data it is in no state that a deployment
 * trusts.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export function servingAlarm(
  scope: Construct,
  { capacity }: WebConfig,
  { loadBalancer, targetGroup }: Balancer,
): cloudwatch.CfnAlarm | undefined {
  const least = leastInService(capacity);
  if (least < 1) return undefined;
  return new cloudwatch.CfnAlarm(scope, 'ServingAlarm', {
    alarmDescription: `fewer healthy web servers than ${least}`,
    namespace: 'AWS/ApplicationELB',
    metricName: 'HealthyHostCount',
    dimensions: [
      { name: 'LoadBalancer', value: loadBalancer.loadBalancerFullName },
      { name: 'TargetGroup', value: targetGroup.targetGroupFullName },
    ],
    statistic: 'Minimum',
    period: PERIOD_SECONDS,
    evaluationPeriods: 1,
    threshold: least,
    comparisonOperator: 'LessThanThreshold',
  });
}
