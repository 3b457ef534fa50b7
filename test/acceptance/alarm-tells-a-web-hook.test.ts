import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { notificationsSchema } from '@understudy/contract';
import { expect, test } from 'vitest';
import { Aws } from '../support/aws.ts';
import { ExampleSite } from '../support/site.ts';
import { until } from '../support/until.ts';

const SPEED = 30;
const REGION = 'ap-northeast-2';
/** The alarm's period, those that CloudWatch looks back besides, and what the machine needs. */
const WITHIN_MS = (8 * 60_000) / SPEED + 10_000;

/** Follows the link that it is sent, and keeps what it is told then. */
async function startHook(): Promise<{ url: string; told: string[] } & AsyncDisposable> {
  const told: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string>;
      const { SubscribeURL } = body;
      response.end();
      if (SubscribeURL === undefined) told.push(body['Message'] ?? '');
      else void fetch(SubscribeURL).then(({ status }) => told.push(`confirmed: ${status}`));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ url: `http://127.0.0.1:${port}/`, told },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test('an alarm of a region reaches a web hook by its topic', { timeout: 120_000 }, async () => {
  await using hook = await startHook();
  await using site = new ExampleSite();
  await site.up('--speed', String(SPEED));
  using aws = new Aws(site);
  const stack = await aws.outputs(`ticketing-${REGION}`, REGION);
  const [, balancer = ''] = stack('LoadBalancerArn').split(':loadbalancer/');
  const [, targetGroup = ''] = /:(targetgroup\/.*)$/.exec(stack('TargetGroupArn')) ?? [];
  const sns = aws.client(SNSClient, REGION);
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'people' }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: hook.url }));
  await until(
    'the web hook has agreed',
    () => hook.told.find((text) => text === 'confirmed: 200'),
    {
      withinMs: 10_000,
    },
  );
  await aws.client(CloudWatchClient, REGION).send(
    new PutMetricAlarmCommand({
      AlarmName: 'too-few-servers',
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'HealthyHostCount',
      Dimensions: [
        { Name: 'LoadBalancer', Value: balancer },
        { Name: 'TargetGroup', Value: targetGroup },
      ],
      ...{ Statistic: 'Minimum', Period: 60, EvaluationPeriods: 1, Threshold: 100 },
      ...{ ComparisonOperator: 'LessThanThreshold', AlarmActions: [TopicArn] },
    }),
  );
  const message = await until(
    'the alarm is told',
    () => hook.told.find((text) => text.includes('AlarmName')),
    { withinMs: WITHIN_MS },
  );
  expect(JSON.parse(message)).toMatchObject({
    ...{ AlarmName: 'too-few-servers', NewStateValue: 'ALARM', Region: 'Asia Pacific (Seoul)' },
    OldStateValue: 'INSUFFICIENT_DATA',
  });
  const { endpoint, token } = site.endpoint;
  const answer = await fetch(`${endpoint}/_understudy/notifications`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { messages } = notificationsSchema.parse(await answer.json());
  expect(messages.map(({ deliveries }) => deliveries[0]?.state)).toEqual([
    'delivered',
    'delivered',
  ]);
});
