import type { GroupView } from '../decisions/group-view.ts';
import type { FleetDeps } from '../deps.ts';
import { type GroupSettings, placesOf } from '../instance/launcher.ts';
import type { GroupMembers } from './group-members.ts';
import { viewOf } from './member.ts';
import { isReady } from './readiness.ts';

/** A group as its next decision is made of it. */
export function viewGroup(
  deps: Pick<FleetDeps, 'clock' | 'random' | 'targets'>,
  settings: GroupSettings,
  members: GroupMembers,
  state: Pick<GroupView, 'desiredCapacity' | 'replacementsOwed' | 'launchNotBeforeMs'>,
): GroupView {
  const { group } = settings;
  const sight = { targets: deps.targets, nowMs: deps.clock.nowMs() };
  return {
    ...state,
    places: placesOf(settings),
    suspended: new Set(group.suspendedProcesses),
    launchTemplateId: group.launch.launchTemplateId,
    instances: members
      .all()
      .flatMap((member) => viewOf(member, isReady(member, group, sight)) ?? []),
    ...(group.instanceMaintenancePolicy && { maintenance: group.instanceMaintenancePolicy }),
    failedSubnets: members.failedSubnets,
    nowMs: sight.nowMs,
    random: () => deps.random.next(),
  };
}
