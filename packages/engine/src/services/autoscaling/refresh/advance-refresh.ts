import type { AlarmState } from '@understudy/contract';
import type { RefreshRecord } from '../records.ts';
import { decideRefresh, type RefreshedInstance, type RefreshStep } from './decide-refresh.ts';

/**
 * "Amazon EC2 Auto Scaling keeps retrying for an hour", which begins anew with each instance that
 * was replaced.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html#instance-refresh-limitations
 */
const RETRY_MS = 3_600_000;

/** What is seen of a group, and of the refresh's alarms. */
export interface RefreshSight {
  nowMs: number;
  /** How long nothing was to be seen: that time counts nowhere. */
  blindMs: number;
  desiredCapacity: number;
  /** In a rollback the old ones are those that the refresh has launched. */
  instances: RefreshedInstance[];
  alarms: Pick<AlarmState, 'name' | 'state'>[];
}

export interface Advance extends Pick<RefreshStep, 'terminate' | 'leaving'> {
  record: RefreshRecord;
}

/** What becomes of a refresh after a look at its group. */
export function advanceRefresh(record: RefreshRecord, sight: RefreshSight): Advance {
  if (record.status === 'Cancelling')
    return ended(record, sight, 'Cancelled', 'Cancelled due to user request.');
  if (record.status === 'RollbackInProgress') return roll(record, sight);
  const alarm = sight.alarms.find(({ state }) => state === 'ALARM');
  if (alarm !== undefined)
    return failed(record, sight, `The CloudWatch alarm ${alarm.name} is in the ALARM state.`);
  if (record.status === 'Baking') return bake(record, sight);
  return replace(record, sight);
}

function replace(record: RefreshRecord, sight: RefreshSight): Advance {
  const unsure = sight.alarms.find(({ state }) => state === 'INSUFFICIENT_DATA');
  const step = decide(record, sight, unsure === undefined ? nextCheckpoint(record, sight) : 0);
  const { percentageComplete, instancesToUpdate } = step;
  const seen: RefreshRecord = { ...record, percentageComplete, instancesToUpdate };
  const { checkpointPercentages = [], checkpointDelaySeconds = 0 } = record;
  const reached = checkpointPercentages.filter((each) => each <= percentageComplete).length;
  const last = checkpointPercentages.length > 0 && reached === checkpointPercentages.length;
  // "The instance refresh will stop replacing instances after reaching that checkpoint percentage."
  if (step.isDone || last) return bake({ ...seen, bakedMs: sight.nowMs }, sight);
  const next = moved(seen, sight, record.oldInstanceIds.length - instancesToUpdate);
  if (reached > (record.checkpointsReached ?? 0))
    return going(step, {
      ...next,
      checkpointsReached: reached,
      checkpointUntilMs: sight.nowMs + checkpointDelaySeconds * 1_000,
    });
  if (isWaiting(record, sight)) return going(step, moved(next, sight, undefined));
  if (isStuck(next, sight)) return failed(next, sight, `${whyWaits(step)} It waited for an hour.`);
  return going(
    step,
    next,
    unsure &&
      `Waiting for the CloudWatch alarm ${unsure.name}, which is in the INSUFFICIENT_DATA state.`,
  );
}

/** Back to what the group had before; what the refresh has not reached yet stays. */
function roll(record: RefreshRecord, sight: RefreshSight): Advance {
  const step = decide(record, sight, undefined);
  if (step.isDone) return ended({ ...record, percentageComplete: 0 }, sight, 'RollbackSuccessful');
  const total = Math.max(1, record.oldInstanceIds.length);
  const next = moved(record, sight, -step.instancesToUpdate);
  if (isStuck(next, sight)) return failed(next, sight, `${whyWaits(step)} It waited for an hour.`);
  const left = Math.floor((100 * step.instancesToUpdate) / total);
  const percentageComplete = Math.min(record.rollback?.percentageComplete ?? 0, left);
  return going(step, { ...next, percentageComplete, status: 'RollbackInProgress' });
}

function bake(record: RefreshRecord, sight: RefreshSight): Advance {
  const { bakeSeconds = 0, bakedMs = sight.nowMs } = record;
  if (sight.nowMs - bakedMs >= bakeSeconds * 1_000) return ended(record, sight, 'Successful');
  const statusReason = `Waiting for the bake time of ${bakeSeconds} seconds.`;
  return { record: { ...record, status: 'Baking', statusReason }, terminate: [], leaving: [] };
}

/** Whether it begins to roll back, or ends here. */
export function beginRollback(record: RefreshRecord, nowMs: number, reason: string): RefreshRecord {
  const { percentageComplete, instancesToUpdate, progress: _, ...kept } = record;
  return {
    ...kept,
    ...{
      percentageComplete,
      instancesToUpdate,
      status: 'RollbackInProgress',
      statusReason: reason,
    },
    rollback: { reason, startMs: nowMs, percentageComplete, instancesToUpdate },
  };
}

function failed(record: RefreshRecord, sight: RefreshSight, reason: string): Advance {
  if (record.status === 'RollbackInProgress') return ended(record, sight, 'RollbackFailed', reason);
  if (record.autoRollback !== true) return ended(record, sight, 'Failed', reason);
  // The next look tells which instances it has launched.
  return { record: beginRollback(record, sight.nowMs, reason), terminate: [], leaving: [] };
}

function ended(
  record: RefreshRecord,
  { nowMs }: RefreshSight,
  status: RefreshRecord['status'],
  reason?: string,
): Advance {
  const { statusReason: _, ...kept } = record;
  const statusReason = reason === undefined ? {} : { statusReason: reason };
  return {
    record: { ...kept, ...statusReason, status, endMs: nowMs },
    terminate: [],
    leaving: [],
  };
}

function going(step: RefreshStep, record: RefreshRecord, reason = whyWaits(step)): Advance {
  const { statusReason: _, ...kept } = record;
  const status = record.status === 'Pending' ? 'InProgress' : record.status;
  return {
    record: { ...kept, status, ...(reason !== '' && { statusReason: reason }) },
    terminate: step.terminate,
    leaving: step.leaving,
  };
}

function decide(
  record: RefreshRecord,
  sight: RefreshSight,
  checkpoint: number | undefined,
): RefreshStep {
  return decideRefresh({
    nowMs: sight.nowMs,
    desiredCapacity: sight.desiredCapacity,
    instances: sight.instances,
    total:
      record.status === 'RollbackInProgress'
        ? sight.instances.filter(({ isOld }) => isOld).length
        : record.oldInstanceIds.length,
    minHealthyPercentage: record.minHealthyPercentage,
    maxHealthyPercentage: record.maxHealthyPercentage,
    warmupMs: record.warmupSeconds * 1_000,
    checkpoint,
  });
}

/** While it waits at a checkpoint, nothing more begins. */
function nextCheckpoint(record: RefreshRecord, sight: RefreshSight): number | undefined {
  const { checkpointPercentages = [], checkpointsReached = 0 } = record;
  return checkpointPercentages[checkpointsReached - (isWaiting(record, sight) ? 1 : 0)];
}

function isWaiting({ checkpointUntilMs = 0 }: RefreshRecord, { nowMs }: RefreshSight): boolean {
  return nowMs < checkpointUntilMs;
}

/** `replaced` undefined: it waits because it is to. */
function moved(
  record: RefreshRecord,
  { nowMs, blindMs }: RefreshSight,
  replaced: number | undefined,
): RefreshRecord {
  const { progress } = record;
  if (progress !== undefined && progress.replaced === replaced)
    return {
      ...record,
      progress: { ...progress, sinceMs: Math.min(nowMs, progress.sinceMs + blindMs) },
    };
  return { ...record, progress: { sinceMs: nowMs, replaced: replaced ?? progress?.replaced ?? 0 } };
}

function isStuck({ progress, warmupSeconds }: RefreshRecord, { nowMs }: RefreshSight): boolean {
  return nowMs - (progress?.sinceMs ?? nowMs) >= RETRY_MS + warmupSeconds * 1_000;
}

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/check-status-instance-refresh.html */
function whyWaits({ unavailable, warming }: RefreshStep): string {
  if (unavailable[0] !== undefined)
    return `Waiting for remaining instances to be available. For example: ${unavailable[0]} has insufficient data to evaluate its health with Amazon EC2.`;
  if (warming[0] !== undefined)
    return `Waiting for instances to warm up before continuing. For example: ${warming[0]} is warming up.`;
  return '';
}
