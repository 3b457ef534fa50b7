import type { AutoScalingGroup, ScalingPolicy, TargetHealth } from '@understudy/contract';

/** What a group's desired capacity was when it was last set, and by which word of the API. */
export interface CapacityRecord {
  desiredCapacity: number;
  desiredRevision: number;
}

type Sizes = Pick<AutoScalingGroup, 'minSize' | 'maxSize'>;

/**
 * The API's own word counts when it is newer than what policies made of the last one; sizes bound
 * both.
 */
export function desiredAfter(
  record: CapacityRecord | undefined,
  group: Sizes & CapacityRecord,
): number {
  const isKnown = record !== undefined && record.desiredRevision === group.desiredRevision;
  return within(group, isKnown ? record.desiredCapacity : group.desiredCapacity);
}

function within(sizes: Sizes, capacity: number): number {
  return Math.max(sizes.minSize, Math.min(sizes.maxSize, capacity));
}

/** What would come of a policy if it were carried out now. */
export interface PolicyVerdict {
  from: number;
  to: number;
  /** Why one that honours the cooldown waits. */
  waits: string | undefined;
  /** Why an alarm's is not carried out: it waits, or the group hears no alarms. */
  blocked: string | undefined;
}

export function judgePolicy(
  policy: Parameters<typeof adjustedCapacity>[0],
  group: Sizes & Pick<AutoScalingGroup, 'suspendedProcesses'>,
  now: { desired: number; waits: string | undefined },
): PolicyVerdict {
  const { desired, waits } = now;
  const isDeaf = group.suspendedProcesses.includes('AlarmNotification');
  const blocked = isDeaf ? 'AlarmNotification is suspended' : waits;
  return { from: desired, to: adjustedCapacity(policy, group, desired), waits, blocked };
}

/**
 * The capacity that a simple scaling policy asks for.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html#as-scaling-adjustment
 */
export function adjustedCapacity(
  policy: Pick<ScalingPolicy, 'adjustmentType' | 'scalingAdjustment' | 'minAdjustmentMagnitude'>,
  sizes: Sizes,
  capacity: number,
): number {
  switch (policy.adjustmentType) {
    case 'ExactCapacity':
      return within(sizes, policy.scalingAdjustment);
    case 'ChangeInCapacity':
      return within(sizes, capacity + policy.scalingAdjustment);
    case 'PercentChangeInCapacity': {
      const change = roundAdjustment((capacity * policy.scalingAdjustment) / 100);
      const magnitude = Math.max(Math.abs(change), policy.minAdjustmentMagnitude);
      return within(sizes, capacity + Math.sign(policy.scalingAdjustment) * magnitude);
    }
  }
}

/** Over 1: down. Between 0 and 1: to 1. Between 0 and -1: to -1. Below -1: towards zero. */
function roundAdjustment(change: number): number {
  if (change > 0 && change < 1) return 1;
  if (change < 0 && change > -1) return -1;
  return Math.trunc(change);
}

/**
 * Pause before the next launch after `failures` in a row. The first replacement is due at once: one
 * crash is no loop.
 */
export function launchPauseMs(
  failures: number,
  bounds: { launchBackoffFirstMs: number; launchBackoffMsMax: number },
): number {
  if (failures <= 1) return 0;
  return Math.min(bounds.launchBackoffFirstMs * 2 ** (failures - 2), bounds.launchBackoffMsMax);
}

/** Any target group that calls the instance unhealthy is enough, once its grace period is over. */
export function failsElbCheck(options: {
  healthCheckType: AutoScalingGroup['healthCheckType'];
  gracePeriodMs: number;
  inServiceForMs: number;
  states: readonly (TargetHealth['state'] | undefined)[];
}): boolean {
  if (options.healthCheckType !== 'ELB' || options.inServiceForMs < options.gracePeriodMs)
    return false;
  return options.states.includes('unhealthy');
}
