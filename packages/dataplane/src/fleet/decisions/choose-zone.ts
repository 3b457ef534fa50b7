import type { GroupView, InstanceView, Place } from './group-view.ts';

const HOUR_MS = 3_600_000;

/** Instances in each of the group's zones. Instances in other zones count nowhere. */
export function countByZone(
  places: readonly Place[],
  occupied: readonly { zone: string }[],
): Map<string, number> {
  const counts = new Map(places.map((place) => [place.zone, 0]));
  for (const { zone } of occupied) {
    const count = counts.get(zone);
    if (count !== undefined) counts.set(zone, count + 1);
  }
  return counts;
}

/**
 * Where to launch next: the zone with the fewest instances, in it the subnet with the fewest, else
 * the first named. A subnet that could not take the last one comes after all that could.
 */
export function leastUsedPlace(
  places: readonly Place[],
  occupied: readonly Place[],
  failedSubnets: ReadonlySet<string>,
): Place | undefined {
  const zones = countByZone(places, occupied);
  const rank = (place: Place): number[] => [
    failedSubnets.has(place.subnetId) ? 1 : 0,
    zones.get(place.zone) ?? 0,
    occupied.filter((other) => other.subnetId === place.subnetId).length,
  ];
  return places.toSorted((one, other) => compareRanks(rank(one), rank(other)))[0];
}

/**
 * The default termination policy: the zone with the most instances, in it the oldest launch
 * template, then the one closest to the next billing hour, then chance. A zone that the group has
 * left comes before all.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-termination-policies.html
 */
export function selectForTermination(
  view: Pick<GroupView, 'places' | 'launchTemplateId' | 'nowMs' | 'random'>,
  candidates: readonly InstanceView[],
  count: number,
): InstanceView[] {
  const left = [...candidates];
  const selected: InstanceView[] = [];
  while (selected.length < count && left.length > 0) {
    const inZone = fullestZones(view.places, left);
    const oldest = keepBest(inZone, (instance) => templateAge(instance, view.launchTemplateId));
    const dearest = keepBest(oldest, (instance) => hourRemainder(instance, view.nowMs));
    const chosen = dearest[Math.floor(view.random() * dearest.length)];
    if (chosen === undefined) break;
    selected.push(chosen);
    left.splice(left.indexOf(chosen), 1);
  }
  return selected;
}

function fullestZones(places: readonly Place[], instances: InstanceView[]): InstanceView[] {
  const zones = new Set(places.map((place) => place.zone));
  const outside = instances.filter((instance) => !zones.has(instance.zone));
  if (outside.length > 0) return outside;
  const counts = countByZone(places, instances);
  return keepBest(instances, (instance) => -(counts.get(instance.zone) ?? 0));
}

/** Of another template than the group's own: older than any version of it. */
function templateAge(instance: InstanceView, launchTemplateId: string): number {
  return instance.launchTemplateId === launchTemplateId ? instance.launchTemplateVersion : -1;
}

/** Until the next full hour of its life. */
function hourRemainder(instance: InstanceView, nowMs: number): number {
  return HOUR_MS - ((((nowMs - instance.launchedMs) % HOUR_MS) + HOUR_MS) % HOUR_MS);
}

/** Those with the lowest value. */
function keepBest<T>(items: readonly T[], value: (item: T) => number): T[] {
  const best = Math.min(...items.map(value));
  return items.filter((item) => value(item) === best);
}

function compareRanks(one: readonly number[], other: readonly number[]): number {
  for (const [index, value] of one.entries()) {
    const difference = value - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
