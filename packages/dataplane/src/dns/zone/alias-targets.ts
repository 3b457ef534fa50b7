import type { BalancerName, DnsConfig } from '@understudy/contract';
import { TYPE } from '../wire/codes.ts';
import { canonicalName, type DomainName, isWithin } from '../wire/names.ts';
import { findNode, type Member, type RecordGroup, type Zone } from './zone.ts';

/** What an alias leads to. */
export type AliasTarget =
  | { kind: 'load-balancer'; balancer: BalancerName }
  | { kind: 'distribution'; http2: boolean }
  | { kind: 'records'; group: RecordGroup }
  | { kind: 'unknown' };

/** The AWS resources that alias records may lead to, by canonical name. */
export interface AliasTargets {
  readonly balancers: ReadonlyMap<DomainName, BalancerName>;
  /** With whether they speak HTTP/2. */
  readonly distributions: ReadonlyMap<DomainName, boolean>;
  readonly edgeAddresses: readonly string[];
}

export function compileAliasTargets(config: DnsConfig): AliasTargets {
  return {
    balancers: new Map(
      config.loadBalancers.map((balancer) => [canonicalName(balancer.dnsName), balancer]),
    ),
    distributions: new Map(
      config.distributionNames.map((name) => [
        canonicalName(name),
        config.http2DistributionNames.includes(name),
      ]),
    ),
    edgeAddresses: config.edgeAddresses,
  };
}

/**
 * `dualstack.NAME` is what the console writes for a load balancer that may have IPv6; it is the
 * same load balancer.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-shared.html
 */
export function findAliasTarget(targets: AliasTargets, zone: Zone, member: Member): AliasTarget {
  const name = member.aliasTarget;
  if (name === undefined) return { kind: 'unknown' };
  const balancer = targets.balancers.get(name.replace(/^dualstack\./, ''));
  if (balancer !== undefined) return { kind: 'load-balancer', balancer };
  const http2 = targets.distributions.get(name);
  if (http2 !== undefined) return { kind: 'distribution', http2 };
  if (!isWithin(name, zone.name)) return { kind: 'unknown' };
  // An alias to a record has that record's type.
  const type = TYPE[member.set.type];
  const lookup = findNode(zone, name, type);
  const group = lookup.kind === 'node' ? lookup.node.get(type) : undefined;
  return group === undefined ? { kind: 'unknown' } : { kind: 'records', group };
}
