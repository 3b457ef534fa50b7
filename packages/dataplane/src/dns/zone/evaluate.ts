import { latencyBetween, type Random } from '@understudy/contract';
import type { HealthView } from '../health-view.ts';
import {
  balancerAddresses,
  chooseFailover,
  chooseLatency,
  chooseMultiValue,
  chooseWeighted,
  isRecordHealthy,
  shuffle,
} from './choose.ts';
import type { DnsRecord } from '../record.ts';
import { TYPE } from '../wire/codes.ts';
import type { DomainName } from '../wire/names.ts';
import { encodeA } from '../wire/addresses.ts';
import { encodeValue } from '../wire/record-data.ts';
import { type AliasTargets, findAliasTarget } from './alias-targets.ts';
import type { Member, RecordGroup, Zone } from './zone.ts';

/**
 * Alias answers carry their target's TTL, which nobody can set: 60 s for load balancers and
 * distributions.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html
 */
export const ALIAS_TTL_SECONDS = 60;

/** Aliases of aliases; a loop ends here, and its records count as having no target. */
const ALIAS_DEPTH_MAX = 10;

/** All that an answer depends on besides the question. */
export interface Evaluation {
  zone: Zone;
  targets: AliasTargets;
  health: HealthView;
  random: Random;
  /**
   * The region that whoever asks is in, or nearest to. Called only where the answer depends on it.
   */
  askerRegion(): string;
  /** Told of every failover choice that was made on the way to an answer. */
  onFailover(group: RecordGroup, choice: { setIdentifier: string; reason: string }): void;
}

/** A record with its text as the API shows it. */
export interface TextRecord extends DnsRecord {
  text: string;
}

/**
 * The records that a group answers with now, owned by `owner` (an alias's or a wildcard's name is
 * not the group's).
 */
export function evaluateGroup(
  evaluation: Evaluation,
  group: RecordGroup,
  owner: DomainName,
  depth = 0,
): TextRecord[] {
  return chooseMembers(evaluation, group, depth).flatMap((member) =>
    member.set.alias === undefined
      ? ownRecords(member, group.type, owner)
      : aliasRecords(evaluation, member, { type: group.type, owner, depth }),
  );
}

function ownRecords(member: Member, type: number, owner: DomainName): TextRecord[] {
  return member.data.map((data, index) => ({
    name: owner,
    type,
    ttlSeconds: member.ttlSeconds,
    data,
    text: member.set.values[index] ?? '',
  }));
}

function aliasRecords(
  evaluation: Evaluation,
  member: Member,
  context: { type: number; owner: DomainName; depth: number },
): TextRecord[] {
  const { type, owner, depth } = context;
  const target = findAliasTarget(evaluation.targets, evaluation.zone, member);
  switch (target.kind) {
    case 'load-balancer': {
      const { nodes, dnsName } = target.balancer;
      const addresses = balancerAddresses(nodes, evaluation.health.loadBalancer(dnsName));
      return type === TYPE.A ? addressRecords(evaluation, owner, addresses) : [];
    }
    case 'distribution':
      if (type === TYPE.HTTPS) return [distributionHttps(owner, target.http2)];
      return type === TYPE.A
        ? addressRecords(evaluation, owner, evaluation.targets.edgeAddresses)
        : [];
    case 'records':
      if (depth >= ALIAS_DEPTH_MAX) return [];
      return evaluateGroup(evaluation, target.group, owner, depth + 1);
    case 'unknown':
      return [];
  }
}

/**
 * What a distribution says of how it is to be spoken to; HTTP/1.1 goes without saying (RFC 9460
 * section 9.1).
 */
export function distributionHttps(name: DomainName, http2: boolean): TextRecord {
  const text = http2 ? '1 . alpn="h2"' : '1 .';
  return {
    name,
    type: TYPE.HTTPS,
    ttlSeconds: ALIAS_TTL_SECONDS,
    data: encodeValue('HTTPS', text),
    text,
  };
}

function addressRecords(
  { random }: Evaluation,
  name: DomainName,
  addresses: readonly string[],
): TextRecord[] {
  return shuffle(addresses, random).map((address) => ({
    name,
    type: TYPE.A,
    ttlSeconds: ALIAS_TTL_SECONDS,
    data: encodeA(address),
    text: address,
  }));
}

function chooseMembers(evaluation: Evaluation, group: RecordGroup, depth: number): Member[] {
  const members = group.members.map((member) => ({
    member,
    routing: member.set.routing,
    healthy: group.policy === 'simple' || isMemberHealthy(evaluation, member, depth),
  }));
  const at = (index: number | undefined): Member[] => {
    const chosen = index === undefined ? undefined : members[index];
    return chosen === undefined ? [] : [chosen.member];
  };
  switch (group.policy) {
    case 'simple':
      return members.map(({ member }) => member);
    case 'failover': {
      const choice = chooseFailover(
        members.flatMap(({ routing, healthy }) =>
          routing.kind === 'failover' ? [{ failover: routing.role, healthy }] : [],
        ),
      );
      const [chosen] = at(choice?.index);
      if (choice && chosen) {
        const setIdentifier = chosen.set.setIdentifier ?? '';
        evaluation.onFailover(group, { setIdentifier, reason: choice.reason });
      }
      return at(choice?.index);
    }
    case 'weighted': {
      const weighted = members.flatMap(({ routing, healthy }) =>
        routing.kind === 'weighted' ? [{ weight: routing.weight, healthy }] : [],
      );
      return at(chooseWeighted(weighted, evaluation.random));
    }
    case 'latency': {
      const regional = members.flatMap(({ routing, healthy }) =>
        routing.kind === 'latency' ? [{ region: routing.region, healthy }] : [],
      );
      const from = evaluation.askerRegion();
      return at(chooseLatency(regional, (region) => latencyBetween(from, region)));
    }
    case 'multivalue':
      return chooseMultiValue(members, evaluation.random).flatMap(at);
  }
}

function isMemberHealthy(evaluation: Evaluation, member: Member, depth: number): boolean {
  const { healthCheckId, alias } = member.set;
  return isRecordHealthy({
    healthCheck:
      healthCheckId === undefined ? undefined : evaluation.health.healthCheck(healthCheckId),
    target: alias?.evaluateTargetHealth ? isTargetHealthy(evaluation, member, depth) : undefined,
  });
}

/**
 * EvaluateTargetHealth. Undefined where nothing is known, or the target has no health: that counts
 * as healthy.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-failover-alias.html
 */
function isTargetHealthy(
  evaluation: Evaluation,
  member: Member,
  depth: number,
): boolean | undefined {
  const target = findAliasTarget(evaluation.targets, evaluation.zone, member);
  switch (target.kind) {
    case 'load-balancer':
      return evaluation.health.loadBalancer(target.balancer.dnsName)?.healthy;
    case 'distribution':
      // CloudFront has no health that Route 53 could evaluate; the API refuses the combination.
      return undefined;
    case 'records':
      // A group of records is healthy while at least one of its records is.
      if (depth >= ALIAS_DEPTH_MAX) return false;
      return target.group.members.some((other) => isMemberHealthy(evaluation, other, depth + 1));
    case 'unknown':
      // It could not answer with anything, so it must not be preferred to a record that can.
      return false;
  }
}
