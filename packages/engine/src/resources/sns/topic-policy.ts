import { documentText } from '../document-text.ts';
import type { HandlerContext } from '../handler-context.ts';
import { physicalName } from '../physical-name.ts';
import { resourceType } from '../resource-type.ts';
import { unlessMissing } from '../unless-missing.ts';

const NAME_LENGTH_MAX = 255;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topicpolicy.html */
const type = resourceType('AWS::SNS::TopicPolicy', {
  PolicyDocument: {
    inert: 'on AWS, who may use the topic; here policies are kept, not enforced',
  },
  Topics: 'works',
});

export const topicPolicy = type.handler({
  async create({ PolicyDocument, Topics }, context) {
    const id = physicalName(context, NAME_LENGTH_MAX);
    for (const arn of Topics) setPolicy(arn, documentText(PolicyDocument), context);
    return { physicalId: id, attributes: { Id: id } };
  },

  async update({ PolicyDocument, Topics }, previous, physicalId, context) {
    for (const arn of previous.Topics)
      if (!Topics.includes(arn)) unlessMissing(['NotFound'], () => setPolicy(arn, '', context));
    for (const arn of Topics) setPolicy(arn, documentText(PolicyDocument), context);
    return { physicalId, attributes: { Id: physicalId } };
  },

  /** The topic has its default policy again. */
  async remove(_physicalId, { Topics }, context) {
    for (const arn of Topics) unlessMissing(['NotFound'], () => setPolicy(arn, '', context));
  },
});

function setPolicy(TopicArn: string, AttributeValue: string, context: HandlerContext): void {
  context.services.sns.operations.SetTopicAttributes(context.request, {
    ...{ TopicArn, AttributeName: 'Policy', AttributeValue },
  });
}
