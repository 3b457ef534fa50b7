import type {
  CreateSecurityGroupRequest,
  CreateSecurityGroupResult,
  DeleteSecurityGroupRequest,
  DeleteSecurityGroupResult,
  DescribeSecurityGroupsRequest,
  DescribeSecurityGroupsResult,
  SecurityGroup,
} from '@aws-sdk/client-ec2';
import { fail } from '../../../kernel/fail.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { type Ec2Store, required } from '../ec2-store.ts';
import { checkGroupDescription } from './check-description.ts';
import { describePermissions } from './permissions.ts';
import type { RuleRecord, SecurityGroupRecord } from '../records.ts';
import { tagsFor } from '../resource-tags.ts';
import { named, page, select } from '../selection.ts';

const NAME_LENGTH_MAX = 255;

export const securityGroupOperations = {
  CreateSecurityGroup: operation(createSecurityGroup, {
    accepts: ['GroupName', 'Description', 'VpcId', 'TagSpecifications'],
  }),
  DescribeSecurityGroups: operation(describeSecurityGroups),
  DeleteSecurityGroup: operation(deleteSecurityGroup),
};

function createSecurityGroup(
  store: Ec2Store,
  context: RequestContext,
  input: CreateSecurityGroupRequest,
): CreateSecurityGroupResult {
  const { region } = context;
  const name = required(input.GroupName, 'GroupName');
  const description = required(input.Description, 'GroupDescription');
  // Without a default VPC, which no region has here, EC2 wants the VPC named.
  if (input.VpcId === undefined) fail('VPCIdNotSpecified', 'No default VPC for this user');
  const vpc = store.vpc(region, input.VpcId);
  checkName(store, region, vpc.vpcId, name);
  checkGroupDescription(description);
  const group = newSecurityGroup(store, { name, description, vpcId: vpc.vpcId });
  const tags = tagsFor('security-group', input.TagSpecifications);
  store.tags.add(region, group.groupId, 'security-group', tags);
  store.securityGroups.put(region, group.groupId, group);
  store.changed();
  return { GroupId: group.groupId, SecurityGroupArn: groupArn(context, group), Tags: tags };
}

function describeSecurityGroups(
  store: Ec2Store,
  context: RequestContext,
  input: DescribeSecurityGroupsRequest,
): DescribeSecurityGroupsResult {
  const { region } = context;
  const all = store.securityGroups.list(region);
  const records = named(all, input.GroupIds, (id) => store.securityGroup(region, id));
  const names = input.GroupNames ?? [];
  const described = records
    .filter((record) => names.length === 0 || names.includes(record.name))
    .map((record) => {
      const item = describe(store, context, record);
      return { item, fields: filterFields(context, record), tags: item.Tags ?? [] };
    });
  const { items, nextToken } = page(select(described, input.Filters), input);
  return { SecurityGroups: items, NextToken: nextToken };
}

function deleteSecurityGroup(
  store: Ec2Store,
  context: RequestContext,
  input: DeleteSecurityGroupRequest,
): DeleteSecurityGroupResult {
  const { region } = context;
  const group = store.securityGroup(region, required(input.GroupId, 'GroupId'));
  if (group.name === 'default')
    fail(
      'CannotDelete',
      `the specified group: "${group.groupId}" name: "default" cannot be deleted by a user`,
    );
  const message = `resource ${group.groupId} has a dependent object`;
  const referenced = store.securityGroups
    .list(region)
    .some((other) => other.groupId !== group.groupId && refersTo(other, group.groupId));
  if (referenced) fail('DependencyViolation', message);
  store.refuseWhileUsed(region, group.groupId, message);
  store.securityGroups.delete(region, group.groupId);
  store.tags.forget(region, group.groupId);
  store.changed();
  return { Return: true, GroupId: group.groupId };
}

function checkName(store: Ec2Store, region: string, vpcId: string, name: string): void {
  if (name.startsWith('sg-'))
    fail('InvalidParameterValue', 'Group names may not be in the format sg-*');
  if (name === '' || name.length > NAME_LENGTH_MAX)
    fail(
      'InvalidParameterValue',
      `Value (${name}) for parameter GroupName is invalid. Names have 1 to 255 characters.`,
    );
  const taken = store.securityGroups
    .list(region)
    .some((group) => group.vpcId === vpcId && group.name === name);
  if (taken)
    fail(
      'InvalidGroup.Duplicate',
      `The security group '${name}' already exists for VPC '${vpcId}'`,
    );
}

function describe(
  store: Ec2Store,
  context: RequestContext,
  record: SecurityGroupRecord,
): SecurityGroup {
  return {
    GroupId: record.groupId,
    GroupName: record.name,
    Description: record.description,
    VpcId: record.vpcId,
    OwnerId: context.account,
    SecurityGroupArn: groupArn(context, record),
    IpPermissions: describePermissions(record.ingress, context.account),
    IpPermissionsEgress: describePermissions(record.egress, context.account),
    Tags: store.tags.of(context.region, record.groupId),
  };
}

/** A new group admits nothing and lets everything out; not yet put. */
export function newSecurityGroup(
  store: Ec2Store,
  given: { name: string; description: string; vpcId: string },
): SecurityGroupRecord {
  const everywhere: RuleRecord = {
    ruleId: store.newId('sgr'),
    protocol: '-1',
    peer: { kind: 'cidr', cidr: '0.0.0.0/0' },
  };
  return { groupId: store.newId('sg'), ...given, ingress: [], egress: [everywhere] };
}

function refersTo(group: SecurityGroupRecord, groupId: string): boolean {
  return [...group.ingress, ...group.egress].some(
    ({ peer }) => peer.kind === 'group' && peer.groupId === groupId,
  );
}

function groupArn(context: RequestContext, group: SecurityGroupRecord): string {
  return `arn:aws:ec2:${context.region}:${context.account}:security-group/${group.groupId}`;
}

function filterFields(
  context: RequestContext,
  record: SecurityGroupRecord,
): Record<string, string | string[]> {
  const cidrs = (rules: RuleRecord[]): string[] =>
    rules.flatMap(({ peer }) => (peer.kind === 'cidr' ? [peer.cidr] : []));
  const groups = (rules: RuleRecord[]): string[] =>
    rules.flatMap(({ peer }) => (peer.kind === 'group' ? [peer.groupId] : []));
  return {
    'group-id': record.groupId,
    'group-name': record.name,
    description: record.description,
    'vpc-id': record.vpcId,
    'owner-id': context.account,
    'ip-permission.cidr': cidrs(record.ingress),
    'ip-permission.group-id': groups(record.ingress),
    'egress.ip-permission.cidr': cidrs(record.egress),
    'egress.ip-permission.group-id': groups(record.egress),
  };
}
