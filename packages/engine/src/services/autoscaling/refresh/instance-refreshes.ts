import type {
  CancelInstanceRefreshAnswer,
  CancelInstanceRefreshType,
  DescribeInstanceRefreshesAnswer,
  DescribeInstanceRefreshesType,
  InstanceRefresh,
  RefreshPreferences,
  StartInstanceRefreshAnswer,
  StartInstanceRefreshType,
} from '@aws-sdk/client-auto-scaling';
import { askRegion } from '../../../kernel/ask-region.ts';
import { fail } from '../../../kernel/fail.ts';
import { uuid } from '../../../kernel/identifiers.ts';
import { operation } from '../../../kernel/operations.ts';
import { refuseOthers } from '../../../kernel/refuse-others.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { type AutoScalingStore, pageOf } from '../autoscaling-store.ts';
import { checkPercentages } from '../maintenance-settings.ts';
import type { GroupRecord, RefreshRecord } from '../records.ts';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html */
const MIN_HEALTHY_PERCENTAGE = 90;
/** A group's refreshes that are remembered; AWS remembers them for six weeks. */
const REMEMBERED_MAX = 20;

export const instanceRefreshOperations = {
  StartInstanceRefresh: operation(startInstanceRefresh, {
    accepts: ['AutoScalingGroupName', 'Strategy', 'Preferences'],
  }),
  DescribeInstanceRefreshes: operation(describeInstanceRefreshes),
  CancelInstanceRefresh: operation(cancelInstanceRefresh, { accepts: ['AutoScalingGroupName'] }),
};

async function startInstanceRefresh(
  store: AutoScalingStore,
  { region }: RequestContext,
  input: StartInstanceRefreshType,
): Promise<StartInstanceRefreshAnswer> {
  const group = store.group(region, input.AutoScalingGroupName);
  if ((input.Strategy ?? 'Rolling') !== 'Rolling')
    fail('UnsupportedOperation', `The strategy ${input.Strategy ?? ''} is not supported here`);
  const { Preferences: preferences = {} } = input;
  checkPreferences(preferences);
  refuseSecond(store, region, group);
  const { dataPlane, clock, random } = store.deps;
  const instances = await askRegion(dataPlane, region, 'describeInstances', {});
  const launch = store.launchOf(region, group);
  const old = instances.filter(
    (each) =>
      each.groupName === group.name &&
      (each.lifecycleState === 'InService' || each.lifecycleState === 'Pending') &&
      // "skips replacing instances that match the desired configuration"
      !(
        preferences.SkipMatching === true &&
        each.launchTemplateId === launch?.launchTemplateId &&
        each.launchTemplateVersion === launch.launchTemplateVersion
      ),
  );
  // Another request may have come first while the region was asked.
  refuseSecond(store, region, group);
  const record: RefreshRecord = {
    id: uuid(random),
    region,
    groupName: group.name,
    status: 'Pending',
    startMs: clock.nowMs(),
    oldInstanceIds: old.map(({ instanceId }) => instanceId),
    instancesToUpdate: old.length,
    percentageComplete: 0,
    minHealthyPercentage: preferences.MinHealthyPercentage ?? MIN_HEALTHY_PERCENTAGE,
    warmupSeconds: preferences.InstanceWarmup ?? group.healthCheckGracePeriodSeconds,
    skipMatching: preferences.SkipMatching ?? false,
  };
  for (const { id } of refreshesOf(store, region, group.name).slice(REMEMBERED_MAX - 1))
    store.refreshes.delete(region, id);
  store.refreshes.put(region, record.id, record);
  store.refreshBegan();
  return { InstanceRefreshId: record.id };
}

function describeInstanceRefreshes(
  store: AutoScalingStore,
  { region }: RequestContext,
  input: DescribeInstanceRefreshesType,
): DescribeInstanceRefreshesAnswer {
  const { name } = store.group(region, input.AutoScalingGroupName);
  const { InstanceRefreshIds: ids = [] } = input;
  const found = refreshesOf(store, region, name).filter(
    ({ id }) => ids.length === 0 || ids.includes(id),
  );
  const { items, NextToken } = pageOf(found, input);
  return { InstanceRefreshes: items.map(describe), NextToken };
}

function cancelInstanceRefresh(
  store: AutoScalingStore,
  { region }: RequestContext,
  input: CancelInstanceRefreshType,
): CancelInstanceRefreshAnswer {
  const { name } = store.group(region, input.AutoScalingGroupName);
  const record =
    refreshesOf(store, region, name).find(({ endMs }) => endMs === undefined) ??
    fail(
      'ActiveInstanceRefreshNotFound',
      `No in progress or pending Instance Refresh found for Auto Scaling group ${name}`,
    );
  store.refreshes.put(region, record.id, { ...record, status: 'Cancelling' });
  return { InstanceRefreshId: record.id };
}

/** Newest first. */
function refreshesOf(store: AutoScalingStore, region: string, groupName: string): RefreshRecord[] {
  return store.refreshes
    .list(region)
    .filter((record) => record.groupName === groupName)
    .sort((one, other) => other.startMs - one.startMs);
}

function refuseSecond(store: AutoScalingStore, region: string, { name }: GroupRecord): void {
  if (refreshesOf(store, region, name).some(({ endMs }) => endMs === undefined))
    fail(
      'InstanceRefreshInProgress',
      'An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.',
    );
}

function checkPreferences(preferences: RefreshPreferences): void {
  refuseOthers('StartInstanceRefresh', preferences, [
    ...(['MinHealthyPercentage', 'InstanceWarmup', 'SkipMatching'] as const),
  ]);
  const { MinHealthyPercentage: least = 0, InstanceWarmup: warmup = 0 } = preferences;
  checkPercentages({ least, most: undefined });
  if (warmup < 0) fail('ValidationError', 'InstanceWarmup must not be negative');
}

function describe(record: RefreshRecord): InstanceRefresh {
  return {
    InstanceRefreshId: record.id,
    AutoScalingGroupName: record.groupName,
    Status: record.status,
    StatusReason: record.statusReason,
    StartTime: new Date(record.startMs),
    EndTime: record.endMs === undefined ? undefined : new Date(record.endMs),
    PercentageComplete: record.percentageComplete,
    InstancesToUpdate: record.instancesToUpdate,
    Preferences: {
      MinHealthyPercentage: record.minHealthyPercentage,
      InstanceWarmup: record.warmupSeconds,
      SkipMatching: record.skipMatching,
    },
  };
}
