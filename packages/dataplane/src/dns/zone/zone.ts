import {
  errorText,
  type HostedZone,
  type RecordSet,
  type RoutingPolicy,
  type ZonePatch,
} from '@understudy/contract';
import type { DnsRecord } from '../record.ts';
import { TYPE } from '../wire/codes.ts';
import {
  canonicalName,
  displayName,
  type DomainName,
  isWithin,
  parentOf,
  selfAndAncestors,
} from '../wire/names.ts';
import { encodeValue } from '../wire/record-data.ts';

/** One record set, ready to be answered with. */
export interface Member {
  readonly set: RecordSet;
  readonly data: readonly Buffer[];
  readonly ttlSeconds: number;
  readonly aliasTarget: DomainName | undefined;
}

/** All record sets of one name and type, among which the routing policy chooses. */
export interface RecordGroup {
  readonly name: DomainName;
  readonly type: number;
  readonly typeName: RecordSet['type'];
  readonly policy: RoutingPolicy;
  readonly members: readonly Member[];
}

export type Node = ReadonlyMap<number, RecordGroup>;

export interface Zone {
  readonly id: string;
  readonly name: DomainName;
  readonly nameServers: readonly string[];
  /** Every name that exists, also those that exist only because a longer one does. */
  readonly nodes: ReadonlyMap<DomainName, Node>;
  readonly soa: DnsRecord | undefined;
}

/**
 * A zone in the hands of who may change it: answers are made in one go, and never see half a
 * change.
 */
export interface MutableZone extends Zone {
  nodes: Map<DomainName, Map<number, MutableGroup>>;
  /** How many nodes are right below each name that has some. */
  children: Map<DomainName, number>;
  soa: DnsRecord | undefined;
}

interface MutableGroup extends RecordGroup {
  members: Member[];
}

export type Lookup =
  /**
   * The name exists, by itself or by a wildcard; it may have no record of the type, or none at all.
   */
  | { kind: 'node'; node: Node }
  /** At or below the name server records of a sub-zone. */
  | { kind: 'delegation'; nameServers: RecordGroup }
  | { kind: 'missing' };

/** Reads a hosted zone. What cannot be served is left out and named in `problems`. */
export function compileZone(hosted: HostedZone): { zone: MutableZone; problems: string[] } {
  const name = canonicalName(hosted.name);
  const zone: MutableZone = {
    id: hosted.id,
    name,
    nameServers: hosted.nameServers,
    nodes: new Map([[name, new Map()]]),
    children: new Map(),
    soa: undefined,
  };
  const problems = addRecordSets(zone, hosted.records);
  if (zone.soa === undefined) problems.push(`hosted zone ${hosted.id} has no SOA record`);
  return { zone, problems };
}

/** Changes some record sets, at a cost that does not depend on how many others there are. */
export function patchZone(zone: MutableZone, patch: Pick<ZonePatch, 'removed' | 'put'>): string[] {
  // First all that gives way: a group whose policy changes must be empty before it has another.
  for (const gone of [...patch.removed, ...patch.put]) removeRecordSet(zone, gone);
  return addRecordSets(zone, patch.put);
}

function addRecordSets(zone: MutableZone, sets: readonly RecordSet[]): string[] {
  const problems: string[] = [];
  for (const set of sets) {
    try {
      addRecordSet(zone, set);
    } catch (thrown) {
      problems.push(
        `record ${set.name} ${set.type} of hosted zone ${zone.id}: ${errorText(thrown)}`,
      );
    }
  }
  zone.soa = startOfAuthority(zone.nodes.get(zone.name));
  return problems;
}

/** RFC 1034 section 4.3.2, with wildcards as RFC 4592 has them. `name` is in the zone. */
export function findNode(zone: Zone, name: DomainName, type: number): Lookup {
  const cut = findCut(zone, name);
  // DS is the one type that belongs to the parent's side of a zone cut (RFC 4035 section 3.1.4.1).
  if (cut !== undefined && !(type === TYPE.DS && name === cut.name)) {
    return { kind: 'delegation', nameServers: cut };
  }
  const node = zone.nodes.get(name);
  if (node !== undefined) return { kind: 'node', node };
  // Only the wildcard right below the closest name that exists may stand in (RFC 4592 section
  // 3.3.1).
  const wildcard = zone.nodes.get(joinWildcard(closestEncloser(zone, name)));
  return wildcard === undefined ? { kind: 'missing' } : { kind: 'node', node: wildcard };
}

/** The highest name server records below the apex, at or above `name`. */
function findCut(zone: Zone, name: DomainName): RecordGroup | undefined {
  let cut: RecordGroup | undefined;
  for (const ancestor of selfAndAncestors(name, zone.name)) {
    if (ancestor === zone.name) break;
    cut = zone.nodes.get(ancestor)?.get(TYPE.NS) ?? cut;
  }
  return cut;
}

function closestEncloser(zone: Zone, name: DomainName): DomainName {
  for (const ancestor of selfAndAncestors(name, zone.name)) {
    if (zone.nodes.has(ancestor)) return ancestor;
  }
  return zone.name;
}

function joinWildcard(name: DomainName): DomainName {
  return name === '' ? '*' : `*.${name}`;
}

function addRecordSet(zone: MutableZone, set: RecordSet): void {
  const name = canonicalName(set.name);
  if (!isWithin(name, zone.name)) throw new Error(`not in the zone ${displayName(zone.name)}`);
  const member = compileMember(set);
  const node = nodeFor(zone, name);
  const type = TYPE[set.type];
  const group = node.get(type);
  if (group === undefined) {
    node.set(type, {
      name,
      type,
      typeName: set.type,
      policy: set.routing.kind,
      members: [member],
    });
    return;
  }
  if (group.policy !== set.routing.kind || group.policy === 'simple') {
    throw new Error('record sets of one name and type must have one routing policy');
  }
  group.members.push(member);
}

/** The name's node, made with those above it where they do not exist. */
function nodeFor(zone: MutableZone, name: DomainName): Map<number, MutableGroup> {
  const existing = zone.nodes.get(name);
  if (existing !== undefined) return existing;
  const node = new Map<number, MutableGroup>();
  zone.nodes.set(name, node);
  const parent = parentOf(name);
  if (parent !== undefined && isWithin(parent, zone.name)) {
    nodeFor(zone, parent);
    zone.children.set(parent, (zone.children.get(parent) ?? 0) + 1);
  }
  return node;
}

function removeRecordSet(zone: MutableZone, gone: ZonePatch['removed'][number]): void {
  const name = canonicalName(gone.name);
  const node = zone.nodes.get(name);
  const type = TYPE[gone.type];
  const group = node?.get(type);
  if (node === undefined || group === undefined) return;
  group.members = group.members.filter(({ set }) => set.setIdentifier !== gone.setIdentifier);
  if (group.members.length > 0) return;
  node.delete(type);
  prune(zone, name);
}

/** A name exists no longer when it has no records, and none is below it. */
function prune(zone: MutableZone, from: DomainName): void {
  let name: DomainName | undefined = from;
  while (name !== undefined && name !== zone.name) {
    if ((zone.nodes.get(name)?.size ?? 0) > 0 || zone.children.has(name)) return;
    zone.nodes.delete(name);
    name = parentOf(name);
    if (name === undefined) return;
    const left = (zone.children.get(name) ?? 1) - 1;
    if (left === 0) zone.children.delete(name);
    else zone.children.set(name, left);
  }
}

function compileMember(set: RecordSet): Member {
  if (set.alias === undefined && set.values.length === 0) throw new Error('has no values');
  return {
    set,
    data: set.values.map((value) => encodeValue(set.type, value)),
    ttlSeconds: set.ttlSeconds ?? 0,
    aliasTarget: set.alias && canonicalName(set.alias.dnsName.toLowerCase()),
  };
}

function startOfAuthority(apex: Node | undefined): DnsRecord | undefined {
  const group = apex?.get(TYPE.SOA);
  const member = group?.members[0];
  const data = member?.data[0];
  if (group === undefined || member === undefined || data === undefined) return undefined;
  return { name: group.name, type: TYPE.SOA, ttlSeconds: member.ttlSeconds, data };
}
