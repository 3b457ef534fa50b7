import type { GroupView, InstanceView } from './group-view.ts';
import { decide } from './decide.ts';

export const PLACES = [
  { subnetId: 'subnet-a', zone: 'a' },
  { subnetId: 'subnet-b', zone: 'b' },
];

export function instance(instanceId: string, change: Partial<InstanceView> = {}): InstanceView {
  return {
    instanceId,
    subnetId: `subnet-${change.zone ?? 'a'}`,
    zone: 'a',
    state: 'InService',
    health: 'Healthy',
    isRunning: true,
    launchTemplateId: 'lt',
    launchTemplateVersion: 1,
    launchedMs: 0,
    isRebalancing: false,
    isLeaving: false,
    isReady: (change.state ?? 'InService') === 'InService' && change.health !== 'Unhealthy',
    ...change,
  };
}

export function view(change: Partial<GroupView>): GroupView {
  return {
    desiredCapacity: 2,
    places: PLACES,
    suspended: new Set(),
    launchTemplateId: 'lt',
    instances: [],
    replacementsOwed: 0,
    failedSubnets: new Set(),
    nowMs: 1_000,
    launchNotBeforeMs: 0,
    random: () => 0,
    ...change,
  };
}

/** Decisions in short: `+b capacity`, `-i1 scale-in`. */
export function short(group: GroupView): string[] {
  return decide(group).map((decision) =>
    decision.kind === 'launch'
      ? `+${decision.place.zone} ${decision.reason}`
      : `-${decision.instanceId} ${decision.reason}`,
  );
}
