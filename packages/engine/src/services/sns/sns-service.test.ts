import type { SubscribeInput } from '@aws-sdk/client-sns';
import { SeededRandom, settlePromises } from '@understudy/contract/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDeps, testRequest, type TestDeps } from '../../kernel/kernel.fixture.ts';
import type { Letter } from './delivery/post.ts';
import { SnsService } from './sns-service.ts';

const virginia = testRequest('us-east-1');
const unsigned = { ...virginia, principalArn: '' };
const ARN = 'arn:aws:sns:us-east-1:111122223333:news';
const ENDPOINT = 'http://127.0.0.1:4000';

let deps: TestDeps;
let service: SnsService;
let sns: SnsService['operations'];
let letters: Letter[];
/** What the endpoints answer: a status, or why there is none. */
let answer: (letter: Letter, signal: AbortSignal) => number | Promise<number>;

beforeEach(() => {
  deps = testDeps();
  begin();
});

afterEach(() => service.stop());

function begin(): void {
  letters = [];
  answer = () => 200;
  service = new SnsService(deps, {
    endpoint: () => ENDPOINT,
    post: async (letter, signal) => {
      letters.push(letter);
      return answer(letter, signal);
    },
  });
  sns = service.operations;
}

/** Lets what is due be sent. */
async function pass(awsMs = 0): Promise<void> {
  await deps.clock.advance(awsMs);
  await settlePromises();
}

/** A subscription that its endpoint has agreed to. */
async function subscribed(more: Partial<SubscribeInput> = {}): Promise<string> {
  sns.CreateTopic(virginia, { Name: 'news' });
  sns.Subscribe(virginia, {
    ...{ TopicArn: ARN, Protocol: 'http', Endpoint: 'http://127.0.0.1:5000/hook?a=1' },
    ...more,
  });
  await pass();
  const asked = JSON.parse(letters.at(-1)?.body ?? '{}') as { Token: string };
  const confirmed = sns.ConfirmSubscription(unsigned, { TopicArn: ARN, Token: asked.Token });
  letters.length = 0;
  return confirmed.SubscriptionArn ?? '';
}

describe('topics', () => {
  it('are made once, and the same again is the same', () => {
    const Attributes = { DisplayName: 'News' };
    const Tags = [{ Key: 'a', Value: '1' }];
    expect(sns.CreateTopic(virginia, { Name: 'news', Attributes, Tags })).toEqual({
      TopicArn: ARN,
    });
    expect(sns.CreateTopic(virginia, { Name: 'news' })).toEqual({ TopicArn: ARN });
    expect(() =>
      sns.CreateTopic(virginia, { Name: 'news', Attributes: { DisplayName: 'Old' } }),
    ).toThrow(
      'Invalid parameter: Attributes Reason: Topic already exists with different attributes',
    );
    expect(() => sns.CreateTopic(virginia, { Name: 'news', Tags: [] })).toThrow(
      'Invalid parameter: Tags Reason: Topic already exists with different tags',
    );
    expect(sns.ListTopics(virginia, {}).Topics).toEqual([{ TopicArn: ARN }]);
    expect(sns.ListTopics(testRequest('ap-northeast-2'), {}).Topics).toEqual([]);
  });

  it('have the attributes that AWS shows, and take changes', () => {
    sns.CreateTopic(virginia, { Name: 'news' });
    const set = (AttributeName: string, AttributeValue: string): void =>
      sns.SetTopicAttributes(virginia, { TopicArn: ARN, AttributeName, AttributeValue });
    set('DisplayName', 'News');
    set('DeliveryPolicy', '{"http":{"defaultHealthyRetryPolicy":{"numRetries":5}}}');
    const { Attributes = {} } = sns.GetTopicAttributes(virginia, { TopicArn: ARN });
    expect(Attributes).toMatchObject({
      TopicArn: ARN,
      Owner: '111122223333',
      DisplayName: 'News',
      SubscriptionsConfirmed: '0',
      SubscriptionsPending: '0',
      SubscriptionsDeleted: '0',
    });
    expect(JSON.parse(Attributes['EffectiveDeliveryPolicy'] ?? '')).toMatchObject({
      http: { defaultHealthyRetryPolicy: { minDelayTarget: 20, numRetries: 5 } },
    });
    expect(JSON.parse(Attributes['Policy'] ?? '')).toMatchObject({ Id: '__default_policy_ID' });
    expect(() => set('Colour', 'red')).toThrow('Invalid parameter: AttributeName');
    expect(() => set('KmsMasterKeyId', 'alias/aws/sns')).toThrow('KmsMasterKeyId is not supported');
    expect(() => set('Policy', '{')).toThrow('Invalid parameter: Policy Error');
  });

  it('take their subscriptions along when they go', async () => {
    const arn = await subscribed();
    sns.DeleteTopic(virginia, { TopicArn: ARN });
    sns.DeleteTopic(virginia, { TopicArn: ARN });
    expect(() => sns.GetTopicAttributes(virginia, { TopicArn: ARN })).toThrow(
      'Topic does not exist',
    );
    expect(() => sns.GetSubscriptionAttributes(virginia, { SubscriptionArn: arn })).toThrow(
      'Subscription does not exist',
    );
  });

  it('have tags', () => {
    sns.CreateTopic(virginia, { Name: 'news', Tags: [{ Key: 'a', Value: '1' }] });
    sns.TagResource(virginia, { ResourceArn: ARN, Tags: [{ Key: 'b', Value: '2' }] });
    sns.UntagResource(virginia, { ResourceArn: ARN, TagKeys: ['a'] });
    expect(sns.ListTagsForResource(virginia, { ResourceArn: ARN }).Tags).toEqual([
      { Key: 'b', Value: '2' },
    ]);
    expect(() => sns.ListTagsForResource(virginia, { ResourceArn: `${ARN}2` })).toThrow(
      'Resource does not exist',
    );
  });

  it.each([
    ['a name with a space', { Name: 'a b' }, 'Invalid parameter: Topic Name'],
    [
      'FIFO',
      { Name: 'a.fifo', Attributes: { FifoTopic: 'true' } },
      'FIFO topics are not supported',
    ],
    ['another service', { Name: 'a', DataProtectionPolicy: '{}' }, 'DataProtectionPolicy'],
  ])('refuse %s', (_, input, reason) => {
    expect(() => sns.CreateTopic(virginia, input)).toThrow(reason);
  });
});

describe('subscriptions', () => {
  it('wait until the endpoint has agreed, which it does by the link that it is sent', async () => {
    sns.CreateTopic(virginia, { Name: 'news' });
    const given = { TopicArn: ARN, Protocol: 'http', Endpoint: 'http://127.0.0.1:5000/hook' };
    expect(sns.Subscribe(virginia, given).SubscriptionArn).toBe('pending confirmation');
    expect(sns.ListSubscriptions(virginia, {}).Subscriptions?.[0]?.SubscriptionArn).toBe(
      'PendingConfirmation',
    );
    sns.Publish(virginia, { TopicArn: ARN, Message: 'too early' });
    await pass();
    expect(letters).toHaveLength(1);
    expect(letters[0]?.headers).toMatchObject({
      'x-amz-sns-message-type': 'SubscriptionConfirmation',
      'x-amz-sns-topic-arn': ARN,
      'content-type': 'text/plain; charset=UTF-8',
    });
    const body = JSON.parse(letters[0]?.body ?? '') as Record<string, string>;
    expect(body).toMatchObject({ Type: 'SubscriptionConfirmation', TopicArn: ARN });
    const link = new URL(body['SubscribeURL'] ?? '');
    expect(link.href.startsWith(`${ENDPOINT}/?Action=ConfirmSubscription`)).toBe(true);
    expect(service.unsigned.ConfirmSubscription(link.searchParams)).toBe('us-east-1');
    const Token = link.searchParams.get('Token') ?? '';
    const { SubscriptionArn } = sns.ConfirmSubscription(unsigned, { TopicArn: ARN, Token });
    expect(sns.GetSubscriptionAttributes(virginia, { SubscriptionArn }).Attributes).toMatchObject({
      PendingConfirmation: 'false',
      ConfirmationWasAuthenticated: 'false',
      RawMessageDelivery: 'false',
    });
    expect(() => sns.ConfirmSubscription(unsigned, { TopicArn: ARN, Token: 'x' })).toThrow(
      'Invalid parameter: Token',
    );
  });

  it('that nobody confirms are gone after 48 hours, and cannot be deleted before', async () => {
    sns.CreateTopic(virginia, { Name: 'news' });
    const { SubscriptionArn } = sns.Subscribe(virginia, {
      ...{ TopicArn: ARN, Protocol: 'email', Endpoint: 'a@example.com' },
      ReturnSubscriptionArn: true,
    });
    expect(() => sns.Unsubscribe(virginia, { SubscriptionArn })).toThrow('pending confirmation');
    await pass(48 * 3_600_000 + 1);
    expect(sns.ListSubscriptionsByTopic(virginia, { TopicArn: ARN }).Subscriptions).toEqual([]);
  });

  it('that were confirmed with AuthenticateOnUnsubscribe need a signature to end', async () => {
    sns.CreateTopic(virginia, { Name: 'news' });
    sns.Subscribe(virginia, { TopicArn: ARN, Protocol: 'http', Endpoint: 'http://localhost/' });
    await pass();
    const { Token } = JSON.parse(letters[0]?.body ?? '{}') as { Token: string };
    const { SubscriptionArn } = sns.ConfirmSubscription(virginia, {
      ...{ TopicArn: ARN, Token, AuthenticateOnUnsubscribe: 'true' },
    });
    expect(() => sns.Unsubscribe(unsigned, { SubscriptionArn })).toThrow('Not authorized');
    sns.Unsubscribe(virginia, { SubscriptionArn });
    sns.Unsubscribe(virginia, { SubscriptionArn });
    expect(sns.ListSubscriptions(virginia, {}).Subscriptions).toEqual([]);
  });

  it('of mail show their link where one looks, and of text messages need none', async () => {
    sns.CreateTopic(virginia, { Name: 'news' });
    sns.Subscribe(virginia, { TopicArn: ARN, Protocol: 'email', Endpoint: 'a@example.com' });
    const [asked] = service.notifications().messages;
    expect(asked?.deliveries[0]).toMatchObject({ state: 'not-sent', protocol: 'email' });
    const Token = new URL(asked?.subscribeUrl ?? '').searchParams.get('Token') ?? '';
    sns.ConfirmSubscription(unsigned, { TopicArn: ARN, Token });
    sns.Subscribe(virginia, { TopicArn: ARN, Protocol: 'sms', Endpoint: '+82105550100' });
    sns.Publish(virginia, { TopicArn: ARN, Message: 'hello' });
    await pass();
    expect(letters).toEqual([]);
    const published = service.notifications().messages.at(-1);
    expect(published?.deliveries.map(({ protocol, state }) => [protocol, state]).sort()).toEqual([
      ['email', 'not-sent'],
      ['sms', 'not-sent'],
    ]);
  });

  it.each([
    ['another protocol', { Protocol: 'pigeon', Endpoint: 'x' }, 'does not support this protocol'],
    ['a queue', { Protocol: 'sqs', Endpoint: 'arn:aws:sqs:a:b:c' }, 'sqs is not supported'],
    [
      'the wrong scheme',
      { Protocol: 'https', Endpoint: 'http://a/' },
      'Endpoint must match the specified protocol',
    ],
    [
      'filters',
      { Protocol: 'http', Endpoint: 'http://a/', Attributes: { FilterPolicy: '{}' } },
      'FilterPolicy is not supported',
    ],
    [
      'raw mail',
      { Protocol: 'email', Endpoint: 'a@b', Attributes: { RawMessageDelivery: 'true' } },
      'does not support raw message delivery',
    ],
  ])('refuse %s', (_, input, reason) => {
    sns.CreateTopic(virginia, { Name: 'news' });
    expect(() => sns.Subscribe(virginia, { TopicArn: ARN, ...input } as SubscribeInput)).toThrow(
      reason,
    );
  });
});

describe('messages', () => {
  it('reach their endpoint in an envelope', async () => {
    const arn = await subscribed();
    const { MessageId } = sns.Publish(virginia, {
      ...{ TopicArn: ARN, Subject: 'Hi', Message: 'hello' },
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'greeting' } },
    });
    await pass();
    expect(letters[0]?.headers['x-amz-sns-subscription-arn']).toBe(arn);
    expect(JSON.parse(letters[0]?.body ?? '')).toEqual({
      Type: 'Notification',
      MessageId,
      TopicArn: ARN,
      Subject: 'Hi',
      Message: 'hello',
      Timestamp: new Date(deps.clock.nowMs()).toISOString(),
      UnsubscribeURL: `${ENDPOINT}/?Action=Unsubscribe&SubscriptionArn=${arn}`,
      MessageAttributes: { kind: { Type: 'String', Value: 'greeting' } },
    });
    expect(service.notifications().messages.at(-1)?.deliveries).toMatchObject([
      { state: 'delivered', status: 200, attempts: 1 },
    ]);
  });

  it('are raw where the subscription says so, and have a text a protocol', async () => {
    await subscribed({ Attributes: { RawMessageDelivery: 'true' } });
    sns.Publish(virginia, {
      ...{ TopicArn: ARN, MessageStructure: 'json' },
      Message: JSON.stringify({ default: 'all', http: 'web' }),
    });
    await pass();
    expect(letters[0]).toMatchObject({ body: 'web', headers: { 'x-amz-sns-rawdelivery': 'true' } });
  });

  it('are sent again three times, 20 seconds apart, when the endpoint fails', async () => {
    await subscribed();
    answer = () => 503;
    sns.Publish(virginia, { TopicArn: ARN, Message: 'hello' });
    await pass();
    expect(letters).toHaveLength(1);
    await pass(19_999);
    expect(letters).toHaveLength(1);
    for (const attempts of [2, 3, 4]) {
      await pass(attempts === 2 ? 1 : 20_000);
      expect(letters).toHaveLength(attempts);
    }
    await pass(3_600_000);
    expect(letters).toHaveLength(4);
    expect(service.notifications().messages.at(-1)?.deliveries).toMatchObject([
      { state: 'failed', status: 503, attempts: 4, reason: 'it answered 503' },
    ]);
  });

  it('that the endpoint refuses are not sent again', async () => {
    await subscribed();
    answer = () => 404;
    sns.Publish(virginia, { TopicArn: ARN, Message: 'hello' });
    await pass();
    await pass(3_600_000);
    expect(letters).toHaveLength(1);
  });

  it('that are not answered in 15 seconds have failed', async () => {
    await subscribed();
    answer = (_letter, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    sns.Publish(virginia, { TopicArn: ARN, Message: 'hello' });
    await pass();
    await pass(15_000);
    expect(service.notifications().messages.at(-1)?.deliveries).toMatchObject([
      { state: 'pending', attempts: 1, reason: 'it did not answer in 15 seconds' },
    ]);
  });

  it('on their way outlive the engine', async () => {
    await subscribed();
    answer = () => 500;
    sns.Publish(virginia, { TopicArn: ARN, Message: 'hello' });
    await pass();
    await service.stop();
    begin();
    await pass(20_000);
    expect(letters).toHaveLength(1);
    expect(letters[0]?.body).toContain('hello');
  });

  it('come in batches, each on its own', async () => {
    await subscribed();
    const batch = sns.PublishBatch(virginia, {
      TopicArn: ARN,
      PublishBatchRequestEntries: [
        { Id: 'a', Message: 'one' },
        { Id: 'b', Message: '' },
      ],
    });
    expect(batch.Successful?.map(({ Id }) => Id)).toEqual(['a']);
    expect(batch.Failed).toEqual([
      {
        Id: 'b',
        Code: 'InvalidParameter',
        Message: 'Invalid parameter: Empty message',
        SenderFault: true,
      },
    ]);
    const twice = [
      { Id: 'a', Message: 'one' },
      { Id: 'a', Message: 'two' },
    ];
    expect(() =>
      sns.PublishBatch(virginia, { TopicArn: ARN, PublishBatchRequestEntries: twice }),
    ).toThrow('Two or more batch entries in the request have the same Id.');
  });

  it.each([
    ['nothing', { Message: '' }, 'Invalid parameter: Empty message'],
    ['too much', { Message: 'x'.repeat(262_145) }, 'Invalid parameter: Message too long'],
    ['a subject of two lines', { Message: 'x', Subject: 'a\nb' }, 'Invalid parameter: Subject'],
    ['a long subject', { Message: 'x', Subject: 'a'.repeat(101) }, 'Invalid parameter: Subject'],
    ['no JSON', { Message: 'x', MessageStructure: 'json' }, 'failed to parse'],
    ['no default', { Message: '{}', MessageStructure: 'json' }, 'No default entry'],
    ['a telephone', { Message: 'x', PhoneNumber: '+1' }, 'PhoneNumber'],
  ])('of %s are refused', (_, input, reason) => {
    sns.CreateTopic(virginia, { Name: 'news' });
    expect(() => sns.Publish(virginia, { TopicArn: ARN, ...input })).toThrow(reason);
  });

  it('are refused when too many are on their way', async () => {
    deps = testDeps({ random: new SeededRandom(2) });
    begin();
    await subscribed();
    answer = () => 500;
    for (let index = 0; index < 1_000; index += 1)
      sns.Publish(virginia, { TopicArn: ARN, Message: 'hello' });
    expect(() => sns.Publish(virginia, { TopicArn: ARN, Message: 'hello' })).toThrow(
      'Rate exceeded',
    );
  });
});
