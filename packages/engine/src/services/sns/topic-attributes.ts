import type {
  GetTopicAttributesInput,
  GetTopicAttributesResponse,
  SetTopicAttributesInput,
} from '@aws-sdk/client-sns';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { checkTopicPolicy, effectivePolicy } from './delivery/delivery-policy.ts';
import { failParameter, type SnsStore } from './sns-store.ts';

export const topicAttributeOperations = {
  GetTopicAttributes: operation(getTopicAttributes),
  SetTopicAttributes: operation(setTopicAttributes),
};

const DISPLAY_NAME_CHARACTERS_MAX = 100;
/**
 * https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html, those that AWS takes and
 * the engine does not.
 */
const REFUSED =
  /^(?:FifoTopic|FifoThroughputScope|ContentBasedDeduplication|KmsMasterKeyId|ArchivePolicy|DataProtectionPolicy|MaximumMessageSize|(?:HTTP|Firehose|Lambda|Application|SQS)(?:Success|Failure)Feedback(?:RoleArn|SampleRate))$/;

const CHECKS: Readonly<Record<string, (value: string) => void>> = {
  Policy: checkPolicy,
  DeliveryPolicy: (value) => {
    if (value !== '') checkTopicPolicy(value);
  },
  DisplayName: (value) => {
    if (value.length > DISPLAY_NAME_CHARACTERS_MAX) failParameter('DisplayName');
  },
  SignatureVersion: (value) => {
    if (!/^[12]$/.test(value)) failParameter('SignatureVersion');
  },
  TracingConfig: (value) => {
    if (!/^(?:PassThrough|Active)$/.test(value)) failParameter('TracingConfig');
  },
};

/**
 * Throws what SNS answers to an attribute that it does not take; refuses by name what the engine
 * has not.
 */
export function checkTopicAttribute(name: string, value: string): void {
  const check = Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined;
  if (check !== undefined) return check(value);
  // AWS's default, said aloud.
  if (name === 'FifoTopic' && value === 'false') return;
  if (REFUSED.test(name))
    fail('UnsupportedOperation', `The topic attribute ${name} is not supported by this engine.`);
  failParameter('AttributeName');
}

function checkPolicy(value: string): void {
  try {
    const policy: unknown = JSON.parse(value);
    if (typeof policy === 'object' && policy !== null && 'Statement' in policy) return;
  } catch {
    // said below
  }
  failParameter('Policy Error: PARSE_ERROR');
}

function setTopicAttributes(
  store: SnsStore,
  { region }: RequestContext,
  input: SetTopicAttributesInput,
): void {
  const topic = store.topic(region, input.TopicArn);
  const { AttributeName: name = '', AttributeValue: value = '' } = input;
  if (name === 'FifoTopic') failParameter('AttributeName');
  // A policy that is set to nothing is the default again.
  if (value === '' && ['Policy', 'DeliveryPolicy'].includes(name)) delete topic.attributes[name];
  else {
    checkTopicAttribute(name, value);
    topic.attributes[name] = value;
  }
  store.topics.put(region, topic.arn, topic);
}

function getTopicAttributes(
  store: SnsStore,
  { region, account }: RequestContext,
  input: GetTopicAttributesInput,
): GetTopicAttributesResponse {
  const { arn, attributes } = store.topic(region, input.TopicArn);
  const subscriptions = store.subscriptions(region, arn);
  const pending = subscriptions.filter(({ isPending }) => isPending).length;
  return {
    Attributes: {
      Policy: defaultPolicy(arn, account),
      Owner: account,
      SubscriptionsPending: String(pending),
      TopicArn: arn,
      EffectiveDeliveryPolicy: effectiveText(attributes['DeliveryPolicy']),
      SubscriptionsConfirmed: String(subscriptions.length - pending),
      DisplayName: '',
      SubscriptionsDeleted: '0',
      ...attributes,
    },
  };
}

function effectiveText(topicPolicy: string | undefined): string {
  const { retry, contentType, disableSubscriptionOverrides } = effectivePolicy(topicPolicy);
  return JSON.stringify({
    http: {
      defaultHealthyRetryPolicy: retry,
      disableSubscriptionOverrides,
      defaultRequestPolicy: { headerContentType: contentType },
    },
  });
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html */
function defaultPolicy(arn: string, account: string): string {
  const actions = [
    'GetTopicAttributes',
    'SetTopicAttributes',
    'AddPermission',
    'RemovePermission',
    'DeleteTopic',
    'Subscribe',
    'ListSubscriptionsByTopic',
    'Publish',
  ];
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: actions.map((action) => `SNS:${action}`),
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': account } },
      },
    ],
  });
}
