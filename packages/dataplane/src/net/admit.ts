import type { NetworkConfig, SecurityGroupRule } from '@understudy/contract';
import { cidrContains, parseCidr, type CidrBlock } from './network-cidr.ts';
import type { NetworkInterface, Verdict } from './network-view.ts';

export type Subnet = NetworkConfig['subnets'][number];

/** The network's rules, indexed for look-ups while connections are made. */
export interface NetworkRules {
  subnets: ReadonlyMap<string, Subnet>;
  groups: ReadonlyMap<string, { ingress: readonly Rule[]; egress: readonly Rule[] }>;
  /** Loopback blocks of the region's subnets: an address in one is an interface's, or nobody's. */
  loopbackBlocks: readonly CidrBlock[];
}

/** A rule whose CIDRs have been read once. */
export interface Rule extends SecurityGroupRule {
  blocks: readonly CidrBlock[];
}

/**
 * One end of a connection: an interface of this region, or an address somewhere on the internet.
 */
export type Endpoint =
  | { kind: 'interface'; networkInterface: NetworkInterface }
  | { kind: 'internet'; address: string }
  | { kind: 'nobody'; address: string };

export function indexNetwork(config: NetworkConfig): NetworkRules {
  return {
    subnets: new Map(config.subnets.map((subnet) => [subnet.subnetId, subnet])),
    groups: new Map(
      config.securityGroups.map((group) => [
        group.groupId,
        { ingress: group.ingress.map(readRule), egress: group.egress.map(readRule) },
      ]),
    ),
    loopbackBlocks: config.subnets
      .map((subnet) => parseCidr(subnet.loopbackCidr))
      .filter((block) => block !== undefined),
  };
}

/** CIDRs that this network cannot evaluate: told once, since such a rule then admits nobody. */
export function unreadableRules(config: NetworkConfig): string[] {
  return config.securityGroups.flatMap((group) =>
    [...group.ingress, ...group.egress].flatMap((rule) =>
      rule.peer.kind === 'cidr' && parseCidr(rule.peer.cidr) === undefined
        ? [
            `security group ${group.groupId}: '${rule.peer.cidr}' is no IPv4 CIDR and admits nobody here`,
          ]
        : [],
    ),
  );
}

/**
 * Whether a TCP connection is let through: the route first, then the sender's egress, then the
 * receiver's ingress. Rules only ever allow, and the groups of an interface add up
 * (docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html).
 */
export function decideAdmission(
  rules: NetworkRules,
  connection: { from: Endpoint; to: Endpoint; port: number },
): Verdict {
  const { from, to, port } = connection;
  if (to.kind === 'nobody')
    return { admitted: false, reason: `no network interface has the address ${to.address}` };
  const routed = decideRoute(rules, from, to);
  if (!routed.admitted) return routed;
  const outward = decideEgress(rules, { from, to, port });
  return outward.admitted ? decideIngress(rules, { from, to, port }) : outward;
}

/**
 * Two interfaces see each other's private addresses only inside one VPC: nothing is peered here.
 */
function sharesVpc(rules: NetworkRules, from: Endpoint, to: Endpoint): boolean {
  if (from.kind !== 'interface' || to.kind !== 'interface') return false;
  const fromVpc = rules.subnets.get(from.networkInterface.subnetId)?.vpcId;
  const toVpc = rules.subnets.get(to.networkInterface.subnetId)?.vpcId;
  return fromVpc !== undefined && fromVpc === toVpc;
}

function decideRoute(rules: NetworkRules, from: Endpoint, to: Endpoint): Verdict {
  if (to.kind !== 'interface') return { admitted: true };
  const { subnetId, hasPublicAddress } = to.networkInterface;
  const subnet = rules.subnets.get(subnetId);
  if (!subnet) return { admitted: false, reason: `subnet ${subnetId} does not exist` };
  if (sharesVpc(rules, from, to)) return { admitted: true };
  // https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
  if (!subnet.hasInternetRoute)
    return { admitted: false, reason: `subnet ${subnetId} has no route to an internet gateway` };
  if (hasPublicAddress === false)
    return {
      admitted: false,
      reason: `the target in subnet ${subnetId} has no public address`,
    };
  return { admitted: true };
}

function decideEgress(
  rules: NetworkRules,
  connection: { from: Endpoint; to: Endpoint; port: number },
): Verdict {
  const { from, to, port } = connection;
  if (from.kind !== 'interface') return { admitted: true };
  const peer = peerAsSeen(rules, { viewer: from, peer: to });
  const groupIds = from.networkInterface.securityGroupIds;
  return evaluateGroups(rules, { groupIds, direction: 'egress', peer, port });
}

function decideIngress(
  rules: NetworkRules,
  connection: { from: Endpoint; to: Endpoint; port: number },
): Verdict {
  const { from, to, port } = connection;
  if (to.kind !== 'interface') return { admitted: true };
  const peer = peerAsSeen(rules, { viewer: to, peer: from });
  const groupIds = to.networkInterface.securityGroupIds;
  return evaluateGroups(rules, { groupIds, direction: 'ingress', peer, port });
}

interface Peer {
  address: string;
  groupIds: readonly string[];
}

/**
 * A group rule matches the private addresses of the group's interfaces only, so whoever comes by
 * way of the internet is an address without groups
 * (docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html).
 */
function peerAsSeen(rules: NetworkRules, ends: { viewer: Endpoint; peer: Endpoint }): Peer {
  const { viewer, peer } = ends;
  if (peer.kind !== 'interface') return { address: peer.address, groupIds: [] };
  if (!sharesVpc(rules, viewer, peer))
    return { address: peer.networkInterface.loopbackAddress, groupIds: [] };
  return {
    address: peer.networkInterface.privateIp,
    groupIds: peer.networkInterface.securityGroupIds,
  };
}

function evaluateGroups(
  rules: NetworkRules,
  question: {
    groupIds: readonly string[];
    direction: 'ingress' | 'egress';
    peer: Peer;
    port: number;
  },
): Verdict {
  const { groupIds, direction, peer, port } = question;
  const owner = direction === 'ingress' ? 'target' : 'sender';
  if (groupIds.length === 0)
    return {
      admitted: false,
      reason: `the ${owner} has no security group, so nothing is admitted`,
    };
  const nearMisses: { groupId: string; peers: string[] }[] = [];
  for (const groupId of groupIds) {
    const onPort = (rules.groups.get(groupId)?.[direction] ?? []).filter((rule) =>
      coversTcpPort(rule, port),
    );
    if (onPort.some((rule) => coversPeer(rule, peer))) return { admitted: true };
    if (onPort.length > 0)
      nearMisses.push({ groupId, peers: onPort.map((rule) => describePeer(rule)) });
  }
  return { admitted: false, reason: refusal({ owner, groupIds, nearMisses, port, peer }) };
}

function coversTcpPort(rule: Rule, port: number): boolean {
  if (rule.protocol === 'all') return true;
  return rule.protocol === 'tcp' && rule.fromPort <= port && port <= rule.toPort;
}

function coversPeer(rule: Rule, peer: Peer): boolean {
  if (rule.peer.kind === 'group') return peer.groupIds.includes(rule.peer.groupId);
  return rule.blocks.some((block) => cidrContains(block, peer.address));
}

function describePeer(rule: Rule): string {
  switch (rule.peer.kind) {
    case 'group':
      return rule.peer.groupId;
    case 'prefix-list':
      return rule.peer.prefixListId;
    case 'cidr':
      return rule.peer.cidr;
  }
}

function refusal(facts: {
  owner: 'target' | 'sender';
  groupIds: readonly string[];
  nearMisses: readonly { groupId: string; peers: readonly string[] }[];
  port: number;
  peer: Peer;
}): string {
  const { owner, groupIds, nearMisses, port, peer } = facts;
  const verb = owner === 'target' ? 'admits' : 'lets out';
  const preposition = owner === 'target' ? 'from' : 'to';
  if (nearMisses.length === 0)
    return `no rule of security group ${groupIds.join(', ')} of the ${owner} ${verb} TCP ${port}`;
  const clauses = nearMisses.map(
    ({ groupId, peers }) =>
      `security group ${groupId} of the ${owner} ${verb} TCP ${port} only ${preposition} ` +
      [...new Set(peers)].join(', '),
  );
  return `${clauses.join('; ')}, not ${preposition} ${peer.address}`;
}

function readRule(rule: SecurityGroupRule): Rule {
  const { peer } = rule;
  const cidrs = peer.kind === 'cidr' ? [peer.cidr] : peer.kind === 'prefix-list' ? peer.cidrs : [];
  const blocks = cidrs.map(parseCidr).filter((block) => block !== undefined);
  return { ...rule, blocks };
}
