import type { CreateRuleInput, ModifyRuleInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { changed } from '../changed.ts';
import { resourceType } from '../resource-type.ts';
import { unlessMissing } from '../unless-missing.ts';
import { refusedActions } from './action-properties.ts';
import { updateTags } from './tagging.ts';

const NO_EXPRESSIONS = { refused: 'conditions have no regular expressions in the local engine' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listenerrule.html */
const type = resourceType('AWS::ElasticLoadBalancingV2::ListenerRule', {
  Actions: 'passes',
  ...refusedActions('Actions'),
  Conditions: 'passes',
  'Conditions.HostHeaderConfig.RegexValues': NO_EXPRESSIONS,
  'Conditions.HttpHeaderConfig.RegexValues': NO_EXPRESSIONS,
  'Conditions.PathPatternConfig.RegexValues': NO_EXPRESSIONS,
  'Conditions.RegexValues': NO_EXPRESSIONS,
  ListenerArn: 'works',
  Priority: 'works',
  Tags: 'works',
  Transforms: { refused: 'rules rewrite no requests in the local engine' },
});

export const listenerRule = type.handler({
  create(properties, context) {
    const { Rules: made } = context.services.elbv2.operations.CreateRule(context.request, {
      ...type.passed<CreateRuleInput>(properties),
      ListenerArn: properties.ListenerArn,
      Priority: properties.Priority,
      Tags: properties.Tags,
    });
    const arn = made?.[0]?.RuleArn ?? '';
    return Promise.resolve({ physicalId: arn, attributes: { RuleArn: arn, IsDefault: false } });
  },

  update(properties, previous, physicalId, context) {
    const { ModifyRule, SetRulePriorities } = context.services.elbv2.operations;
    ModifyRule(context.request, {
      ...type.changeable<ModifyRuleInput>(properties),
      RuleArn: physicalId,
    });
    if (changed(properties, previous, 'Priority'))
      SetRulePriorities(context.request, {
        RulePriorities: [{ RuleArn: physicalId, Priority: properties.Priority }],
      });
    updateTags(context, physicalId, properties.Tags, previous.Tags);
    return Promise.resolve({ physicalId, attributes: { RuleArn: physicalId, IsDefault: false } });
  },

  remove(physicalId, _properties, context) {
    const { DeleteRule } = context.services.elbv2.operations;
    unlessMissing(['RuleNotFound'], () => DeleteRule(context.request, { RuleArn: physicalId }));
    return Promise.resolve();
  },
});
