import type { UnderstudyEvent } from '@understudy/contract';

/** The web servers of a region from a moment on. */
export interface CapacityStep {
  /** AWS seconds from the first fault. */
  atSeconds: number;
  /** In service, and healthy to the load balancer. */
  serving: number;
  /** Launched and not being terminated: an Auto Scaling group launches what it desires at once. */
  wanted: number;
}

type Told = Pick<UnderstudyEvent, 'awsMs' | 'source' | 'body'>;

/** From what a region's groups and load balancer tell of each instance. */
export function capacityOf(
  events: readonly Told[],
  { region, originMs }: { region: string; originMs: number },
): CapacityStep[] {
  const instances = new Set<string>();
  const inService = new Set<string>();
  const healthy = new Set<string>();
  const steps: CapacityStep[] = [];
  for (const { awsMs, source, body } of events) {
    // The region's processes end at once, and of what is killed nobody tells.
    if (body.type === 'region' && source === region && body.state !== 'running')
      for (const all of [instances, inService, healthy]) all.clear();
    else if (source !== region) continue;
    else if (body.type === 'instance') {
      const { instanceId, state } = body;
      put(instances, instanceId, state !== 'terminating' && state !== 'terminated');
      put(inService, instanceId, state === 'in-service');
    } else if (body.type === 'target-health') {
      put(healthy, body.target, body.state === 'healthy');
    } else continue;
    const serving = [...inService].filter((id) => healthy.has(id)).length;
    const last = steps.at(-1);
    if (last?.serving === serving && last.wanted === instances.size) continue;
    steps.push({ atSeconds: (awsMs - originMs) / 1000, serving, wanted: instances.size });
  }
  return steps;
}

function put(all: Set<string>, one: string, is: boolean): void {
  if (is) all.add(one);
  else all.delete(one);
}

/**
 * How long after some moment more served than at it; null: never more, or none served then, so that
 * what came is a replacement.
 */
export function firstAddedAfter(
  steps: readonly CapacityStep[],
  fromSeconds: number,
): number | null {
  const then = steps.findLast(({ atSeconds }) => atSeconds <= fromSeconds)?.serving ?? 0;
  if (then === 0) return null;
  const more = steps.find(({ atSeconds, serving }) => atSeconds > fromSeconds && serving > then);
  return more === undefined ? null : more.atSeconds - fromSeconds;
}

/**
 * When, from some moment on, all that are wanted, and so many at least, served until the end; null:
 * they did not.
 */
export function capacityRestoredAt(
  steps: readonly CapacityStep[],
  { fromSeconds, untilSeconds, needed }: Watch,
): number | null {
  const before = steps.filter(({ atSeconds }) => atSeconds < untilSeconds);
  const lastShort = before.findLastIndex(
    ({ serving, wanted }) => serving < Math.max(wanted, needed, 1),
  );
  if (lastShort === before.length - 1) return null;
  return Math.max(fromSeconds, before[lastShort + 1]?.atSeconds ?? fromSeconds);
}

interface Watch {
  fromSeconds: number;
  untilSeconds: number;
  /** What the load needs, from the model. */
  needed: number;
}
