import type { IpPermission } from '@aws-sdk/client-ec2';
import type { Properties, ResourceContext, ResourceHandler } from '../../kernel/resource.ts';
import { physicalName } from '../physical-name.ts';
import { changed, PropertyReader } from '../reader.ts';
import { undoing } from '../undoing.ts';
import { unlessMissing } from '../unless-missing.ts';
import { permissionOf } from './rule-properties.ts';
import { tagSpecifications, updateTags } from './tagging.ts';

const NAME_LENGTH_MAX = 255;
const NO_IPV6 = { inert: 'the local network has no IPv6: such a rule admits nothing' };
const NO_NAMES = { refused: 'security groups of a VPC are named by their ID' };
const EVERYTHING: IpPermission = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html */
export const securityGroup: ResourceHandler = {
  type: 'AWS::EC2::SecurityGroup',
  properties: {
    GroupDescription: 'works',
    GroupName: 'works',
    SecurityGroupEgress: 'works',
    'SecurityGroupEgress.CidrIpv6': NO_IPV6,
    SecurityGroupIngress: 'works',
    'SecurityGroupIngress.CidrIpv6': NO_IPV6,
    'SecurityGroupIngress.SourceSecurityGroupName': NO_NAMES,
    'SecurityGroupIngress.SourceSecurityGroupOwnerId': {
      inert: 'on AWS, the account of the other group; here there is one account',
    },
    Tags: 'works',
    VpcId: 'works',
  },

  async create(properties, context) {
    const reader = new PropertyReader(properties);
    const { ec2 } = context.services;
    const { GroupId: groupId = '' } = ec2.operations.CreateSecurityGroup(context.request, {
      GroupName: reader.text('GroupName') ?? physicalName(context, NAME_LENGTH_MAX),
      Description: reader.text('GroupDescription'),
      VpcId: reader.text('VpcId'),
      TagSpecifications: tagSpecifications(properties, 'security-group'),
    });
    await undoing(
      () => ec2.operations.DeleteSecurityGroup(context.request, { GroupId: groupId }),
      () => {
        replaceIngress(groupId, [], ingressOf(properties), context);
        replaceEgress(groupId, [EVERYTHING], egressOf(properties), context);
      },
    );
    return { physicalId: groupId, attributes: attributesOf(groupId, context) };
  },

  update(properties, previous, physicalId, context) {
    if (changed(properties, previous, 'SecurityGroupIngress'))
      replaceIngress(physicalId, ingressOf(previous), ingressOf(properties), context);
    if (changed(properties, previous, 'SecurityGroupEgress'))
      replaceEgress(physicalId, egressOf(previous), egressOf(properties), context);
    updateTags(context, physicalId, properties, previous);
    return Promise.resolve({ physicalId, attributes: attributesOf(physicalId, context) });
  },

  remove(physicalId, _properties, context) {
    const { DeleteSecurityGroup } = context.services.ec2.operations;
    unlessMissing(['InvalidGroup.NotFound'], () =>
      DeleteSecurityGroup(context.request, { GroupId: physicalId }),
    );
    return Promise.resolve();
  },
};

function ingressOf(properties: Properties): IpPermission[] {
  const rules = new PropertyReader(properties).objects('SecurityGroupIngress') ?? [];
  return rules.map((rule) => permissionOf(rule, 'ingress'));
}

/** Without egress rules in the template, the rule that admits everything stays. */
function egressOf(properties: Properties): IpPermission[] {
  const rules = new PropertyReader(properties).objects('SecurityGroupEgress') ?? [];
  return rules.length === 0 ? [EVERYTHING] : rules.map((rule) => permissionOf(rule, 'egress'));
}

function replaceIngress(
  groupId: string,
  previous: readonly IpPermission[],
  wanted: readonly IpPermission[],
  context: ResourceContext,
): void {
  const { AuthorizeSecurityGroupIngress, RevokeSecurityGroupIngress } =
    context.services.ec2.operations;
  for (const permission of without(previous, wanted))
    unlessMissing(['InvalidPermission.NotFound'], () =>
      RevokeSecurityGroupIngress(context.request, {
        GroupId: groupId,
        IpPermissions: [permission],
      }),
    );
  const added = without(wanted, previous);
  if (added.length > 0)
    AuthorizeSecurityGroupIngress(context.request, { GroupId: groupId, IpPermissions: added });
}

function replaceEgress(
  groupId: string,
  previous: readonly IpPermission[],
  wanted: readonly IpPermission[],
  context: ResourceContext,
): void {
  const { AuthorizeSecurityGroupEgress, RevokeSecurityGroupEgress } =
    context.services.ec2.operations;
  for (const permission of without(previous, wanted))
    unlessMissing(['InvalidPermission.NotFound'], () =>
      RevokeSecurityGroupEgress(context.request, {
        GroupId: groupId,
        IpPermissions: [permission],
      }),
    );
  const added = without(wanted, previous);
  if (added.length > 0)
    AuthorizeSecurityGroupEgress(context.request, { GroupId: groupId, IpPermissions: added });
}

function without(all: readonly IpPermission[], others: readonly IpPermission[]): IpPermission[] {
  const texts = new Set(others.map((other) => JSON.stringify(other)));
  return all.filter((permission) => !texts.has(JSON.stringify(permission)));
}

function attributesOf(groupId: string, context: ResourceContext): Record<string, string> {
  const record = context.services.ec2.securityGroup(context.request.region, groupId);
  return { GroupId: groupId, Id: groupId, VpcId: record?.vpcId ?? '' };
}
