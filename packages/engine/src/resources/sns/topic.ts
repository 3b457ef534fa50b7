import type { CreateTopicInput } from '@aws-sdk/client-sns';
import { fail } from '../../kernel/fail.ts';
import type { ResourceResult } from '../../kernel/resource.ts';
import { changed } from '../changed.ts';
import type { HandlerContext } from '../handler-context.ts';
import { physicalName } from '../physical-name.ts';
import type { SNSTopicProperties as Topic } from '../properties.generated.ts';
import { resourceType } from '../resource-type.ts';
import { tagChanges } from '../tag-changes.ts';
import { undoing } from '../undoing.ts';
import { PROTOCOLS } from './protocols.ts';

const NAME_LENGTH_MAX = 256;
const STANDARD_ONLY = { refused: 'topics are standard ones in the local engine' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html */
const type = resourceType('AWS::SNS::Topic', {
  ArchivePolicy: STANDARD_ONLY,
  ContentBasedDeduplication: { except: { true: STANDARD_ONLY } },
  DataProtectionPolicy: { refused: 'messages are not inspected in the local engine' },
  DeliveryStatusLogging: { inert: 'on AWS, deliveries are logged to CloudWatch Logs' },
  DisplayName: 'works',
  FifoThroughputScope: STANDARD_ONLY,
  FifoTopic: { except: { true: STANDARD_ONLY } },
  KmsMasterKeyId: { inert: 'on AWS, what is on its way is encrypted; here it is not' },
  MaximumMessageSize: { inert: 'on AWS, the longest message; here it is 262,144 bytes' },
  SignatureVersion: { inert: 'on AWS, how messages are signed; here they are not' },
  Subscription: 'works',
  'Subscription.Protocol': PROTOCOLS,
  Tags: 'passes',
  TopicName: 'works',
  TracingConfig: { except: { Active: { inert: 'on AWS, messages are traced by X-Ray' } } },
});

/**
 * The properties that are attributes of the topic, and what they are when a template no longer
 * gives them.
 */
const ATTRIBUTES = {
  DisplayName: '',
  SignatureVersion: '1',
  TracingConfig: 'PassThrough',
} as const;

export const topic = type.handler({
  async create(properties, context) {
    const { CreateTopic, DeleteTopic } = context.services.sns.operations;
    const name = properties.TopicName ?? physicalName(context, NAME_LENGTH_MAX);
    // CreateTopic itself takes a topic that is there for the one that is wanted.
    if (context.services.sns.topicExists(context.request.region, arnOf(name, context)))
      fail('AlreadyExists', `${name} already exists`);
    const given = Object.keys(ATTRIBUTES).flatMap((key) => {
      const value = properties[key as keyof typeof ATTRIBUTES];
      return value === undefined ? [] : [[key, value] as const];
    });
    const { TopicArn = '' } = CreateTopic(context.request, {
      ...type.passed<CreateTopicInput>(properties),
      Name: name,
      Attributes: Object.fromEntries(given),
    });
    await undoing(
      () => DeleteTopic(context.request, { TopicArn }),
      () => subscribe(TopicArn, properties.Subscription, context),
    );
    return resultOf(TopicArn);
  },

  async update(properties, previous, physicalId, context) {
    const { SetTopicAttributes, TagResource, UntagResource } = context.services.sns.operations;
    for (const [AttributeName, unset] of Object.entries(ATTRIBUTES)) {
      const name = AttributeName as keyof typeof ATTRIBUTES;
      if (!changed(properties, previous, name)) continue;
      const AttributeValue = properties[name] ?? unset;
      SetTopicAttributes(context.request, { TopicArn: physicalId, AttributeName, AttributeValue });
    }
    const { wanted, goneKeys } = tagChanges(properties.Tags, previous.Tags);
    UntagResource(context.request, { ResourceArn: physicalId, TagKeys: goneKeys });
    TagResource(context.request, { ResourceArn: physicalId, Tags: wanted });
    if (changed(properties, previous, 'Subscription')) {
      unsubscribe(physicalId, properties.Subscription, previous.Subscription, context);
      subscribe(physicalId, properties.Subscription, context);
    }
    return resultOf(physicalId);
  },

  async remove(physicalId, _properties, context) {
    context.services.sns.operations.DeleteTopic(context.request, { TopicArn: physicalId });
  },
});

type Subscriptions = Topic['Subscription'];

function subscribe(TopicArn: string, wanted: Subscriptions, context: HandlerContext): void {
  for (const { Endpoint, Protocol } of wanted ?? [])
    context.services.sns.operations.Subscribe(context.request, { TopicArn, Endpoint, Protocol });
}

/** Of those that a template no longer gives; what was never confirmed ends by itself, as on AWS. */
function unsubscribe(
  TopicArn: string,
  wanted: Subscriptions,
  previous: Subscriptions,
  context: HandlerContext,
): void {
  const { ListSubscriptionsByTopic, Unsubscribe } = context.services.sns.operations;
  const gone = (previous ?? []).filter(
    (one) => !(wanted ?? []).some((other) => isSame(one, other)),
  );
  const { Subscriptions: all = [] } = ListSubscriptionsByTopic(context.request, { TopicArn });
  for (const { SubscriptionArn, Endpoint = '', Protocol = '' } of all)
    if (
      SubscriptionArn?.startsWith('arn:') === true &&
      gone.some((one) => isSame(one, { Endpoint, Protocol }))
    )
      Unsubscribe(context.request, { SubscriptionArn });
}

function isSame(
  one: { Endpoint: string; Protocol: string },
  other: { Endpoint: string; Protocol: string },
): boolean {
  return one.Endpoint === other.Endpoint && one.Protocol === other.Protocol;
}

function arnOf(name: string, { request: { account, region } }: HandlerContext): string {
  return `arn:aws:sns:${region}:${account}:${name}`;
}

function resultOf(arn: string): ResourceResult {
  return { physicalId: arn, attributes: { TopicArn: arn, TopicName: arn.split(':').at(-1) ?? '' } };
}
