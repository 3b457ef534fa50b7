import { latencyBetween, type Random, type Reasons } from '@understudy/contract';
import type { HealthView } from '../health-view.ts';
import {
  balancerAddresses,
  candidatesOf,
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
import { type AliasTarget, type AliasTargets, findAliasTarget } from './alias-targets.ts';
import { tellChoice, tellGroup, tellMember, tellTarget, tellTargetHealth } from './tell.ts';
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
  /** Where to say why; absent: nobody asks. */
  reasons?: Reasons | undefined;
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
  return chooseMembers(evaluation, group, depth).flatMap(({ member, reasons }) =>
    member.set.alias === undefined
      ? ownRecords(member, group.type, owner)
      : aliasRecords(toldTo(evaluation, reasons), member, { type: group.type, owner, depth }),
  );
}

/** The same evaluation, whose reasons go below one of those that it has given. */
function toldTo(evaluation: Evaluation, reasons: Reasons | undefined): Evaluation {
  return reasons === undefined ? evaluation : { ...evaluation, reasons };
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
  const reasons = evaluation.reasons && tellTarget(evaluation.reasons, member, target);
  switch (target.kind) {
    case 'load-balancer': {
      const { nodes, dnsName } = target.balancer;
      const health = evaluation.health.loadBalancer(dnsName);
      const addresses = balancerAddresses(nodes, health, reasons);
      return type === TYPE.A ? addressRecords(evaluation, owner, addresses) : [];
    }
    case 'distribution':
      if (type === TYPE.HTTPS) return [distributionHttps(owner, target.http2)];
      return type === TYPE.A
        ? addressRecords(evaluation, owner, evaluation.targets.edgeAddresses)
        : [];
    case 'records':
      if (depth >= ALIAS_DEPTH_MAX) return [];
      return evaluateGroup(toldTo(evaluation, reasons), target.group, owner, depth + 1);
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

/** A record set of a group, with what was found of its health. */
interface Judged {
  member: Member;
  healthy: boolean;
  reasons: Reasons | undefined;
}

function chooseMembers(evaluation: Evaluation, group: RecordGroup, depth: number): Judged[] {
  const told = evaluation.reasons && tellGroup(evaluation.reasons, group);
  const members = group.members.map((member): Judged => {
    const reasons = told && tellMember(told, member);
    const judged = toldTo(evaluation, reasons);
    const healthy = group.policy === 'simple' || isMemberHealthy(judged, member, depth);
    return { member, healthy, reasons };
  });
  const { indexes, reason } = choose(evaluation, group, members);
  if (told !== undefined) {
    const { isLastResort } = candidatesOf(members);
    tellChoice(told, group, { members, indexes, reason, isLastResort });
  }
  return indexes.flatMap((index) => members[index] ?? []);
}

/** Which record sets answer, as the group's policy has it; and the policy's own word on why. */
function choose(
  evaluation: Evaluation,
  group: RecordGroup,
  members: readonly Judged[],
): { indexes: number[]; reason?: string } {
  const only = (index: number | undefined): { indexes: number[] } => ({
    indexes: index === undefined ? [] : [index],
  });
  const routed = members.map(({ member, healthy }) => ({ routing: member.set.routing, healthy }));
  switch (group.policy) {
    case 'simple':
      return { indexes: members.map((_, index) => index) };
    case 'failover': {
      const choice = chooseFailover(
        routed.flatMap(({ routing, healthy }) =>
          routing.kind === 'failover' ? [{ failover: routing.role, healthy }] : [],
        ),
      );
      const chosen = choice && members[choice.index];
      if (choice === undefined || chosen === undefined) return { indexes: [] };
      const setIdentifier = chosen.member.set.setIdentifier ?? '';
      evaluation.onFailover(group, { setIdentifier, reason: choice.reason });
      return { ...only(choice.index), reason: choice.reason };
    }
    case 'weighted': {
      const weighted = routed.flatMap(({ routing, healthy }) =>
        routing.kind === 'weighted' ? [{ weight: routing.weight, healthy }] : [],
      );
      return only(chooseWeighted(weighted, evaluation.random));
    }
    case 'latency': {
      const regional = routed.flatMap(({ routing, healthy }) =>
        routing.kind === 'latency' ? [{ region: routing.region, healthy }] : [],
      );
      const from = evaluation.askerRegion();
      const chosen = only(chooseLatency(regional, (region) => latencyBetween(from, region)));
      return { ...chosen, reason: `nearest to an asker in ${from}` };
    }
    case 'multivalue':
      return { indexes: chooseMultiValue(members, evaluation.random) };
  }
}

function isMemberHealthy(evaluation: Evaluation, member: Member, depth: number): boolean {
  const { healthCheckId, alias } = member.set;
  const { health, reasons } = evaluation;
  return isRecordHealthy({
    healthCheck:
      healthCheckId === undefined ? undefined : health.healthCheck(healthCheckId, reasons),
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
  const reasons = evaluation.reasons?.add('dns.evaluate-target-health', '');
  const healthy = healthOf(toldTo(evaluation, reasons), target, depth);
  if (reasons !== undefined) tellTargetHealth(reasons, { member, target, healthy });
  return healthy;
}

function healthOf(evaluation: Evaluation, target: AliasTarget, depth: number): boolean | undefined {
  switch (target.kind) {
    case 'load-balancer':
      return evaluation.health.loadBalancer(target.balancer.dnsName, evaluation.reasons)?.healthy;
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
