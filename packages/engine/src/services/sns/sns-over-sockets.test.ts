import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { until } from '@understudy/contract/testing';
import { SystemClock } from '@understudy/dataplane';
import { expect, test } from 'vitest';
import { startEndpoint, type TestEndpoint } from '../../endpoint/endpoint.fixture.ts';
import { testDeps } from '../../kernel/kernel.fixture.ts';
import { loopbackPost } from './delivery/post.ts';
import { SnsService } from './sns-service.ts';

interface Received {
  headers: IncomingHttpHeaders;
  body: Record<string, string>;
}

/** A web hook that keeps what it is sent, and answers as it is told. */
async function startHook(): Promise<
  { url: string; received: Received[]; statuses: number[] } & AsyncDisposable
> {
  const received: Received[] = [];
  const statuses: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string>;
      received.push({ headers: request.headers, body });
      response.writeHead(statuses.shift() ?? 200).end('thanks');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/hook?a=1`,
    received,
    statuses,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function startSns(
  speed: number,
): Promise<{ endpoint: TestEndpoint; service: SnsService; client: SNSClient } & AsyncDisposable> {
  const own = { origin: '' };
  const clock = new SystemClock({ epochMs: 0, speed });
  const service = new SnsService(
    { ...testDeps(), clock },
    {
      endpoint: () => own.origin,
      post: loopbackPost({
        resolver: { address: '127.0.0.1', port: 9 },
        localPort: (port) => port,
        rootPem: '',
      }),
    },
  );
  const endpoint = await startEndpoint({ services: [service] });
  own.origin = endpoint.origin;
  const client = new SNSClient({ ...endpoint.config, region: 'us-east-1' });
  return {
    ...{ endpoint, service, client },
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      await service.stop();
      await endpoint[Symbol.asyncDispose]();
    },
  };
}

function arrival(received: readonly Received[], type: string): Promise<Received> {
  return until(() => received.find(({ body }) => body['Type'] === type), {
    withinMs: 5_000,
    what: `the ${type}`,
  });
}

test('a web hook is asked, agrees by the link, gets messages, and leaves by the link', async () => {
  await using hook = await startHook();
  await using sns = await startSns(1);
  const { client } = sns;
  const { TopicArn } = await client.send(new CreateTopicCommand({ Name: 'news' }));
  const subscribed = await client.send(
    new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: hook.url }),
  );
  expect(subscribed.SubscriptionArn).toBe('pending confirmation');
  const asked = await arrival(hook.received, 'SubscriptionConfirmation');
  expect(asked.headers).toMatchObject({
    host: new URL(hook.url).host,
    'user-agent': 'Amazon Simple Notification Service Agent',
    'x-amz-sns-message-type': 'SubscriptionConfirmation',
  });

  const confirmed = await fetch(asked.body['SubscribeURL'] ?? '');
  const xml = await confirmed.text();
  expect(confirmed.status).toBe(200);
  const arn = /<SubscriptionArn>(.*)<\/SubscriptionArn>/.exec(xml)?.[1] ?? '';
  expect(arn.startsWith(`${TopicArn}:`)).toBe(true);
  expect(xml).toContain('<ConfirmSubscriptionResponse xmlns="http://sns.amazonaws.com/');
  const shown = await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn }));
  expect(shown.Attributes?.['PendingConfirmation']).toBe('false');

  const { MessageId } = await client.send(
    new PublishCommand({ TopicArn, Subject: 'Hi', Message: 'hello "é"' }),
  );
  const { body } = await arrival(hook.received, 'Notification');
  expect(body).toMatchObject({ MessageId, Subject: 'Hi', Message: 'hello "é"' });

  expect((await fetch(body['UnsubscribeURL'] ?? '')).status).toBe(200);
  const left = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  expect(left.Subscriptions ?? []).toEqual([]);
});

test('a web hook that fails is tried again in AWS time', async () => {
  await using hook = await startHook();
  await using sns = await startSns(200);
  const { client } = sns;
  const { TopicArn } = await client.send(new CreateTopicCommand({ Name: 'news' }));
  hook.statuses.push(500, 500);
  await client.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: hook.url }));
  await until(() => hook.received.length === 3, { withinMs: 5_000, what: 'the third attempt' });
  const ids = hook.received.map(({ headers }) => headers['x-amz-sns-message-id']);
  expect(new Set(ids).size).toBe(1);
});

test('nothing is sent to an address that is not of this machine', async () => {
  await using sns = await startSns(200);
  const { client, service } = sns;
  const { TopicArn } = await client.send(new CreateTopicCommand({ Name: 'news' }));
  await client.send(
    new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: 'http://192.0.2.1/hook' }),
  );
  const delivery = await until(
    () => service.notifications().messages[0]?.deliveries.find(({ state }) => state === 'failed'),
    { withinMs: 5_000, what: 'the delivery to be given up' },
  );
  expect(delivery).toMatchObject({
    attempts: 4,
    reason: '192.0.2.1 is at 192.0.2.1: nothing is sent beyond this machine',
  });
});

test('the SDK reads the errors, and only the two links do without a signature', async () => {
  await using sns = await startSns(1);
  const { client, endpoint } = sns;
  const arn = 'arn:aws:sns:us-east-1:111122223333:absent';
  await expect(
    client.send(new PublishCommand({ TopicArn: arn, Message: 'x' })),
  ).rejects.toMatchObject({ name: 'NotFoundException', message: 'Topic does not exist' });
  await expect(client.send(new UnsubscribeCommand({ SubscriptionArn: 'x' }))).rejects.toMatchObject(
    { name: 'InvalidParameterException' },
  );
  const unsigned = await fetch(`${endpoint.origin}/?Action=DeleteTopic&TopicArn=${arn}`);
  expect(unsigned.status).toBe(403);
  expect(await unsigned.text()).toContain('MissingAuthenticationToken');
  const wrong = await fetch(
    `${endpoint.origin}/?Action=ConfirmSubscription&TopicArn=${arn}&Token=x`,
  );
  expect([wrong.status, await wrong.text()]).toEqual([404, expect.stringContaining('NotFound')]);
  const fromPage = await fetch(`${endpoint.origin}/?Action=Unsubscribe&SubscriptionArn=${arn}:1`, {
    headers: { origin: 'http://example.com' },
  });
  expect(fromPage.status).toBe(403);
});
