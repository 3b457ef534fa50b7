import type {
  GetSubscriptionAttributesInput,
  GetSubscriptionAttributesResponse,
  SetSubscriptionAttributesInput,
} from '@aws-sdk/client-sns';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { checkSubscriptionPolicy, effectivePolicy } from './delivery/delivery-policy.ts';
import { failParameter, type SnsStore } from './sns-store.ts';

export const subscriptionAttributeOperations = {
  GetSubscriptionAttributes: operation(getSubscriptionAttributes),
  SetSubscriptionAttributes: operation(setSubscriptionAttributes),
};

/**
 * https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html, those that the
 * engine has not.
 */
const REFUSED = [
  'FilterPolicy',
  'FilterPolicyScope',
  'RedrivePolicy',
  'ReplayPolicy',
  'SubscriptionRoleArn',
];

/**
 * Throws what SNS answers to an attribute that it does not take; refuses by name what the engine
 * has not.
 */
export function checkSubscriptionAttribute(protocol: string, name: string, value: string): void {
  if (REFUSED.includes(name))
    fail(
      'UnsupportedOperation',
      `The subscription attribute ${name} is not supported by this engine.`,
    );
  const isHttp = protocol === 'http' || protocol === 'https';
  switch (name) {
    case 'RawMessageDelivery':
      if (!/^(?:true|false)$/i.test(value))
        failParameter(
          'Attributes Reason: RawMessageDelivery: Invalid value. Must be true or false.',
        );
      if (value.toLowerCase() === 'true' && !isHttp)
        failParameter(
          `Attributes Reason: Delivery protocol [${protocol}] does not support raw message delivery.`,
        );
      return;
    case 'DeliveryPolicy':
      if (!isHttp)
        failParameter(
          `Attributes Reason: Delivery protocol [${protocol}] does not support delivery policy.`,
        );
      if (value !== '') checkSubscriptionPolicy(value);
      return;
    default:
      failParameter('AttributeName');
  }
}

function setSubscriptionAttributes(
  store: SnsStore,
  { region }: RequestContext,
  input: SetSubscriptionAttributesInput,
): void {
  const record = store.subscription(region, input.SubscriptionArn);
  const { AttributeName: name = '', AttributeValue: value = '' } = input;
  checkSubscriptionAttribute(record.protocol, name, value);
  if (value === '') delete record.attributes[name];
  else record.attributes[name] = value;
  store.putSubscription(region, record);
}

function getSubscriptionAttributes(
  store: SnsStore,
  { region, account }: RequestContext,
  input: GetSubscriptionAttributesInput,
): GetSubscriptionAttributesResponse {
  const record = store.subscription(region, input.SubscriptionArn);
  const { attributes } = record;
  return {
    Attributes: {
      SubscriptionArn: record.arn,
      TopicArn: record.topicArn,
      Owner: account,
      Protocol: record.protocol,
      Endpoint: record.endpoint,
      PendingConfirmation: String(record.isPending),
      ConfirmationWasAuthenticated: String(record.wasAuthenticated),
      RawMessageDelivery: (attributes['RawMessageDelivery'] ?? 'false').toLowerCase(),
      ...effective(store.topics.get(region, record.topicArn)?.attributes, record),
    },
  };
}

/** Only HTTP and HTTPS have delivery policies of their own. */
function effective(
  topic: Readonly<Record<string, string>> | undefined,
  { protocol, attributes }: { protocol: string; attributes: Readonly<Record<string, string>> },
): Record<string, string> {
  if (protocol !== 'http' && protocol !== 'https') return {};
  const own = attributes['DeliveryPolicy'];
  const { retry, contentType } = effectivePolicy(topic?.['DeliveryPolicy'], own);
  return {
    ...(own === undefined ? {} : { DeliveryPolicy: own }),
    EffectiveDeliveryPolicy: JSON.stringify({
      healthyRetryPolicy: retry,
      sicklyRetryPolicy: null,
      throttlePolicy: null,
      requestPolicy: { headerContentType: contentType },
      guaranteed: false,
    }),
  };
}
