import type { IpPermission } from '@aws-sdk/client-ec2';
import { fail } from '../../../kernel/fail.ts';
import { formatCidr, parseCidr } from '../network/cidr.ts';
import type { RuleRecord } from '../records.ts';
import { checkRuleDescription } from './check-description.ts';

const PROTOCOL_NUMBERS: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
};
const NAMED_PROTOCOLS = new Set(['-1', ...Object.values(PROTOCOL_NUMBERS)]);
const PROTOCOL_NUMBER_MAX = 255;
const PORT_MAX = 65_535;

/** A rule as given; it becomes a record when it gets its id. */
export type NewRule = Omit<RuleRecord, 'ruleId'>;

/** Normalises permissions into single rules, one a peer, as EC2 does. */
export function parsePermissions(permissions: readonly IpPermission[]): NewRule[] {
  return permissions.flatMap((permission) => {
    const traffic = parseTraffic(permission);
    const rules = peersOf(permission).map(({ peer, description }) => {
      checkRuleDescription(description ?? '');
      return { ...traffic, peer, ...(description === undefined ? {} : { description }) };
    });
    if (rules.length === 0)
      fail(
        'InvalidParameterCombination',
        'A rule must name a CIDR block, a security group or a prefix list.',
      );
    return rules;
  });
}

/** Rules that are alike but for id and description: EC2 holds them to be the same. */
export function sameRule(one: NewRule, other: NewRule): boolean {
  return (
    one.protocol === other.protocol &&
    one.fromPort === other.fromPort &&
    one.toPort === other.toPort &&
    peerText(one) === peerText(other)
  );
}

/** As EC2 names a rule in its errors: `peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW`. */
export function ruleText(rule: NewRule): string {
  const protocol = rule.protocol === '-1' ? 'ALL' : rule.protocol.toUpperCase();
  const ports =
    rule.fromPort === undefined
      ? ''
      : `, from port: ${rule.fromPort}, to port: ${rule.toPort ?? rule.fromPort}`;
  return `peer: ${peerText(rule)}, ${protocol}${ports}, ALLOW`;
}

function peerText({ peer }: NewRule): string {
  switch (peer.kind) {
    case 'group':
      return peer.groupId;
    case 'prefix-list':
      return peer.prefixListId;
    default:
      return peer.cidr;
  }
}

/** Groups rules by their traffic, as DescribeSecurityGroups shows them. */
export function describePermissions(rules: readonly RuleRecord[], account: string): IpPermission[] {
  const byTraffic = Map.groupBy(rules, (rule) =>
    JSON.stringify([rule.protocol, rule.fromPort, rule.toPort]),
  );
  return [...byTraffic.values()].map((alike) => ({
    IpProtocol: alike[0]?.protocol,
    FromPort: alike[0]?.fromPort,
    ToPort: alike[0]?.toPort,
    IpRanges: alike.flatMap(({ peer, description }) =>
      peer.kind === 'cidr' ? [{ CidrIp: peer.cidr, Description: description }] : [],
    ),
    Ipv6Ranges: alike.flatMap(({ peer, description }) =>
      peer.kind === 'cidr6' ? [{ CidrIpv6: peer.cidr, Description: description }] : [],
    ),
    UserIdGroupPairs: alike.flatMap(({ peer, description }) =>
      peer.kind === 'group'
        ? [{ GroupId: peer.groupId, UserId: account, Description: description }]
        : [],
    ),
    PrefixListIds: alike.flatMap(({ peer, description }) =>
      peer.kind === 'prefix-list'
        ? [{ PrefixListId: peer.prefixListId, Description: description }]
        : [],
    ),
  }));
}

function parseTraffic(
  permission: IpPermission,
): Pick<RuleRecord, 'protocol' | 'fromPort' | 'toPort'> {
  const given = (permission.IpProtocol ?? '').toLowerCase();
  const protocol = PROTOCOL_NUMBERS[given] ?? (given === 'all' ? '-1' : given);
  if (!NAMED_PROTOCOLS.has(protocol) && !isProtocolNumber(protocol))
    fail(
      'InvalidParameterValue',
      `Invalid value '${permission.IpProtocol ?? ''}' for IP protocol. Unknown protocol.`,
    );
  const hasPorts = ['tcp', 'udp', 'icmp', 'icmpv6'].includes(protocol);
  // All traffic has no ports, whatever was given.
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
  if (!hasPorts) return { protocol };
  const { FromPort: fromPort, ToPort: toPort } = permission;
  if (fromPort === undefined || toPort === undefined) {
    if (protocol === 'icmpv6') return { protocol, fromPort: -1, toPort: -1 };
    return fail(
      'InvalidParameterValue',
      `Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.`,
    );
  }
  checkPorts(protocol, fromPort, toPort);
  return { protocol, fromPort, toPort };
}

function isProtocolNumber(protocol: string): boolean {
  return /^\d{1,3}$/.test(protocol) && Number(protocol) <= PROTOCOL_NUMBER_MAX;
}

function checkPorts(protocol: string, fromPort: number, toPort: number): void {
  if (protocol.startsWith('icmp')) return;
  for (const port of [fromPort, toPort])
    if (port < 0 || port > PORT_MAX)
      fail('InvalidParameterValue', `TCP/UDP port (${port}) out of range`);
  if (fromPort > toPort)
    fail('InvalidParameterValue', `Invalid TCP/UDP port range (${fromPort}:${toPort})`);
}

interface Peer {
  peer: RuleRecord['peer'];
  description: string | undefined;
}

function peersOf(permission: IpPermission): Peer[] {
  return [
    ...(permission.IpRanges ?? []).map((range) => ({
      peer: { kind: 'cidr' as const, cidr: canonicalCidr(range.CidrIp ?? '') },
      description: range.Description,
    })),
    ...(permission.Ipv6Ranges ?? []).map((range) => ({
      peer: { kind: 'cidr6' as const, cidr: range.CidrIpv6 ?? '' },
      description: range.Description,
    })),
    ...(permission.UserIdGroupPairs ?? []).map((pair) => ({
      peer: { kind: 'group' as const, groupId: groupOf(pair.GroupId) },
      description: pair.Description,
    })),
    ...(permission.PrefixListIds ?? []).map((list) => ({
      peer: { kind: 'prefix-list' as const, prefixListId: list.PrefixListId ?? '' },
      description: list.Description,
    })),
  ];
}

function canonicalCidr(given: string): string {
  const cidr = parseCidr(given);
  return cidr === undefined
    ? fail('InvalidParameterValue', `CIDR block ${given} is malformed`)
    : formatCidr(cidr);
}

function groupOf(groupId: string | undefined): string {
  return (
    groupId ??
    fail('MissingParameter', 'Security groups of a VPC are named by their ID, not by their name.')
  );
}
