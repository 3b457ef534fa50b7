import type { SecurityGroupRule } from '@aws-sdk/client-ec2';
import { AwsError } from '@understudy/wire';
import type { ResourceContext, ResourceHandler } from '../../kernel/resource.ts';
import { PropertyReader } from '../reader.ts';
import { unlessMissing } from '../unless-missing.ts';
import { permissionOf } from './rule-properties.ts';

/** The two rule resources differ in their direction and in what they call the peer. */
export function ruleHandler(
  type: string,
  direction: 'ingress' | 'egress',
  properties: ResourceHandler['properties'],
): ResourceHandler {
  return {
    type,
    properties,

    create(given, context) {
      const reader = new PropertyReader(given);
      const input = {
        GroupId: reader.requiredText('GroupId'),
        IpPermissions: [permissionOf(reader, direction)],
      };
      const { AuthorizeSecurityGroupEgress, AuthorizeSecurityGroupIngress } =
        context.services.ec2.operations;
      const { SecurityGroupRules: rules } =
        direction === 'ingress'
          ? AuthorizeSecurityGroupIngress(context.request, input)
          : AuthorizeSecurityGroupEgress(context.request, input);
      const id = onlyRule(rules);
      return Promise.resolve({ physicalId: id, attributes: { Id: id } });
    },

    /** Only the description can change in place. */
    update(given, _previous, physicalId, context) {
      const reader = new PropertyReader(given);
      context.services.ec2.describeRule(context.request.region, {
        groupId: reader.requiredText('GroupId'),
        ruleId: physicalId,
        description: reader.text('Description'),
      });
      return Promise.resolve({ physicalId, attributes: { Id: physicalId } });
    },

    remove(physicalId, given, context) {
      const groupId = new PropertyReader(given).requiredText('GroupId');
      unlessMissing(['InvalidSecurityGroupRuleId.NotFound', 'InvalidGroup.NotFound'], () =>
        revoke(context, direction, groupId, physicalId),
      );
      return Promise.resolve();
    },
  };
}

function revoke(
  context: ResourceContext,
  direction: 'ingress' | 'egress',
  groupId: string,
  ruleId: string,
): void {
  const input = { GroupId: groupId, SecurityGroupRuleIds: [ruleId] };
  const { RevokeSecurityGroupEgress, RevokeSecurityGroupIngress } = context.services.ec2.operations;
  if (direction === 'ingress') RevokeSecurityGroupIngress(context.request, input);
  else RevokeSecurityGroupEgress(context.request, input);
}

function onlyRule(rules: readonly SecurityGroupRule[] | undefined): string {
  const [rule, ...others] = rules ?? [];
  if (rule?.SecurityGroupRuleId !== undefined && others.length === 0)
    return rule.SecurityGroupRuleId;
  throw new AwsError({
    code: 'InvalidParameterCombination',
    message: 'A rule resource must name exactly one peer.',
  });
}
