import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  ChangeResourceRecordSetsCommand,
  CreateHealthCheckCommand,
  Route53Client,
  TestDNSAnswerCommand,
} from '@aws-sdk/client-route-53';
import { expect, test } from 'vitest';
import { Aws } from '../support/aws.ts';
import { ExampleSite } from '../support/site.ts';
import { until } from '../support/until.ts';

const SPEED = 30;
const PRIMARY = 'ap-northeast-2';
const GLOBAL = 'us-east-1';
/** The alarm's periods, and those that CloudWatch looks back besides. */
const WITHIN_MS = (8 * 60_000) / SPEED;

test(
  'a record follows the data of an alarm in the region, and what is said of none when it is lost',
  { timeout: 180_000 },
  async () => {
    await using site = new ExampleSite();
    await site.up('--speed', String(SPEED));
    using aws = new Aws(site);
    const stack = await aws.outputs(`ticketing-${PRIMARY}`, PRIMARY);
    const zone = (await aws.outputs('ticketing-zone', GLOBAL))('ZoneId');
    const route53 = aws.client(Route53Client, GLOBAL);
    const [, balancer = ''] = stack('LoadBalancerArn').split(':loadbalancer/');
    const [, targetGroup = ''] = /:(targetgroup\/.*)$/.exec(stack('TargetGroupArn')) ?? [];
    await aws.client(CloudWatchClient, PRIMARY).send(
      new PutMetricAlarmCommand({
        AlarmName: 'too-few-servers',
        Namespace: 'AWS/ApplicationELB',
        MetricName: 'HealthyHostCount',
        Dimensions: [
          { Name: 'LoadBalancer', Value: balancer },
          { Name: 'TargetGroup', Value: targetGroup },
        ],
        Statistic: 'Minimum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'LessThanThreshold',
      }),
    );
    const { HealthCheck: check } = await route53.send(
      new CreateHealthCheckCommand({
        CallerReference: 'servers',
        HealthCheckConfig: {
          Type: 'CLOUDWATCH_METRIC',
          AlarmIdentifier: { Name: 'too-few-servers', Region: PRIMARY },
          InsufficientDataHealthStatus: 'Unhealthy',
        },
      }),
    );
    const record = (Failover: 'PRIMARY' | 'SECONDARY', Value: string, HealthCheckId?: string) => ({
      Action: 'CREATE' as const,
      ResourceRecordSet: {
        ...{ Name: 'private.ticketing.pw', Type: 'A' as const, TTL: 60, Failover },
        ...{ SetIdentifier: Failover, ResourceRecords: [{ Value }], HealthCheckId },
      },
    });
    const Changes = [record('PRIMARY', '10.0.0.1', check?.Id), record('SECONDARY', '10.1.0.1')];
    await route53.send(
      new ChangeResourceRecordSetsCommand({ HostedZoneId: zone, ChangeBatch: { Changes } }),
    );
    const answers = (wanted: string): Promise<true> =>
      until(
        `the answer is ${wanted}`,
        async () => {
          const { RecordData: data } = await route53.send(
            new TestDNSAnswerCommand({
              ...{ HostedZoneId: zone, RecordName: 'private.ticketing.pw', RecordType: 'A' },
            }),
          );
          return data?.join() === wanted ? true : undefined;
        },
        { withinMs: WITHIN_MS },
      );
    await answers('10.0.0.1');
    expect((await site.run(['fault', 'region', PRIMARY])).code).toBe(0);
    await answers('10.1.0.1');
    expect((await site.run(['heal'])).code).toBe(0);
    await answers('10.0.0.1');
  },
);
