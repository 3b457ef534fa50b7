import type { HealthThreshold, Random, TargetGroup } from '@understudy/contract';
import { countTargets, isBelow } from './health-threshold.ts';

/** What the choice of a target needs to know of it. */
export interface Candidate {
  isHealthy: boolean;
  /** Requests that it has not answered yet. */
  outstanding: number;
  /** Its share while it warms up, in (0, 1]; 1 after slow start. */
  share: number;
}

/**
 * Who may be sent a request: the healthy ones, or everyone when they are too few: "When the healthy
 * targets in a zone fall below the threshold, the load balancer sends traffic to all targets that
 * are available to the load balancer node, including unhealthy targets."
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html
 */
export function eligible<T extends Candidate>(
  candidates: readonly T[],
  threshold: HealthThreshold,
): readonly T[] {
  if (isBelow(countTargets(candidates), threshold)) return candidates;
  return candidates.filter((candidate) => candidate.isHealthy);
}

/**
 * A target by the group's algorithm. `turn` counts the requests of this node and group. Undefined
 * when there is none.
 */
export function chooseTarget<T extends Candidate>(
  candidates: readonly T[],
  by: {
    algorithm: TargetGroup['attributes']['algorithm'];
    unhealthyRouting: HealthThreshold;
    turn: number;
    random: Random;
  },
): T | undefined {
  const open = eligible(candidates, by.unhealthyRouting);
  if (open.length <= 1) return open[0];
  switch (by.algorithm) {
    case 'round_robin':
      return nextInTurn(open, by);
    case 'least_outstanding_requests':
      return leastOutstanding(open, by.turn);
    case 'weighted_random':
      return open[Math.floor(by.random.next() * open.length)];
  }
}

/** One of the groups of a forward action, by weight. Undefined when all weights are zero. */
export function chooseByWeight<T extends { weight: number }>(
  groups: readonly T[],
  random: Random,
): T | undefined {
  if (groups.length === 1) return groups[0]?.weight === 0 ? undefined : groups[0];
  const total = groups.reduce((sum, group) => sum + group.weight, 0);
  if (total === 0) return undefined;
  let left = random.next() * total;
  for (const group of groups) {
    left -= group.weight;
    if (left < 0) return group;
  }
  return groups.at(-1);
}

/** Whoever warms up is passed over in proportion to what is missing of its share. */
function nextInTurn<T extends Candidate>(
  open: readonly T[],
  by: { turn: number; random: Random },
): T | undefined {
  for (let step = 0; step < open.length; step += 1) {
    const candidate = open[(by.turn + step) % open.length];
    if (candidate && (candidate.share >= 1 || by.random.next() < candidate.share)) return candidate;
  }
  return open[by.turn % open.length];
}

function leastOutstanding<T extends Candidate>(open: readonly T[], turn: number): T | undefined {
  let best: T | undefined;
  for (let step = 0; step < open.length; step += 1) {
    const candidate = open[(turn + step) % open.length];
    if (candidate && (!best || candidate.outstanding < best.outstanding)) best = candidate;
  }
  return best;
}
