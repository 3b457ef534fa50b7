import type { CreateSecurityGroupRequest, IpPermission } from '@aws-sdk/client-ec2';
import { below } from '../../below.ts';
import type { HandlerContext } from '../../handler-context.ts';
import { physicalName } from '../../physical-name.ts';
import type { EC2SecurityGroupProperties as SecurityGroup } from '../../properties.generated.ts';
import { resourceType } from '../../resource-type.ts';
import { undoing } from '../../undoing.ts';
import { unlessMissing } from '../../unless-missing.ts';
import {
  type Direction,
  egressPermission,
  ingressPermission,
  NO_IPV6,
  NO_NAMES,
  ONE_ACCOUNT,
  PROTOCOLS,
  ruleOperations,
} from './rules.ts';
import { tagSpecifications, updateTags } from '../tagging.ts';

const NAME_LENGTH_MAX = 255;
const EVERYTHING: IpPermission = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html */
const type = resourceType('AWS::EC2::SecurityGroup', {
  GroupDescription: 'works',
  GroupName: 'works',
  SecurityGroupEgress: 'works',
  ...below('SecurityGroupEgress', { CidrIpv6: NO_IPV6, IpProtocol: PROTOCOLS }),
  SecurityGroupIngress: 'works',
  ...below('SecurityGroupIngress', {
    CidrIpv6: NO_IPV6,
    IpProtocol: PROTOCOLS,
    SourceSecurityGroupName: NO_NAMES,
    SourceSecurityGroupOwnerId: ONE_ACCOUNT,
  }),
  Tags: 'works',
  VpcId: 'passes',
});

export const securityGroup = type.handler({
  async create(properties, context) {
    const { ec2 } = context.services;
    const { GroupId: groupId = '' } = ec2.operations.CreateSecurityGroup(context.request, {
      ...type.passed<CreateSecurityGroupRequest>(properties),
      GroupName: properties.GroupName ?? physicalName(context, NAME_LENGTH_MAX),
      Description: properties.GroupDescription,
      TagSpecifications: tagSpecifications(properties.Tags, 'security-group'),
    });
    await undoing(
      () => ec2.operations.DeleteSecurityGroup(context.request, { GroupId: groupId }),
      () => {
        const ingress = { previous: [], wanted: ingressOf(properties) };
        replaceRules(groupId, 'ingress', ingress, context);
        const egress = { previous: [EVERYTHING], wanted: egressOf(properties) };
        replaceRules(groupId, 'egress', egress, context);
      },
    );
    return { physicalId: groupId, attributes: attributesOf(groupId, context) };
  },

  update(properties, previous, physicalId, context) {
    const ingress = { previous: ingressOf(previous), wanted: ingressOf(properties) };
    replaceRules(physicalId, 'ingress', ingress, context);
    const egress = { previous: egressOf(previous), wanted: egressOf(properties) };
    replaceRules(physicalId, 'egress', egress, context);
    updateTags(context, physicalId, properties.Tags, previous.Tags);
    return Promise.resolve({ physicalId, attributes: attributesOf(physicalId, context) });
  },

  remove(physicalId, _properties, context) {
    const { DeleteSecurityGroup } = context.services.ec2.operations;
    unlessMissing(['InvalidGroup.NotFound'], () =>
      DeleteSecurityGroup(context.request, { GroupId: physicalId }),
    );
    return Promise.resolve();
  },
});

function ingressOf({ SecurityGroupIngress: rules = [] }: SecurityGroup): IpPermission[] {
  return rules.map(ingressPermission);
}

/** Without egress rules in the template, the rule that admits everything stays. */
function egressOf({ SecurityGroupEgress: rules = [] }: SecurityGroup): IpPermission[] {
  return rules.length === 0 ? [EVERYTHING] : rules.map(egressPermission);
}

function replaceRules(
  groupId: string,
  direction: Direction,
  { previous, wanted }: Record<'previous' | 'wanted', readonly IpPermission[]>,
  context: HandlerContext,
): void {
  const { authorize, revoke } = ruleOperations(direction, context);
  for (const permission of without(previous, wanted))
    unlessMissing(['InvalidPermission.NotFound'], () =>
      revoke(context.request, { GroupId: groupId, IpPermissions: [permission] }),
    );
  const added = without(wanted, previous);
  if (added.length > 0) authorize(context.request, { GroupId: groupId, IpPermissions: added });
}

function without(all: readonly IpPermission[], others: readonly IpPermission[]): IpPermission[] {
  const texts = new Set(others.map((other) => JSON.stringify(other)));
  return all.filter((permission) => !texts.has(JSON.stringify(permission)));
}

function attributesOf(groupId: string, context: HandlerContext): Record<string, string> {
  const record = context.services.ec2.securityGroup(context.request.region, groupId);
  return { GroupId: groupId, Id: groupId, VpcId: record?.vpcId ?? '' };
}
