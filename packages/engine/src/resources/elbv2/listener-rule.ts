import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ResourceHandler } from '../../kernel/resource.ts';
import { changed, PropertyReader } from '../reader.ts';
import { unlessMissing } from '../unless-missing.ts';
import { actionProperties, actionsOf } from './action-properties.ts';
import { updateTags } from './tagging.ts';

const NO_EXPRESSIONS = { refused: 'conditions have no regular expressions in the local engine' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listenerrule.html */
export const listenerRule: ResourceHandler = {
  type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
  properties: {
    Actions: 'works',
    ...actionProperties('Actions'),
    Conditions: 'works',
    'Conditions.HostHeaderConfig.RegexValues': NO_EXPRESSIONS,
    'Conditions.HttpHeaderConfig.RegexValues': NO_EXPRESSIONS,
    'Conditions.PathPatternConfig.RegexValues': NO_EXPRESSIONS,
    'Conditions.RegexValues': NO_EXPRESSIONS,
    ListenerArn: 'works',
    Priority: 'works',
    Tags: 'works',
    Transforms: { refused: 'rules rewrite no requests in the local engine' },
  },

  create(properties, context) {
    const reader = new PropertyReader(properties);
    const { Rules: made } = context.services.elbv2.operations.CreateRule(context.request, {
      ListenerArn: reader.requiredText('ListenerArn'),
      Priority: reader.requiredNumber('Priority'),
      Conditions: conditionsOf(reader),
      Actions: actionsOf(reader, 'Actions'),
      Tags: reader.tags(),
    });
    const arn = made?.[0]?.RuleArn ?? '';
    return Promise.resolve({ physicalId: arn, attributes: { RuleArn: arn, IsDefault: false } });
  },

  update(properties, previous, physicalId, context) {
    const reader = new PropertyReader(properties);
    const { ModifyRule, SetRulePriorities } = context.services.elbv2.operations;
    ModifyRule(context.request, {
      RuleArn: physicalId,
      Conditions: conditionsOf(reader),
      Actions: actionsOf(reader, 'Actions'),
    });
    if (changed(properties, previous, 'Priority'))
      SetRulePriorities(context.request, {
        RulePriorities: [{ RuleArn: physicalId, Priority: reader.requiredNumber('Priority') }],
      });
    updateTags(context, physicalId, properties, previous);
    return Promise.resolve({ physicalId, attributes: { RuleArn: physicalId, IsDefault: false } });
  },

  remove(physicalId, _properties, context) {
    const { DeleteRule } = context.services.elbv2.operations;
    unlessMissing(['RuleNotFound'], () => DeleteRule(context.request, { RuleArn: physicalId }));
    return Promise.resolve();
  },
};

/** The template's structure is the API's own, member by member. */
function conditionsOf(reader: PropertyReader): RuleCondition[] {
  return (reader.raw('Conditions') ?? []) as RuleCondition[];
}
