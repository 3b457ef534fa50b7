import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { WebConfig } from '../../config.ts';
import type { Balancer } from '../balancer.ts';
import { keptInService } from './in-service.ts';

const PERIOD_SECONDS = 60;

/**
 * In alarm when no web server of the region is healthy; a deployment makes it a rollback trigger
 * (cli/src/deploy/stacks/rollback-triggers.ts). Healthy ones are counted, not unhealthy ones: a new
 * instance fails the load balancer's checks until its app listens, which is no reason to take a
 * version back. Nor are answers counted: the standby, which gets a version first, has no visitors.
 * One is enough, not the group's minimum: an update that raises that, and one instance that fails
 * while a good version comes, are no reason either. There is none where an update may leave nobody
 * in service.
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
  if (keptInService(capacity) < 1) return undefined;
  return new cloudwatch.CfnAlarm(scope, 'ServingAlarm', {
    alarmDescription: 'no healthy web server',
    namespace: 'AWS/ApplicationELB',
    metricName: 'HealthyHostCount',
    dimensions: [
      { name: 'LoadBalancer', value: loadBalancer.loadBalancerFullName },
      { name: 'TargetGroup', value: targetGroup.targetGroupFullName },
    ],
    statistic: 'Minimum',
    period: PERIOD_SECONDS,
    evaluationPeriods: 1,
    threshold: 1,
    comparisonOperator: 'LessThanThreshold',
  });
}
