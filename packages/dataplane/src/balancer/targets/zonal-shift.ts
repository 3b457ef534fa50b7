import type { HealthThreshold, LoadBalancer } from '@understudy/contract';
import { countTargets, isBelow } from './health-threshold.ts';

type Shift = LoadBalancer['zonalShifts'][number];

/** The zones from which traffic is shifted away now. */
export function shiftedZones(shifts: readonly Shift[], nowMs: number): Set<string> {
  return new Set(shifts.filter(({ untilMs }) => untilMs > nowMs).map(({ zone }) => zone));
}

/** When the next one that is in force ends; undefined where none is. */
export function nextExpiryMs(shifts: readonly Shift[], nowMs: number): number | undefined {
  const ends = shifts.map(({ untilMs }) => untilMs).filter((untilMs) => untilMs > nowMs);
  return ends.length === 0 ? undefined : Math.min(...ends);
}

/**
 * The zones whose targets a node passes over. A shift "instructs the load balancer nodes in the
 * other AZs to avoid routing requests to targets" of the zone; its own node, which is out of DNS,
 * goes on for those who still come.
 * https://aws.amazon.com/blogs/networking-and-content-delivery/using-cross-zone-load-balancing-with-zonal-shift
 */
export function avoidedZones(shifted: ReadonlySet<string>, ownZone: string): Set<string> {
  return new Set([...shifted].filter((zone) => zone !== ownZone));
}

/**
 * Those that are not avoided; all of them where too few of the others are healthy: "When a load
 * balancer is in a fail open state, a zonal shift will have no effect", nor has it for a target
 * group of one zone.
 * https://docs.aws.amazon.com/r53recovery/latest/dg/arc-zonal-shift.resource-types.html
 */
export function outside<T extends { isHealthy: boolean }>(
  candidates: readonly T[],
  by: { isAvoided: (candidate: T) => boolean; threshold: HealthThreshold },
): readonly T[] {
  const left = candidates.filter((candidate) => !by.isAvoided(candidate));
  return left.length === 0 || isBelow(countTargets(left), by.threshold) ? candidates : left;
}
