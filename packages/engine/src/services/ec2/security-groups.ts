import type {
  CreateSecurityGroupRequest,
  CreateSecurityGroupResult,
  DeleteSecurityGroupRequest,
  DeleteSecurityGroupResult,
  DescribeSecurityGroupsRequest,
  DescribeSecurityGroupsResult,
  SecurityGroup,
} from '@aws-sdk/client-ec2';
import { refuseOthers } from '../../kernel/refuse-others.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { type Ec2Store, fail, required } from './ec2-store.ts';
import { describePermissions } from './permissions.ts';
import type { RuleRecord, SecurityGroupRecord } from './records.ts';
import { tagsFor } from './resource-tags.ts';
import { named, page, select } from './selection.ts';

const NAME_LENGTH_MAX = 255;

export class SecurityGroupOperations {
  readonly #store: Ec2Store;

  constructor(store: Ec2Store) {
    this.#store = store;
  }

  readonly CreateSecurityGroup = (
    context: RequestContext,
    input: CreateSecurityGroupRequest,
  ): CreateSecurityGroupResult => {
    refuseOthers('CreateSecurityGroup', input, [
      'GroupName',
      'Description',
      'VpcId',
      'TagSpecifications',
    ]);
    const { region } = context;
    const name = required(input.GroupName, 'GroupName');
    const description = required(input.Description, 'GroupDescription');
    // Without a default VPC, which no region has here, EC2 wants the VPC named.
    if (input.VpcId === undefined) fail('VPCIdNotSpecified', 'No default VPC for this user');
    const vpc = this.#store.vpc(region, input.VpcId);
    this.#checkName(region, vpc.vpcId, name);
    if (description.length > NAME_LENGTH_MAX)
      fail('InvalidParameterValue', 'Character sets beyond ASCII and length over 255 are refused.');
    const group = newSecurityGroup(this.#store, { name, description, vpcId: vpc.vpcId });
    const tags = tagsFor('security-group', input.TagSpecifications);
    this.#store.tags.add(region, group.groupId, 'security-group', tags);
    this.#store.securityGroups.put(region, group.groupId, group);
    this.#store.changed();
    return { GroupId: group.groupId, SecurityGroupArn: groupArn(context, group), Tags: tags };
  };

  readonly DescribeSecurityGroups = (
    context: RequestContext,
    input: DescribeSecurityGroupsRequest,
  ): DescribeSecurityGroupsResult => {
    const { region } = context;
    const all = this.#store.securityGroups.list(region);
    const records = named(all, input.GroupIds, (id) => this.#store.securityGroup(region, id));
    const names = input.GroupNames ?? [];
    const described = records
      .filter((record) => names.length === 0 || names.includes(record.name))
      .map((record) => {
        const item = this.#describe(context, record);
        return { item, fields: filterFields(context, record), tags: item.Tags ?? [] };
      });
    const { items, nextToken } = page(select(described, input.Filters), input);
    return { SecurityGroups: items, NextToken: nextToken };
  };

  readonly DeleteSecurityGroup = (
    context: RequestContext,
    input: DeleteSecurityGroupRequest,
  ): DeleteSecurityGroupResult => {
    const { region } = context;
    const group = this.#store.securityGroup(region, required(input.GroupId, 'GroupId'));
    if (group.name === 'default')
      fail(
        'CannotDelete',
        `the specified group: "${group.groupId}" name: "default" cannot be deleted by a user`,
      );
    const message = `resource ${group.groupId} has a dependent object`;
    const referenced = this.#store.securityGroups
      .list(region)
      .some((other) => other.groupId !== group.groupId && refersTo(other, group.groupId));
    if (referenced) fail('DependencyViolation', message);
    this.#store.refuseWhileUsed(region, group.groupId, message);
    this.#store.securityGroups.delete(region, group.groupId);
    this.#store.tags.forget(region, group.groupId);
    this.#store.changed();
    return { Return: true, GroupId: group.groupId };
  };

  #checkName(region: string, vpcId: string, name: string): void {
    if (name.startsWith('sg-'))
      fail('InvalidParameterValue', 'Group names may not be in the format sg-*');
    if (name === '' || name.length > NAME_LENGTH_MAX)
      fail(
        'InvalidParameterValue',
        `Value (${name}) for parameter GroupName is invalid. Names have 1 to 255 characters.`,
      );
    const taken = this.#store.securityGroups
      .list(region)
      .some((group) => group.vpcId === vpcId && group.name === name);
    if (taken)
      fail(
        'InvalidGroup.Duplicate',
        `The security group '${name}' already exists for VPC '${vpcId}'`,
      );
  }

  #describe(context: RequestContext, record: SecurityGroupRecord): SecurityGroup {
    return {
      GroupId: record.groupId,
      GroupName: record.name,
      Description: record.description,
      VpcId: record.vpcId,
      OwnerId: context.account,
      SecurityGroupArn: groupArn(context, record),
      IpPermissions: describePermissions(record.ingress, context.account),
      IpPermissionsEgress: describePermissions(record.egress, context.account),
      Tags: this.#store.tags.of(context.region, record.groupId),
    };
  }
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
