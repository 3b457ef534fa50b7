import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '@understudy/contract/testing';
import { SystemClock } from '@understudy/dataplane';
import { expect, test } from 'vitest';
import { FakeDataPlane, testDeps, testRequest } from '../../kernel/kernel.fixture.ts';
import { testServices } from '../../resources/testing/services.ts';

const request = testRequest('us-east-1');

/** Agrees to every subscription, and keeps what it is told. */
async function startHook(
  confirm: (body: Record<string, string>) => void,
): Promise<{ url: string; told: Record<string, string>[] } & AsyncDisposable> {
  const told: Record<string, string>[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string>;
      if (body['Type'] === 'SubscriptionConfirmation') confirm(body);
      told.push(body);
      response.end();
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

test('an alarm that changes reaches a web hook by its topic', async () => {
  const dataPlane = new FakeDataPlane();
  const clock = new SystemClock({ epochMs: 0, speed: 1 });
  const { sns, cloudwatch } = testServices({ ...testDeps(), clock, dataPlane });
  const { TopicArn = '' } = sns.operations.CreateTopic(request, { Name: 'people' });
  await using hook = await startHook(({ Token }) => {
    sns.operations.ConfirmSubscription(request, { TopicArn, Token });
  });
  sns.operations.Subscribe(request, { TopicArn, Protocol: 'http', Endpoint: hook.url });
  await until(() => hook.told.length === 1, { withinMs: 5_000, what: 'the confirmation' });
  cloudwatch.operations.PutMetricAlarm(request, {
    ...{ AlarmName: 'busy', Namespace: 'N', MetricName: 'M', Statistic: 'Sum', Period: 60 },
    ...{ EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' },
    AlarmActions: [TopicArn],
  });
  dataPlane.emit({
    ...{ sequence: 1, awsMs: 1_700_000_000_000, wallMs: 0, source: 'us-east-1' },
    body: { type: 'alarm', alarm: 'busy', state: 'ALARM', reason: 'Threshold Crossed' },
  });
  const told = await until(() => hook.told.find(({ Type }) => Type === 'Notification'), {
    withinMs: 5_000,
    what: 'the alarm',
  });
  expect(told['Subject']).toBe('ALARM: "busy" in US East (N. Virginia)');
  expect(JSON.parse(told['Message'] ?? '')).toMatchObject({
    ...{ AlarmName: 'busy', NewStateValue: 'ALARM', OldStateValue: 'INSUFFICIENT_DATA' },
    ...{ NewStateReason: 'Threshold Crossed', StateChangeTime: '2023-11-14T22:13:20.000+0000' },
  });
  await Promise.all([sns.stop(), cloudwatch.stop()]);
});
