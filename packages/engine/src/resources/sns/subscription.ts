import type { SubscribeInput } from '@aws-sdk/client-sns';
import type { ResourceResult } from '../../kernel/resource.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { changed } from '../changed.ts';
import { documentText } from '../document-text.ts';
import type { HandlerContext } from '../handler-context.ts';
import type { SNSSubscriptionProperties as Subscription } from '../properties.generated.ts';
import { resourceType } from '../resource-type.ts';
import { unlessMissing } from '../unless-missing.ts';
import { PROTOCOLS } from './protocols.ts';

const NO_FILTERS = { refused: 'every message goes to every subscription in the local engine' };
const NO_QUEUES = { refused: 'the local engine has no queues and no streams' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html */
const type = resourceType('AWS::SNS::Subscription', {
  DeliveryPolicy: 'works',
  Endpoint: 'passes',
  FilterPolicy: NO_FILTERS,
  FilterPolicyScope: NO_FILTERS,
  Protocol: { ...PROTOCOLS, passes: true },
  RawMessageDelivery: 'works',
  RedrivePolicy: NO_QUEUES,
  Region: 'works',
  ReplayPolicy: { refused: 'topics are standard ones in the local engine' },
  SubscriptionRoleArn: NO_QUEUES,
  TopicArn: 'passes',
});

export const subscription = type.handler({
  /** Complete before the endpoint has agreed, as on AWS. */
  async create(properties, context) {
    const { Subscribe } = context.services.sns.operations;
    const { SubscriptionArn = '' } = Subscribe(requestOf(properties, context), {
      ...type.passed<SubscribeInput>(properties),
      Attributes: attributesOf(properties),
      ReturnSubscriptionArn: true,
    });
    return resultOf(SubscriptionArn);
  },

  async update(properties, previous, physicalId, context) {
    const { SetSubscriptionAttributes } = context.services.sns.operations;
    const attributes = attributesOf(properties);
    for (const AttributeName of ['DeliveryPolicy', 'RawMessageDelivery'] as const)
      if (changed(properties, previous, AttributeName))
        SetSubscriptionAttributes(requestOf(properties, context), {
          ...{ SubscriptionArn: physicalId, AttributeName },
          AttributeValue:
            attributes[AttributeName] ?? (AttributeName === 'DeliveryPolicy' ? '' : 'false'),
        });
    return resultOf(physicalId);
  },

  async remove(physicalId, properties, context) {
    const { GetSubscriptionAttributes, Unsubscribe } = context.services.sns.operations;
    const request = requestOf(properties, context);
    unlessMissing(['NotFound'], () => {
      const about = { SubscriptionArn: physicalId };
      const { Attributes = {} } = GetSubscriptionAttributes(request, about);
      // What was never confirmed cannot be deleted, and ends by itself.
      if (Attributes['PendingConfirmation'] === 'false') Unsubscribe(request, about);
    });
  },
});

/** The topic may be another region's. */
function requestOf({ Region }: Subscription, { request }: HandlerContext): RequestContext {
  return Region === undefined ? request : { ...request, region: Region };
}

function attributesOf({
  DeliveryPolicy,
  RawMessageDelivery,
}: Subscription): Record<string, string> {
  return {
    ...(DeliveryPolicy === undefined ? {} : { DeliveryPolicy: documentText(DeliveryPolicy) }),
    ...(RawMessageDelivery === undefined ? {} : { RawMessageDelivery: String(RawMessageDelivery) }),
  };
}

function resultOf(arn: string): ResourceResult {
  return { physicalId: arn, attributes: { Arn: arn } };
}
