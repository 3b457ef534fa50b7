import type { IpPermission, SecurityGroupRule } from '@aws-sdk/client-ec2';
import { fail } from '../../../kernel/fail.ts';
import type { Handling } from '../../resource-type.ts';
import { unlessMissing } from '../../unless-missing.ts';
import { type Direction, ruleOperations } from './rules.ts';

interface OwnRule {
  GroupId?: string | undefined;
  Description?: string | undefined;
}

/** The two rule resources differ in their direction and in what they call the peer. */
export function ruleHandling<Rule extends OwnRule>(
  direction: Direction,
  permissionOf: (rule: Rule) => IpPermission,
): Handling<Rule> {
  return {
    create(properties, context) {
      const { authorize } = ruleOperations(direction, context);
      const { SecurityGroupRules: rules } = authorize(context.request, {
        GroupId: properties.GroupId,
        IpPermissions: [permissionOf(properties)],
      });
      const id = onlyRule(rules);
      return Promise.resolve({ physicalId: id, attributes: { Id: id } });
    },

    /** Only the description can change in place. */
    update({ GroupId: groupId = '', Description: description }, _previous, physicalId, context) {
      const rule = { groupId, ruleId: physicalId, description };
      context.services.ec2.describeRule(context.request.region, rule);
      return Promise.resolve({ physicalId, attributes: { Id: physicalId } });
    },

    remove(physicalId, { GroupId }, context) {
      const { revoke } = ruleOperations(direction, context);
      unlessMissing(['InvalidSecurityGroupRuleId.NotFound', 'InvalidGroup.NotFound'], () =>
        revoke(context.request, { GroupId, SecurityGroupRuleIds: [physicalId] }),
      );
      return Promise.resolve();
    },
  };
}

function onlyRule(rules: readonly SecurityGroupRule[] | undefined): string {
  const [rule, ...others] = rules ?? [];
  if (rule?.SecurityGroupRuleId !== undefined && others.length === 0)
    return rule.SecurityGroupRuleId;
  fail('InvalidParameterCombination', 'A rule resource must name exactly one peer.');
}
