import type {
  AuthorizeSecurityGroupEgressRequest,
  AuthorizeSecurityGroupEgressResult,
  AuthorizeSecurityGroupIngressRequest,
  AuthorizeSecurityGroupIngressResult,
  DescribeSecurityGroupRulesRequest,
  DescribeSecurityGroupRulesResult,
  IpPermission,
  RevokeSecurityGroupEgressRequest,
  RevokeSecurityGroupEgressResult,
  RevokeSecurityGroupIngressRequest,
  RevokeSecurityGroupIngressResult,
  SecurityGroupRule,
  TagSpecification,
} from '@aws-sdk/client-ec2';
import { fail } from '../../../kernel/fail.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { type Ec2Store, required } from '../ec2-store.ts';
import { type NewRule, parsePermissions, ruleText, sameRule } from './permissions.ts';
import { prefixList } from './prefix-lists.ts';
import type { Direction, RuleRecord, SecurityGroupRecord } from '../records.ts';
import { tagsFor } from '../resource-tags.ts';
import { page, select } from '../selection.ts';

/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups */
const RULES_PER_DIRECTION_MAX = 60;

interface AuthorizeInput {
  GroupId?: string | undefined;
  GroupName?: string | undefined;
  IpPermissions?: IpPermission[] | undefined;
  TagSpecifications?: TagSpecification[] | undefined;
  IpProtocol?: string | undefined;
  FromPort?: number | undefined;
  ToPort?: number | undefined;
  CidrIp?: string | undefined;
}

interface RevokeInput extends AuthorizeInput {
  SecurityGroupRuleIds?: string[] | undefined;
}

/** What all four take, and the old way of naming one rule by members of the request. */
const RULES = ['GroupId', 'IpPermissions', 'IpProtocol', 'FromPort', 'ToPort', 'CidrIp'] as const;

export const securityGroupRuleOperations = {
  AuthorizeSecurityGroupIngress: operation(authorizeSecurityGroupIngress, {
    accepts: [...RULES, 'GroupName', 'TagSpecifications'],
  }),
  AuthorizeSecurityGroupEgress: operation(authorizeSecurityGroupEgress, {
    accepts: [...RULES, 'TagSpecifications'],
  }),
  RevokeSecurityGroupIngress: operation(revokeSecurityGroupIngress, {
    accepts: [...RULES, 'GroupName', 'SecurityGroupRuleIds'],
  }),
  RevokeSecurityGroupEgress: operation(revokeSecurityGroupEgress, {
    accepts: [...RULES, 'SecurityGroupRuleIds'],
  }),
  DescribeSecurityGroupRules: operation(describeSecurityGroupRules),
};

function authorizeSecurityGroupIngress(
  store: Ec2Store,
  context: RequestContext,
  input: AuthorizeSecurityGroupIngressRequest,
): AuthorizeSecurityGroupIngressResult {
  return authorize(store, 'ingress', context, input);
}

function authorizeSecurityGroupEgress(
  store: Ec2Store,
  context: RequestContext,
  input: AuthorizeSecurityGroupEgressRequest,
): AuthorizeSecurityGroupEgressResult {
  return authorize(store, 'egress', context, input);
}

function revokeSecurityGroupIngress(
  store: Ec2Store,
  context: RequestContext,
  input: RevokeSecurityGroupIngressRequest,
): RevokeSecurityGroupIngressResult {
  return revoke(store, 'ingress', context, input);
}

function revokeSecurityGroupEgress(
  store: Ec2Store,
  context: RequestContext,
  input: RevokeSecurityGroupEgressRequest,
): RevokeSecurityGroupEgressResult {
  return revoke(store, 'egress', context, input);
}

function describeSecurityGroupRules(
  store: Ec2Store,
  context: RequestContext,
  input: DescribeSecurityGroupRulesRequest,
): DescribeSecurityGroupRulesResult {
  const wanted = input.SecurityGroupRuleIds ?? [];
  const all = store.securityGroups
    .list(context.region)
    .flatMap((group) => [
      ...group.ingress.map((rule) => describe(store, context, group, rule, 'ingress')),
      ...group.egress.map((rule) => describe(store, context, group, rule, 'egress')),
    ]);
  for (const id of wanted)
    if (!all.some((rule) => rule.SecurityGroupRuleId === id)) failUnknownRule(id);
  const described = all
    .filter((rule) => wanted.length === 0 || wanted.includes(rule.SecurityGroupRuleId ?? ''))
    .map((item) => {
      const fields = {
        'group-id': item.GroupId,
        'security-group-rule-id': item.SecurityGroupRuleId,
      };
      return { item, fields, tags: item.Tags ?? [] };
    });
  const { items, nextToken } = page(select(described, input.Filters), input);
  return { SecurityGroupRules: items, NextToken: nextToken };
}

function authorize(
  store: Ec2Store,
  direction: Direction,
  context: RequestContext,
  input: AuthorizeInput,
): { Return: boolean; SecurityGroupRules: SecurityGroupRule[] } {
  const { region } = context;
  const group = groupOf(store, region, input);
  const tags = tagsFor('security-group-rule', input.TagSpecifications);
  const added: RuleRecord[] = [];
  for (const rule of parsePermissions(permissionsOf(input))) {
    checkPeer(store, region, group, rule);
    const known = [...group[direction], ...added];
    if (known.some((other) => sameRule(other, rule)))
      fail('InvalidPermission.Duplicate', `the specified rule "${ruleText(rule)}" already exists`);
    if (weightOf(region, [...known, rule]) > RULES_PER_DIRECTION_MAX)
      fail(
        'RulesPerSecurityGroupLimitExceeded',
        'The maximum number of rules per security group has been reached.',
      );
    added.push({ ruleId: store.newId('sgr'), ...rule });
  }
  for (const rule of added) store.tags.add(region, rule.ruleId, 'security-group-rule', tags);
  group[direction].push(...added);
  store.securityGroups.put(region, group.groupId, group);
  store.changed();
  return {
    Return: true,
    SecurityGroupRules: added.map((rule) => describe(store, context, group, rule, direction)),
  };
}

function revoke(
  store: Ec2Store,
  direction: Direction,
  context: RequestContext,
  input: RevokeInput,
): { Return: boolean } {
  const { region } = context;
  const group = groupOf(store, region, input);
  const ids = input.SecurityGroupRuleIds ?? [];
  const rules = ids.length > 0 ? [] : parsePermissions(permissionsOf(input));
  const kept = group[direction].filter(
    (held) => !ids.includes(held.ruleId) && !rules.some((rule) => sameRule(rule, held)),
  );
  for (const id of ids)
    if (!group[direction].some((held) => held.ruleId === id)) failUnknownRule(id);
  if (rules.some((rule) => !group[direction].some((held) => sameRule(rule, held))))
    fail('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.');
  store.securityGroups.put(region, group.groupId, { ...group, [direction]: kept });
  store.changed();
  return { Return: true };
}

function groupOf(store: Ec2Store, region: string, input: AuthorizeInput): SecurityGroupRecord {
  if (input.GroupId === undefined && input.GroupName !== undefined)
    fail(
      'InvalidParameterCombination',
      "Security groups of a VPC are named by 'groupId', not by 'groupName'.",
    );
  return store.securityGroup(region, required(input.GroupId, 'groupId'));
}

function checkPeer(
  store: Ec2Store,
  region: string,
  group: SecurityGroupRecord,
  rule: NewRule,
): void {
  if (rule.peer.kind === 'prefix-list') prefixList(region, rule.peer.prefixListId);
  if (rule.peer.kind !== 'group') return;
  const peer = store.securityGroup(region, rule.peer.groupId);
  if (peer.vpcId !== group.vpcId)
    fail(
      'InvalidGroup.NotFound',
      'You have specified two resources that belong to different networks.',
    );
}

function describe(
  store: Ec2Store,
  context: RequestContext,
  group: SecurityGroupRecord,
  rule: RuleRecord,
  direction: Direction,
): SecurityGroupRule {
  const { peer } = rule;
  const { account, region } = context;
  return {
    SecurityGroupRuleId: rule.ruleId,
    SecurityGroupRuleArn: `arn:aws:ec2:${region}:${account}:security-group-rule/${rule.ruleId}`,
    GroupId: group.groupId,
    GroupOwnerId: account,
    IsEgress: direction === 'egress',
    IpProtocol: rule.protocol,
    FromPort: rule.fromPort ?? -1,
    ToPort: rule.toPort ?? -1,
    CidrIpv4: peer.kind === 'cidr' ? peer.cidr : undefined,
    CidrIpv6: peer.kind === 'cidr6' ? peer.cidr : undefined,
    PrefixListId: peer.kind === 'prefix-list' ? peer.prefixListId : undefined,
    ReferencedGroupInfo:
      peer.kind === 'group'
        ? { GroupId: peer.groupId, UserId: account, VpcId: group.vpcId }
        : undefined,
    Description: rule.description,
    Tags: store.tags.of(region, rule.ruleId),
  };
}

/**
 * "When you reference a customer-managed prefix list […], the maximum number of entries […] counts
 * against the quota"; a list of AWS's counts with its weight.
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
function weightOf(region: string, rules: readonly NewRule[]): number {
  return rules
    .map(({ peer }) =>
      peer.kind === 'prefix-list' ? prefixList(region, peer.prefixListId).weight : 1,
    )
    .reduce((sum, weight) => sum + weight, 0);
}

/** The API's older form has one rule's members directly in the request. */
function permissionsOf(input: AuthorizeInput): IpPermission[] {
  if (input.IpPermissions !== undefined && input.IpPermissions.length > 0)
    return input.IpPermissions;
  if (input.IpProtocol === undefined)
    return fail('MissingParameter', 'The request must contain the parameter ipPermissions');
  return [
    {
      IpProtocol: input.IpProtocol,
      FromPort: input.FromPort,
      ToPort: input.ToPort,
      IpRanges: input.CidrIp === undefined ? [] : [{ CidrIp: input.CidrIp }],
    },
  ];
}

function failUnknownRule(id: string): never {
  return fail(
    'InvalidSecurityGroupRuleId.NotFound',
    `The security group rule ID '${id}' does not exist`,
  );
}
