import type { InstanceState, TargetHealth } from '@understudy/contract';
import type { GroupProgress } from '../../services/autoscaling/autoscaling-service.ts';

/**
 * A group is looked at when its region tells of instances or targets, and at least this often, in
 * AWS time: what time alone decides is told by no event.
 */
export const LOOK_AGAIN_MS = 5_000;
/** How long a group may take to come up, or to go, in AWS time. */
export const CAPACITY_WAIT_MS_MAX = 10 * 60_000;
export const REMOVAL_WAIT_MS_MAX = 15 * 60_000;
/** Starts in a row that may fail before the group is given up. */
const FAILED_LAUNCHES_MAX = 3;
/** Instances launched since the wait began that may end before the group is given up. */
const ENDED_INSTANCES_MAX = 2;
/**
 * How long a target group may have no listener: in a stack, listener and group are made side by
 * side.
 */
const UNUSED_TARGETS_MS_MAX = 60_000;
/** How long targets may be unhealthy, without pause, before the group is given up. */
const UNHEALTHY_TARGETS_MS_MAX = 3 * 60_000;

/** What was seen of a group so far. */
export interface CapacityHistory {
  /**
   * Instances that were there when the wait began: those may end, as they do when a group shrinks.
   */
  readonly before: ReadonlySet<string>;
  /** Instances launched since, and those of them that ended. */
  readonly seen: ReadonlySet<string>;
  readonly ended: readonly string[];
  /**
   * By instance, how its health check failed when it last did: the reason why Auto Scaling then
   * ends it.
   */
  readonly sick: ReadonlyMap<string, TargetHealth>;
  /** Since when a target was unhealthy or unused without pause. */
  readonly unhealthySinceMs: number | undefined;
  readonly unusedSinceMs: number | undefined;
}

export type CapacityVerdict =
  | { kind: 'ready' }
  | { kind: 'waiting'; history: CapacityHistory }
  | { kind: 'failed-to-start'; instanceId: string }
  | { kind: 'unhealthy'; instanceId: string; health: TargetHealth };

export function startOfHistory(instances: readonly InstanceState[]): CapacityHistory {
  return {
    before: new Set(instances.map((instance) => instance.instanceId)),
    seen: new Set(),
    ended: [],
    sick: new Map(),
    unhealthySinceMs: undefined,
    unusedSinceMs: undefined,
  };
}

/**
 * Whether a group has come up: as many instances in service as it should have, healthy in every
 * target group. Given up when instances keep ending: waiting longer would only repeat it.
 */
export function judge(
  progress: GroupProgress,
  history: CapacityHistory,
  nowMs: number,
): CapacityVerdict {
  const next = lookAgain(progress, history, nowMs);
  const { group } = progress;
  // The region's process has not heard of it yet.
  if (group === undefined) return { kind: 'waiting', history: next };
  const failed = failedInstance(progress, next);
  if (failed !== undefined) {
    const health = next.sick.get(failed);
    if (health === undefined) return { kind: 'failed-to-start', instanceId: failed };
    return { kind: 'unhealthy', instanceId: failed, health };
  }
  const unhealthy = targetsOf(progress).find((target) => target.state === 'unhealthy');
  if (unhealthy !== undefined && lasted(next.unhealthySinceMs, nowMs, UNHEALTHY_TARGETS_MS_MAX))
    return { kind: 'unhealthy', instanceId: unhealthy.instanceId, health: unhealthy };
  const inService = progress.instances.filter(isInService);
  const isReady =
    inService.length >= group.desiredCapacity &&
    progress.targets.every(
      ({ health }) => countServing(health, inService, next, nowMs) >= group.desiredCapacity,
    );
  return isReady ? { kind: 'ready' } : { kind: 'waiting', history: next };
}

function lookAgain(
  progress: GroupProgress,
  history: CapacityHistory,
  nowMs: number,
): CapacityHistory {
  const live = new Set(
    progress.instances
      .filter(({ lifecycleState: state }) => state === 'Pending' || state === 'InService')
      .map((instance) => instance.instanceId),
  );
  const seen = new Set([...history.seen, ...progress.instances.map((each) => each.instanceId)]);
  const ended = [...seen].filter((id) => !history.before.has(id) && !live.has(id));
  const targets = targetsOf(progress);
  const states = new Set(targets.map((target) => target.state));
  const sick = targets.filter((target) => target.state === 'unhealthy');
  return {
    before: history.before,
    seen,
    ended,
    sick: new Map([...history.sick, ...sick.map((target) => [target.instanceId, target] as const)]),
    unhealthySinceMs: states.has('unhealthy') ? (history.unhealthySinceMs ?? nowMs) : undefined,
    unusedSinceMs: states.has('unused') ? (history.unusedSinceMs ?? nowMs) : undefined,
  };
}

function failedInstance(progress: GroupProgress, history: CapacityHistory): string | undefined {
  const { failedLaunchesInARow = 0, lastFailedInstanceId } = progress.group ?? {};
  if (failedLaunchesInARow >= FAILED_LAUNCHES_MAX && lastFailedInstanceId !== undefined)
    return lastFailedInstanceId;
  return history.ended.length >= ENDED_INSTANCES_MAX ? history.ended.at(-1) : undefined;
}

/**
 * Targets that serve: healthy ones, and, once no listener came for long enough, those that nobody
 * asks for.
 */
function countServing(
  health: readonly TargetHealth[],
  inService: readonly InstanceState[],
  history: CapacityHistory,
  nowMs: number,
): number {
  const ids = new Set(inService.map((instance) => instance.instanceId));
  const takesUnused = lasted(history.unusedSinceMs, nowMs, UNUSED_TARGETS_MS_MAX);
  return health.filter(
    ({ instanceId, state }) =>
      ids.has(instanceId) && (state === 'healthy' || (takesUnused && state === 'unused')),
  ).length;
}

function targetsOf(progress: GroupProgress): TargetHealth[] {
  const ids = new Set(progress.instances.filter(isInService).map((each) => each.instanceId));
  return progress.targets
    .flatMap(({ health }) => health)
    .filter((target) => ids.has(target.instanceId));
}

export function isInService(instance: InstanceState): boolean {
  return instance.lifecycleState === 'InService';
}

function lasted(sinceMs: number | undefined, nowMs: number, lengthMs: number): boolean {
  return sinceMs !== undefined && nowMs - sinceMs >= lengthMs;
}
