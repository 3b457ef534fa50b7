import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import { Aws } from './aws.ts';
import type { ExampleSite } from './site.ts';
import { until } from './until.ts';

/** Route 53's metrics are in this region's CloudWatch, whatever regions the site is in. */
const REGION = 'us-east-1';
const NAME = 'failed-over';

/** "Tell me when the site fails over": an alarm on the status of the primary's health check. */
export async function putFailoverAlarm(site: ExampleSite): Promise<void> {
  using aws = new Aws(site);
  const output = await aws.outputs('ticketing-routing', REGION);
  await aws.client(CloudWatchClient, REGION).send(
    new PutMetricAlarmCommand({
      AlarmName: NAME,
      Namespace: 'AWS/Route53',
      MetricName: 'HealthCheckStatus',
      Dimensions: [{ Name: 'HealthCheckId', Value: output('PrimaryHealthCheckId') }],
      Statistic: 'Minimum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
    }),
  );
}

export async function alarmBecomes(
  site: ExampleSite,
  state: 'OK' | 'ALARM',
  withinMs: number,
): Promise<void> {
  using aws = new Aws(site);
  const client = aws.client(CloudWatchClient, REGION);
  const reached = async (): Promise<true | undefined> => {
    const { MetricAlarms: [alarm] = [] } = await client.send(
      new DescribeAlarmsCommand({ AlarmNames: [NAME] }),
    );
    return alarm?.StateValue === state ? true : undefined;
  };
  await until(`the alarm is ${state}`, reached, { withinMs });
}
