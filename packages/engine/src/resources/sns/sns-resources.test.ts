import { beforeEach, describe, expect, it } from 'vitest';
import { testDeps } from '../../kernel/kernel.fixture.ts';
import { SnsService } from '../../services/sns/sns-service.ts';
import { testHandlerContext, type TestHandlerContext } from '../testing/context.ts';
import { checkedHandler } from '../testing/checked-handler.ts';
import { subscription } from './subscription.ts';
import { topicPolicy } from './topic-policy.ts';
import { topic } from './topic.ts';

const topics = checkedHandler(topic);
const policies = checkedHandler(topicPolicy);
const subscriptions = checkedHandler(subscription);
const ARN = 'arn:aws:sns:us-east-1:111122223333:news';
const POLICY = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sns:Publish' }] };

let context: TestHandlerContext;
let sns: SnsService;

beforeEach(() => {
  const deps = testDeps();
  sns = new SnsService(deps, {
    endpoint: () => 'http://127.0.0.1:4000',
    post: () => Promise.resolve(200),
  });
  context = testHandlerContext(deps, { sns });
});

function attributes(TopicArn = ARN): Record<string, string> {
  return sns.operations.GetTopicAttributes(context.request, { TopicArn }).Attributes ?? {};
}

function endpoints(): (string | undefined)[] {
  const { Subscriptions = [] } = sns.operations.ListSubscriptions(context.request, {});
  return Subscriptions.map(({ Endpoint }) => Endpoint).sort();
}

describe('AWS::SNS::Topic', () => {
  it('is made, changed in place and removed', async () => {
    const first = {
      ...{ TopicName: 'news', DisplayName: 'News', Tags: [{ Key: 'a', Value: '1' }] },
      Subscription: [{ Protocol: 'sms', Endpoint: '+82105550100' }],
    };
    expect(await topics.create(first, context)).toEqual({
      physicalId: ARN,
      attributes: { TopicArn: ARN, TopicName: 'news' },
    });
    expect(attributes()).toMatchObject({ DisplayName: 'News' });
    expect(endpoints()).toEqual(['+82105550100']);

    const second = {
      ...{ TopicName: 'news', TracingConfig: 'PassThrough', Tags: [{ Key: 'b', Value: '2' }] },
      Subscription: [{ Protocol: 'sms', Endpoint: '+82105550101' }],
    };
    await topics.update(second, first, ARN, context);
    expect(attributes()).toMatchObject({ DisplayName: '', TracingConfig: 'PassThrough' });
    expect(endpoints()).toEqual(['+82105550101']);
    expect(sns.operations.ListTagsForResource(context.request, { ResourceArn: ARN }).Tags).toEqual([
      { Key: 'b', Value: '2' },
    ]);

    await topics.remove(ARN, second, context);
    await topics.remove(ARN, second, context);
    expect(endpoints()).toEqual([]);
    expect(sns.operations.ListTopics(context.request, {}).Topics).toEqual([]);
  });

  it('is not what is there already, and leaves nothing when a subscription is refused', async () => {
    sns.operations.CreateTopic(context.request, { Name: 'news' });
    await expect(topics.create({ TopicName: 'news' }, context)).rejects.toThrow('already exists');
    const wrong = { Subscription: [{ Protocol: 'http', Endpoint: 'nowhere' }] };
    await expect(topics.create({ TopicName: 'other', ...wrong }, context)).rejects.toThrow(
      'Endpoint must match the specified protocol',
    );
    expect(sns.operations.ListTopics(context.request, {}).Topics).toEqual([{ TopicArn: ARN }]);
  });

  it('is named by the stack when the template gives no name', async () => {
    const { attributes } = await topics.create({}, context);
    expect(attributes['TopicName']).toMatch(/^test-stack-Resource-[A-Z0-9]{12}$/);
  });
});

describe('AWS::SNS::TopicPolicy', () => {
  it('is on its topics as long as it says so', async () => {
    await topics.create({ TopicName: 'news' }, context);
    const other = (await topics.create({ TopicName: 'other' }, context)).physicalId;
    const first = { Topics: [ARN], PolicyDocument: POLICY };
    const { physicalId } = await policies.create(first, context);
    expect(attributes()['Policy']).toBe(JSON.stringify(POLICY));
    const second = { Topics: [other], PolicyDocument: POLICY };
    await policies.update(second, first, physicalId, context);
    expect(attributes()['Policy']).toContain('__default_policy_ID');
    expect(attributes(other)['Policy']).toBe(JSON.stringify(POLICY));
    await policies.remove(physicalId, second, context);
    expect(attributes(other)['Policy']).toContain('__default_policy_ID');
    await topics.remove(other, {}, context);
    await policies.remove(physicalId, second, context);
  });
});

describe('AWS::SNS::Subscription', () => {
  const base = { TopicArn: ARN, Protocol: 'http', Endpoint: 'http://127.0.0.1:5000/' };

  it('is made before its endpoint agrees, changed in place and removed', async () => {
    await topics.create({ TopicName: 'news' }, context);
    const made = await subscriptions.create({ ...base, RawMessageDelivery: true }, context);
    const SubscriptionArn = made.physicalId;
    const shown = (): Record<string, string> =>
      sns.operations.GetSubscriptionAttributes(context.request, { SubscriptionArn }).Attributes ??
      {};
    expect(shown()).toMatchObject({ PendingConfirmation: 'true', RawMessageDelivery: 'true' });
    const DeliveryPolicy = { healthyRetryPolicy: { numRetries: 1 } };
    await subscriptions.update(
      { ...base, DeliveryPolicy },
      { ...base, RawMessageDelivery: true },
      SubscriptionArn,
      context,
    );
    expect(shown()).toMatchObject({
      RawMessageDelivery: 'false',
      DeliveryPolicy: JSON.stringify(DeliveryPolicy),
    });
    const link = new URL(sns.notifications().messages[0]?.subscribeUrl ?? '');
    const Token = link.searchParams.get('Token') ?? '';
    sns.operations.ConfirmSubscription(context.request, { TopicArn: ARN, Token });
    await subscriptions.remove(SubscriptionArn, base, context);
    await subscriptions.remove(SubscriptionArn, base, context);
    expect(endpoints()).toEqual([]);
  });

  it('that was never confirmed is left to end by itself', async () => {
    await topics.create({ TopicName: 'news' }, context);
    const { physicalId } = await subscriptions.create(base, context);
    await subscriptions.remove(physicalId, base, context);
    expect(endpoints()).toEqual(['http://127.0.0.1:5000/']);
  });

  it('may be of another region', async () => {
    const seoul = { ...context.request, region: 'ap-northeast-2' };
    const { TopicArn } = sns.operations.CreateTopic(seoul, { Name: 'news' });
    const properties = { ...base, TopicArn, Region: 'ap-northeast-2' };
    const { physicalId } = await subscriptions.create(properties, context);
    expect(physicalId).toContain(':ap-northeast-2:');
  });
});
