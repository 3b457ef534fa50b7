import type {
  CancelInstanceRefreshAnswer,
  CancelInstanceRefreshType,
  DescribeInstanceRefreshesAnswer,
  DescribeInstanceRefreshesType,
  RollbackInstanceRefreshAnswer,
  RollbackInstanceRefreshType,
  StartInstanceRefreshAnswer,
  StartInstanceRefreshType,
} from '@aws-sdk/client-auto-scaling';
import { askRegion } from '../../../kernel/ask-region.ts';
import { fail } from '../../../kernel/fail.ts';
import { uuid } from '../../../kernel/identifiers.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { type AutoScalingStore, pageOf } from '../autoscaling-store.ts';
import type { GroupRecord, RefreshRecord } from '../records.ts';
import { beginRollback } from './advance-refresh.ts';
import { checkRollback, desiredTemplate, isMoving, settingsOf } from './check-preferences.ts';
import { describeRefresh } from './describe-refresh.ts';

/** A group's refreshes that are remembered; AWS remembers them for six weeks. */
const REMEMBERED_MAX = 20;

export const instanceRefreshOperations = {
  StartInstanceRefresh: operation(startInstanceRefresh, {
    accepts: ['AutoScalingGroupName', 'Strategy', 'Preferences', 'DesiredConfiguration'],
  }),
  DescribeInstanceRefreshes: operation(describeInstanceRefreshes),
  CancelInstanceRefresh: operation(cancelInstanceRefresh, { accepts: ['AutoScalingGroupName'] }),
  RollbackInstanceRefresh: operation(rollbackInstanceRefresh),
};

async function startInstanceRefresh(
  store: AutoScalingStore,
  context: RequestContext,
  input: StartInstanceRefreshType,
): Promise<StartInstanceRefreshAnswer> {
  const { region } = context;
  const group = store.group(region, input.AutoScalingGroupName);
  if ((input.Strategy ?? 'Rolling') !== 'Rolling')
    fail('UnsupportedOperation', `The strategy ${input.Strategy ?? ''} is not supported here`);
  const settings = settingsOf(group, input.Preferences ?? {});
  const desired = desiredTemplate(store, context, input.DesiredConfiguration);
  checkRollback(group, {
    isAuto: settings.autoRollback === true,
    isDesired: desired !== undefined,
  });
  refuseSecond(store, region, group);
  const { clock, random } = store.deps;
  await checkAlarms(store, region, settings.alarms ?? []);
  const launchTemplate = desired ?? group.launchTemplate;
  const old = await instancesToReplace(store, region, { ...group, launchTemplate }, settings);
  // Another request may have come first while the region was asked.
  refuseSecond(store, region, group);
  const record: RefreshRecord = {
    ...settings,
    ...(desired && { desiredTemplate: desired }),
    id: uuid(random),
    region,
    groupName: group.name,
    status: 'Pending',
    startMs: clock.nowMs(),
    oldInstanceIds: old,
    instancesToUpdate: old.length,
    percentageComplete: 0,
  };
  for (const { id } of refreshesOf(store, region, group.name).slice(REMEMBERED_MAX - 1))
    store.refreshes.delete(region, id);
  store.refreshes.put(region, record.id, record);
  store.refreshBegan();
  if (desired !== undefined) store.changed();
  return { InstanceRefreshId: record.id };
}

async function instancesToReplace(
  store: AutoScalingStore,
  region: string,
  group: GroupRecord,
  { skipMatching }: Pick<RefreshRecord, 'skipMatching'>,
): Promise<string[]> {
  const instances = await askRegion(store.deps.dataPlane, region, 'describeInstances', {});
  const launch = store.launchOf(region, group);
  return instances
    .filter(
      (each) =>
        each.groupName === group.name &&
        (each.lifecycleState === 'InService' || each.lifecycleState === 'Pending') &&
        // "skips replacing instances that match the desired configuration"
        !(
          skipMatching &&
          each.launchTemplateId === launch?.launchTemplateId &&
          each.launchTemplateVersion === launch.launchTemplateVersion
        ),
    )
    .map(({ instanceId }) => instanceId);
}

/**
 * "If the alarm state is INSUFFICIENT_DATA or ALARM, you receive an error when you try to start the
 * instance refresh."
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-rollback.html
 */
async function checkAlarms(
  store: AutoScalingStore,
  region: string,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return;
  const states = await askRegion(store.deps.dataPlane, region, 'describeAlarmStates', {});
  for (const name of names) {
    const alarm = states.find((each) => each.name === name);
    if (alarm === undefined) fail('ValidationError', `The CloudWatch alarm ${name} does not exist`);
    if (alarm.state !== 'OK')
      fail('ValidationError', `The CloudWatch alarm ${name} is in the ${alarm.state} state`);
  }
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
  return { InstanceRefreshes: items.map(describeRefresh), NextToken };
}

function cancelInstanceRefresh(
  store: AutoScalingStore,
  { region }: RequestContext,
  input: CancelInstanceRefreshType,
): CancelInstanceRefreshAnswer {
  const record = openRefresh(store, region, input);
  store.refreshes.put(region, record.id, { ...record, status: 'Cancelling' });
  return { InstanceRefreshId: record.id };
}

function rollbackInstanceRefresh(
  store: AutoScalingStore,
  { region }: RequestContext,
  input: RollbackInstanceRefreshType,
): RollbackInstanceRefreshAnswer {
  const record = openRefresh(store, region, input);
  if (
    record.desiredTemplate === undefined ||
    isMoving(store.group(region, input.AutoScalingGroupName))
  )
    fail(
      'IrreversibleInstanceRefresh',
      'The request failed because a desired configuration was not found or an incompatible launch template (uses a Systems Manager parameter instead of an AMI ID) or launch template version ($Latest or $Default) is present on the Auto Scaling group.',
    );
  if (record.status !== 'RollbackInProgress') {
    const nowMs = store.deps.clock.nowMs();
    const reason = 'Rollback due to user request.';
    store.refreshes.put(region, record.id, beginRollback(record, nowMs, reason));
    store.changed();
  }
  return { InstanceRefreshId: record.id };
}

function openRefresh(
  store: AutoScalingStore,
  region: string,
  input: { AutoScalingGroupName: string | undefined },
): RefreshRecord {
  const { name } = store.group(region, input.AutoScalingGroupName);
  return (
    refreshesOf(store, region, name).find(
      ({ endMs, status }) => endMs === undefined && status !== 'Cancelling',
    ) ??
    fail(
      'ActiveInstanceRefreshNotFound',
      `No in progress or pending Instance Refresh found for Auto Scaling group ${name}`,
    )
  );
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
