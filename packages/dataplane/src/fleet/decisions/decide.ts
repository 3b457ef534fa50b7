import type { GroupView, InstanceView, Place } from './group-view.ts';
import { countByZone, leastUsedPlace, selectForTermination } from './choose-zone.ts';
import { maintenanceWindow } from './maintenance-window.ts';
import { replaceUnhealthy } from './replace-unhealthy.ts';

export type Decision =
  | { kind: 'terminate'; instanceId: string; reason: 'unhealthy' | 'scale-in' | 'rebalance' }
  | { kind: 'launch'; place: Place; reason: 'capacity' | 'replace' | 'refresh' | 'rebalance' };

/** What the group must do now so that it becomes what it should be. */
export function decide(view: GroupView): Decision[] {
  const { terminate, waiting, most } = replaceUnhealthy(view);
  const gone = new Set(terminate);
  const live = view.instances.filter(
    (instance) => instance.state !== 'Terminating' && !gone.has(instance),
  );
  const decisions = terminate.map(({ instanceId }) => ending(instanceId, 'unhealthy'));
  const leaving = live.filter((instance) => instance.isLeaving);
  const going = new Set([...waiting, ...leaving]);
  const staying = live.filter((instance) => !going.has(instance));
  const counted = staying.filter((instance) => !instance.isRebalancing);
  const surplus = counted.length - view.desiredCapacity;
  if (surplus > 0) return [...decisions, ...scaleIn(view, counted, surplus)];
  const owed = view.replacementsOwed + terminate.length + waiting.length;
  // A refresh keeps to its own percentages, which may be others than the group's.
  const room = Math.max(most, view.desiredCapacity + leaving.length) - live.length;
  const missing = Math.min(-surplus, room);
  if (surplus < 0)
    return [...decisions, ...launches(view, staying, { missing, owed, leaving: leaving.length })];
  return going.size > 0 ? decisions : [...decisions, ...rebalancing(view, live)];
}

function launches(
  view: GroupView,
  live: readonly InstanceView[],
  want: { missing: number; owed: number; leaving: number },
): Decision[] {
  if (view.suspended.has('Launch') || view.nowMs < view.launchNotBeforeMs) return [];
  const decisions: Decision[] = [];
  const occupied: Place[] = [...live];
  for (let index = 0; index < want.missing; index++) {
    const place = leastUsedPlace(view.places, occupied, view.failedSubnets);
    if (place === undefined) break;
    occupied.push(place);
    decisions.push({ kind: 'launch', place, reason: reasonOf(index, want) });
  }
  return decisions;
}

function reasonOf(
  index: number,
  want: { owed: number; leaving: number },
): (Decision & { kind: 'launch' })['reason'] {
  if (index < want.owed) return 'replace';
  return index < Math.max(0, want.owed) + want.leaving ? 'refresh' : 'capacity';
}

function scaleIn(
  view: GroupView,
  candidates: readonly InstanceView[],
  surplus: number,
): Decision[] {
  if (view.suspended.has('Terminate')) return [];
  return selectForTermination(view, candidates, surplus).map(({ instanceId }) =>
    ending(instanceId, 'scale-in'),
  );
}

/**
 * Zones are balanced one instance at a time, by launching first, which keeps within the tenth of
 * the maximum (at least one) by which AWS lets a group exceed its size meanwhile; what is then too
 * much, scale-in removes. Under a maintenance policy that leaves no room above, one ends first.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html#AutoScalingBehavior.InstanceUsage
 */
function rebalancing(view: GroupView, live: readonly InstanceView[]): Decision[] {
  const { maintenance, places } = view;
  const isSteady = view.instances.every(
    ({ state, health, isReady }) =>
      state === 'InService' && health === 'Healthy' && (maintenance === undefined || isReady),
  );
  const isSuspended = ['AZRebalance', 'Launch', 'Terminate'].some((process) =>
    view.suspended.has(process),
  );
  if (!isSteady || isSuspended || view.nowMs < view.launchNotBeforeMs) return [];
  const byZone = countByZone(places, live);
  const counts = [...byZone.values()];
  const placed = counts.reduce((sum, count) => sum + count, 0);
  const isUneven = Math.max(...counts) - Math.min(...counts) >= 2;
  if (counts.length === 0 || (!isUneven && placed === live.length)) return [];
  const window = maintenance && maintenanceWindow(view.desiredCapacity, maintenance);
  if (window !== undefined && live.length >= window.most)
    return selectForTermination(view, live, 1).map(({ instanceId }) =>
      ending(instanceId, 'rebalance'),
    );
  // Where the emptiest zone has no room either, one elsewhere would even out nothing.
  const emptiest = places.filter(({ zone }) => byZone.get(zone) === Math.min(...counts));
  const place = leastUsedPlace(emptiest, live, view.failedSubnets);
  return place === undefined ? [] : [{ kind: 'launch', place, reason: 'rebalance' }];
}

function ending(
  instanceId: string,
  reason: (Decision & { kind: 'terminate' })['reason'],
): Decision {
  return { kind: 'terminate', instanceId, reason };
}
