import type {
  ConfirmSubscriptionInput,
  ConfirmSubscriptionResponse,
  ListSubscriptionsByTopicInput,
  ListSubscriptionsByTopicResponse,
  ListSubscriptionsInput,
  ListSubscriptionsResponse,
  SubscribeInput,
  SubscribeResponse,
  UnsubscribeInput,
} from '@aws-sdk/client-sns';
import { fail } from '../../kernel/fail.ts';
import { hexadecimal, uuid } from '../../kernel/identifiers.ts';
import { operation } from '../../kernel/operations.ts';
import { page } from '../../kernel/page.ts';
import { isUnsigned, type RequestContext } from '../../kernel/service.ts';
import { askToConfirm } from './delivery/ask-to-confirm.ts';
import { checkEndpoint } from './protocols.ts';
import type { SubscriptionRecord } from './records.ts';
import { failParameter, type SnsStore } from './sns-store.ts';
import { checkSubscriptionAttribute } from './subscription-attributes.ts';

/** https://docs.aws.amazon.com/general/latest/gr/sns.html has 12,500,000 a topic. */
const SUBSCRIPTIONS_MAX = 1_000;
const PAGE_ITEMS = 100;
const TOKEN_DIGITS = 216;
const PENDING = 'PendingConfirmation';

export const subscriptionOperations = {
  Subscribe: operation(subscribe),
  ConfirmSubscription: operation(confirmSubscription),
  Unsubscribe: operation(unsubscribe),
  ListSubscriptions: operation(listSubscriptions),
  ListSubscriptionsByTopic: operation(listSubscriptionsByTopic),
};

function subscribe(
  store: SnsStore,
  { region }: RequestContext,
  input: SubscribeInput,
): SubscribeResponse {
  const topic = store.topic(region, input.TopicArn);
  const { Protocol: protocol = '', Endpoint: endpoint = '' } = input;
  const { isConfirmed } = checkEndpoint(protocol, endpoint);
  const attributes = { ...input.Attributes };
  for (const [name, value] of Object.entries(attributes))
    checkSubscriptionAttribute(protocol, name, value);
  const all = store.subscriptions(region, topic.arn);
  const existing = all.find((one) => one.protocol === protocol && one.endpoint === endpoint);
  if (existing !== undefined) requireSame(existing, attributes);
  if (existing === undefined && all.length >= SUBSCRIPTIONS_MAX)
    fail('SubscriptionLimitExceeded', 'Subscription limit exceeded', 403);
  const record = existing ?? {
    arn: `${topic.arn}:${uuid(store.deps.random)}`,
    topicArn: topic.arn,
    ...{ protocol, endpoint, attributes },
    token: hexadecimal(store.deps.random, TOKEN_DIGITS),
    isPending: isConfirmed,
    wasAuthenticated: !isConfirmed,
    authenticateOnUnsubscribe: false,
    createdMs: store.deps.clock.nowMs(),
  };
  if (existing === undefined) store.putSubscription(region, record);
  // Subscribing again asks again.
  if (record.isPending) askToConfirm(store, region, record);
  const shown = record.isPending && input.ReturnSubscriptionArn !== true;
  return { SubscriptionArn: shown ? 'pending confirmation' : record.arn };
}

function requireSame(
  existing: SubscriptionRecord,
  attributes: Readonly<Record<string, string>>,
): void {
  if (Object.entries(attributes).some(([name, value]) => existing.attributes[name] !== value))
    failParameter('Attributes Reason: Subscription already exists with different attributes');
}

/**
 * Also without a signature, by the link in the message: then whoever knows the ARN may unsubscribe
 * it so.
 */
function confirmSubscription(
  store: SnsStore,
  context: RequestContext,
  input: ConfirmSubscriptionInput,
): ConfirmSubscriptionResponse {
  const { region } = context;
  const topic = store.topic(region, input.TopicArn);
  const token = input.Token ?? '';
  const record =
    store.subscriptions(region, topic.arn).find((one) => one.token === token) ??
    failParameter('Token');
  if (!record.isPending) return { SubscriptionArn: record.arn };
  const isSigned = !isUnsigned(context);
  store.putSubscription(region, {
    ...record,
    isPending: false,
    wasAuthenticated: isSigned,
    authenticateOnUnsubscribe: isSigned && input.AuthenticateOnUnsubscribe === 'true',
  });
  return { SubscriptionArn: record.arn };
}

function unsubscribe(store: SnsStore, context: RequestContext, input: UnsubscribeInput): void {
  const { region } = context;
  const arn = input.SubscriptionArn ?? '';
  const { length } = arn.split(':');
  if (length < 6)
    failParameter(`SubscriptionArn Reason: An ARN must have at least 6 elements, not ${length}`);
  const record = store.subscriptionIfAny(region, arn);
  // Idempotent.
  if (record === undefined) return;
  // "You can't delete a subscription that's pending confirmation."
  // https://docs.aws.amazon.com/sns/latest/dg/sns-delete-subscription-topic.html
  if (record.isPending)
    failParameter('SubscriptionArn Reason: the subscription is pending confirmation');
  if (record.authenticateOnUnsubscribe && isUnsigned(context))
    fail('AuthorizationError', `Not authorized to unsubscribe ${arn}`, 403);
  store.deleteSubscription(region, arn);
}

function listSubscriptions(
  store: SnsStore,
  context: RequestContext,
  input: ListSubscriptionsInput,
): ListSubscriptionsResponse {
  return pageOf(store.subscriptions(context.region), context, input.NextToken);
}

function listSubscriptionsByTopic(
  store: SnsStore,
  context: RequestContext,
  input: ListSubscriptionsByTopicInput,
): ListSubscriptionsByTopicResponse {
  const topic = store.topic(context.region, input.TopicArn);
  return pageOf(store.subscriptions(context.region, topic.arn), context, input.NextToken);
}

function pageOf(
  records: readonly SubscriptionRecord[],
  { account }: RequestContext,
  token: string | undefined,
): ListSubscriptionsResponse {
  const after = records.filter(({ arn }) => arn >= (token ?? ''));
  const { items, next } = page(after, { size: PAGE_ITEMS });
  return {
    Subscriptions: items.map((record) => ({
      SubscriptionArn: record.isPending ? PENDING : record.arn,
      Owner: account,
      Protocol: record.protocol,
      Endpoint: record.endpoint,
      TopicArn: record.topicArn,
    })),
    ...(next === undefined ? {} : { NextToken: next.arn }),
  };
}
