import type { BalancerHealth, Random, Reasons } from '@understudy/contract';
import { tellNodes } from './tell.ts';

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-multivalue.html */
const MULTIVALUE_ANSWERS_MAX = 8;

/**
 * Is a record healthy? Both of its conditions must hold; a condition that it does not have always
 * does, and so does a health check that no longer exists.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html
 */
export function isRecordHealthy(conditions: {
  healthCheck: boolean | undefined;
  target: boolean | undefined;
}): boolean {
  return (conditions.healthCheck ?? true) && (conditions.target ?? true);
}

/**
 * Which records a policy chooses among: the healthy ones. With none, all count as healthy, so that
 * there is an answer.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html
 */
export function candidatesOf(members: readonly { healthy: boolean }[]): {
  indexes: number[];
  isLastResort: boolean;
} {
  const all = members.map((_, index) => index);
  const healthy = all.filter((index) => members[index]?.healthy);
  const isLastResort = healthy.length === 0;
  return { indexes: isLastResort ? all : healthy, isLastResort };
}

export interface FailoverChoice {
  index: number;
  reason: string;
}

/**
 * The failover answer. Undefined only when there is no record at all.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html
 */
export function chooseFailover(
  members: readonly { failover: 'PRIMARY' | 'SECONDARY'; healthy: boolean }[],
): FailoverChoice | undefined {
  const primary = members.findIndex((member) => member.failover === 'PRIMARY');
  const secondary = members.findIndex((member) => member.failover === 'SECONDARY');
  if (primary === -1 && secondary === -1) return undefined;
  if (primary === -1) return { index: secondary, reason: 'there is no primary' };
  if (members[primary]?.healthy) return { index: primary, reason: 'the primary is healthy' };
  if (secondary === -1) {
    return { index: primary, reason: 'the primary is unhealthy and there is no secondary' };
  }
  if (members[secondary]?.healthy) {
    return { index: secondary, reason: 'the primary is unhealthy' };
  }
  // With no healthy record, all count as healthy, and the policy's first choice is the primary.
  return { index: primary, reason: 'both the primary and the secondary are unhealthy' };
}

/**
 * A weighted answer: by share of the weights of healthy records. Records of weight 0 are considered
 * only when all others are unhealthy; with no healthy record, all count as healthy.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-weighted.html
 */
export function chooseWeighted(
  members: readonly { weight: number; healthy: boolean }[],
  random: Random,
): number | undefined {
  const { indexes: candidates } = candidatesOf(members);
  const weightOf = (index: number): number => members[index]?.weight ?? 0;
  const total = candidates.reduce((sum, index) => sum + weightOf(index), 0);
  if (total === 0) return candidates[Math.floor(random.next() * candidates.length)];
  let ticket = random.next() * total;
  for (const index of candidates) {
    ticket -= weightOf(index);
    if (ticket < 0) return index;
  }
  return candidates.findLast((index) => weightOf(index) > 0);
}

/**
 * A latency answer: the record of the region that is nearest to the asker, among the healthy ones;
 * with no healthy record, all count as healthy.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-latency.html
 */
export function chooseLatency(
  members: readonly { region: string; healthy: boolean }[],
  latencyTo: (region: string) => number,
): number | undefined {
  const latencyOf = (index: number): number => latencyTo(members[index]?.region ?? '');
  return candidatesOf(members).indexes.reduce<number | undefined>(
    (best, index) => (best === undefined || latencyOf(index) < latencyOf(best) ? index : best),
    undefined,
  );
}

/**
 * A multivalue answer: up to eight healthy records at random, or unhealthy ones when none is
 * healthy.
 */
export function chooseMultiValue(
  members: readonly { healthy: boolean }[],
  random: Random,
): number[] {
  return shuffle(candidatesOf(members).indexes, random).slice(0, MULTIVALUE_ANSWERS_MAX);
}

/**
 * The addresses that a load balancer's name answers with: unhealthy zones are left out, unless all
 * are.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html
 */
export function balancerAddresses(
  nodes: readonly { zone: string; address: string }[],
  health: BalancerHealth | undefined,
  reasons?: Reasons,
): string[] {
  const members = nodes.map((node) => ({
    ...node,
    healthy: health?.zones[node.zone]?.healthy ?? true,
  }));
  const { indexes, isLastResort } = candidatesOf(members);
  if (reasons !== undefined) tellNodes(reasons, { members, indexes, isLastResort });
  return indexes.flatMap((index) => members[index]?.address ?? []);
}

/** Clients mostly take the first address, so the order spreads them. */
export function shuffle<T>(items: readonly T[], random: Random): T[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random.next() * (last + 1));
    const swapped = shuffled[last] as T;
    shuffled[last] = shuffled[other] as T;
    shuffled[other] = swapped;
  }
  return shuffled;
}
