import type { GroupView, InstanceView, Place } from './group-view.ts';
import { countByZone, leastUsedPlace, selectForTermination } from './choose-zone.ts';

export type Decision =
  | { kind: 'terminate'; instanceId: string; reason: 'unhealthy' | 'scale-in' }
  | { kind: 'launch'; place: Place; reason: 'capacity' | 'replace' | 'rebalance' };

/** What the group must do now so that it becomes what it should be. */
export function decide(view: GroupView): Decision[] {
  const unhealthy = unhealthyToTerminate(view);
  const gone = new Set(unhealthy.map((instance) => instance.instanceId));
  const live = view.instances.filter(
    (instance) => instance.state !== 'Terminating' && !gone.has(instance.instanceId),
  );
  const decisions: Decision[] = unhealthy.map(({ instanceId }) => ({
    kind: 'terminate',
    instanceId,
    reason: 'unhealthy',
  }));
  const counted = live.filter((instance) => !instance.isRebalancing).length;
  const owed = view.replacementsOwed + unhealthy.length;
  if (counted < view.desiredCapacity)
    return [
      ...decisions,
      ...launches(view, live, { missing: view.desiredCapacity - counted, owed }),
    ];
  if (counted > view.desiredCapacity)
    return [...decisions, ...scaleIn(view, live, counted - view.desiredCapacity)];
  return [...decisions, ...rebalancing(view, live)];
}

/**
 * Terminate first, then launch. Of instances that still run, a tenth of the desired capacity at a
 * time, at least one, and the next ones only when replacements are in service; none while
 * replacements keep failing. Those whose program has ended hold no capacity, so they do not wait.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html
 */
function unhealthyToTerminate(view: GroupView): InstanceView[] {
  if (view.suspended.has('ReplaceUnhealthy') || view.suspended.has('Terminate')) return [];
  const unhealthy = view.instances.filter(
    (instance) => instance.state !== 'Terminating' && instance.health === 'Unhealthy',
  );
  const pending = view.instances.filter((instance) => instance.state === 'Pending').length;
  const atOnce = Math.max(1, Math.floor(view.desiredCapacity / 10));
  const isFailing = view.nowMs < view.launchNotBeforeMs;
  const allowed = isFailing ? 0 : Math.max(0, atOnce - pending - view.replacementsOwed);
  const running = unhealthy.filter((instance) => instance.isRunning).slice(0, allowed);
  return [...unhealthy.filter((instance) => !instance.isRunning), ...running];
}

function launches(
  view: GroupView,
  live: readonly InstanceView[],
  want: { missing: number; owed: number },
): Decision[] {
  if (view.suspended.has('Launch') || view.nowMs < view.launchNotBeforeMs) return [];
  const decisions: Decision[] = [];
  const occupied: Place[] = [...live];
  for (let index = 0; index < want.missing; index++) {
    const place = leastUsedPlace(view.places, occupied, view.failedSubnets);
    if (place === undefined) break;
    occupied.push(place);
    const reason = index < want.owed ? 'replace' : 'capacity';
    decisions.push({ kind: 'launch', place, reason });
  }
  return decisions;
}

function scaleIn(view: GroupView, live: readonly InstanceView[], surplus: number): Decision[] {
  if (view.suspended.has('Terminate')) return [];
  const candidates = live.filter((instance) => !instance.isRebalancing);
  return selectForTermination(view, candidates, surplus).map(({ instanceId }) => ({
    kind: 'terminate',
    instanceId,
    reason: 'scale-in',
  }));
}

/**
 * Zones are balanced by launching first, one at a time, which keeps within the tenth of the maximum
 * (at least one) by which AWS lets a group exceed its size meanwhile; what is then too much,
 * scale-in removes.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html#AutoScalingBehavior.InstanceUsage
 */
function rebalancing(view: GroupView, live: readonly InstanceView[]): Decision[] {
  const isSteady = view.instances.every(
    (instance) => instance.state === 'InService' && instance.health === 'Healthy',
  );
  const isSuspended = ['AZRebalance', 'Launch', 'Terminate'].some((process) =>
    view.suspended.has(process),
  );
  if (!isSteady || isSuspended || view.nowMs < view.launchNotBeforeMs) return [];
  const counts = [...countByZone(view.places, live).values()];
  const placed = counts.reduce((sum, count) => sum + count, 0);
  const isUneven = Math.max(...counts) - Math.min(...counts) >= 2;
  if (counts.length === 0 || (!isUneven && placed === live.length)) return [];
  const place = leastUsedPlace(view.places, live, view.failedSubnets);
  return place === undefined ? [] : [{ kind: 'launch', place, reason: 'rebalance' }];
}
