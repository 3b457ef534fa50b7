import { Duration, Stack } from 'aws-cdk-lib/core';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { SiteConfig } from '../config.ts';
import { acknowledge } from './acknowledge.ts';

export interface FailoverAlarmProps {
  config: SiteConfig;
  /** Whom to tell. */
  email: string;
  healthCheckId: string;
}

/**
 * Tells a person that the site has failed over, and when its primary is well again. Route 53's
 * metrics are in us-east-1 alone, so that this stands beside the health check: "You must choose US
 * East (N. Virginia)".
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html
 */
export class FailoverAlarm extends Construct {
  readonly alarm: cloudwatch.CfnAlarm;
  readonly topic: sns.Topic;

  constructor(scope: Construct, id: string, props: FailoverAlarmProps) {
    super(scope, id);
    const { domain, name, primary, standby } = props.config;
    this.topic = new sns.Topic(this, 'Topic', {
      displayName: `failover of ${name}`,
      enforceSSL: true,
    });
    acknowledge(this.topic, {
      SNS2: 'alarms publish to no topic that is encrypted by a key of AWS’s, and what they say is no secret',
    });
    new sns.Subscription(this, 'Subscription', {
      topic: this.topic,
      protocol: sns.SubscriptionProtocol.EMAIL,
      endpoint: props.email,
    });
    this.#letAlarmsPublish();
    this.alarm = new cloudwatch.CfnAlarm(this, 'Alarm', {
      alarmDescription: `${domain} is served by ${standby}: its primary, ${primary}, fails its health check`,
      namespace: 'AWS/Route53',
      metricName: 'HealthCheckStatus',
      dimensions: [{ name: 'HealthCheckId', value: props.healthCheckId }],
      statistic: 'Minimum', // 1 is healthy, 0 is not
      period: Duration.minutes(1).toSeconds(),
      evaluationPeriods: 1,
      threshold: 1,
      comparisonOperator: 'LessThanThreshold',
      alarmActions: [this.topic.topicArn],
      okActions: [this.topic.topicArn],
    });
  }

  /** A policy of one's own takes the place of the one that lets the account's alarms publish. */
  #letAlarmsPublish(): void {
    this.topic.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
  }
}
