import type { GroupState, InstanceState } from '@understudy/contract';
import { askRegionIfRunning } from '../../../kernel/ask-region.ts';
import type { AutoScalingStore } from '../autoscaling-store.ts';
import type { GroupRecord, RefreshRecord } from '../records.ts';
import type { RefreshSight } from './advance-refresh.ts';

/** Undefined while the region does not answer: a refresh waits for it. */
export async function seeGroup(
  store: AutoScalingStore,
  group: GroupRecord,
  record: RefreshRecord,
): Promise<Omit<RefreshSight, 'blindMs'> | undefined> {
  const { dataPlane, clock } = store.deps;
  const { region, alarms = [] } = record;
  const groups = await askRegionIfRunning(dataPlane, region, 'describeGroups', {});
  const instances = await askRegionIfRunning(dataPlane, region, 'describeInstances', {});
  const states =
    alarms.length === 0
      ? []
      : await askRegionIfRunning(dataPlane, region, 'describeAlarmStates', {});
  const state = groups?.find(({ name }: GroupState) => name === group.name);
  if (instances === undefined || state === undefined || states === undefined) return undefined;
  const unhealthy = await unhealthyTargets(store, region, group);
  const isOld = oldOnes(store, group, record);
  const live = instances.filter(
    (each) =>
      each.groupName === group.name &&
      (each.lifecycleState === 'Pending' || each.lifecycleState === 'InService'),
  );
  return {
    nowMs: clock.nowMs(),
    desiredCapacity: state.desiredCapacity,
    alarms: states.filter(({ name }) => alarms.includes(name)),
    instances: live.map((each) => ({
      instanceId: each.instanceId,
      isOld: isOld(each),
      isHealthy:
        each.lifecycleState === 'InService' &&
        each.healthStatus === 'Healthy' &&
        !unhealthy.has(each.instanceId),
      launchedMs: each.inServiceMs ?? each.launchedMs,
      isLeaving: each.isLeaving ?? false,
    })),
  };
}

async function unhealthyTargets(
  store: AutoScalingStore,
  region: string,
  group: GroupRecord,
): Promise<Set<string>> {
  const unhealthy = new Set<string>();
  for (const targetGroupArn of group.targetGroupArns) {
    const about = { targetGroupArn };
    const { dataPlane } = store.deps;
    const targets = await askRegionIfRunning(dataPlane, region, 'describeTargetHealth', about);
    for (const { instanceId, state } of targets ?? [])
      if (state !== 'healthy' && state !== 'unused') unhealthy.add(instanceId);
  }
  return unhealthy;
}

/**
 * A refresh replaces those that it found; a rollback those that are not as the group was before.
 */
function oldOnes(
  store: AutoScalingStore,
  group: GroupRecord,
  record: RefreshRecord,
): (instance: InstanceState) => boolean {
  if (record.status !== 'RollbackInProgress')
    return ({ instanceId }) => record.oldInstanceIds.includes(instanceId);
  const launch = store.launchOf(record.region, group);
  return (instance) =>
    !record.oldInstanceIds.includes(instance.instanceId) &&
    (instance.launchTemplateId !== launch?.launchTemplateId ||
      instance.launchTemplateVersion !== launch.launchTemplateVersion);
}
