import type { Timer } from '@understudy/contract';
import { askRegionIfRunning } from '../../../kernel/ask-region.ts';
import type { AutoScalingStore } from '../autoscaling-store.ts';
import type { GroupRecord, RefreshRecord } from '../records.ts';
import { decideRefresh, type RefreshedInstance } from './decide-refresh.ts';

/** How often a refresh looks at its group. */
const LOOK_MS = 5_000;
/** Starts that end before they serve, in a row; then the refresh fails. */
const FAILED_LAUNCHES_MAX = 3;

/** Brings refreshes that are under way to their end, also those of an engine before this one. */
export class RefreshRunner {
  readonly #store: AutoScalingStore;
  #timer: Timer | undefined;
  #isWorking = false;

  constructor(store: AutoScalingStore) {
    this.#store = store;
  }

  /** Looks after refreshes from now on; ends by itself when none is under way. */
  begin(): void {
    this.#timer ??= this.#store.deps.clock.every(LOOK_MS, () => {
      // The next look tries again. What cannot be written the state tells by itself.
      this.#look().catch(() => undefined);
    });
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  async #look(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    try {
      const open = this.#store.refreshes.all().filter(({ endMs }) => endMs === undefined);
      if (open.length === 0) this.stop();
      for (const record of open) await this.#step(record.region, record);
    } finally {
      this.#isWorking = false;
    }
  }

  async #step(region: string, record: RefreshRecord): Promise<void> {
    const group = this.#store.groups.get(region, record.groupName);
    if (group === undefined) return this.#end(region, record, 'Failed', 'The group was deleted.');
    const seen = await this.#see(region, group, record);
    if (seen === undefined) return;
    const { nowMs } = seen;
    if (record.status === 'Cancelling')
      return this.#end(region, record, 'Cancelled', 'Cancelled due to user request.');
    if (seen.failedLaunches >= FAILED_LAUNCHES_MAX)
      return this.#end(
        region,
        record,
        'Failed',
        'Instances that were launched did not become healthy.',
      );
    const step = decideRefresh({
      ...{ nowMs, desiredCapacity: seen.desiredCapacity, total: record.oldInstanceIds.length },
      minHealthyPercentage: record.minHealthyPercentage,
      warmupMs: record.warmupSeconds * 1_000,
      instances: seen.instances,
    });
    const { percentageComplete, instancesToUpdate } = step;
    const next: RefreshRecord = {
      ...record,
      percentageComplete,
      instancesToUpdate,
      status: 'InProgress',
    };
    if (step.isDone) return this.#end(region, next, 'Successful');
    this.#store.refreshes.put(region, record.id, next);
    const { dataPlane } = this.#store.deps;
    for (const instanceId of step.terminate)
      await askRegionIfRunning(dataPlane, region, 'terminateInstance', {
        ...{ instanceId, decrementDesiredCapacity: false },
      });
  }

  /** Undefined while the region does not answer: a refresh waits for it. */
  async #see(
    region: string,
    group: GroupRecord,
    record: RefreshRecord,
  ): Promise<
    | {
        nowMs: number;
        desiredCapacity: number;
        failedLaunches: number;
        instances: RefreshedInstance[];
      }
    | undefined
  > {
    const { dataPlane, clock } = this.#store.deps;
    const groups = await askRegionIfRunning(dataPlane, region, 'describeGroups', {});
    const instances = await askRegionIfRunning(dataPlane, region, 'describeInstances', {});
    const state = groups?.find(({ name }) => name === group.name);
    if (instances === undefined || state === undefined) return undefined;
    const unhealthy = new Set<string>();
    for (const targetGroupArn of group.targetGroupArns) {
      const about = { targetGroupArn };
      const targets = await askRegionIfRunning(dataPlane, region, 'describeTargetHealth', about);
      for (const { instanceId, state } of targets ?? [])
        if (state !== 'healthy' && state !== 'unused') unhealthy.add(instanceId);
    }
    const live = instances.filter(
      (each) =>
        each.groupName === group.name &&
        (each.lifecycleState === 'Pending' || each.lifecycleState === 'InService'),
    );
    return {
      nowMs: clock.nowMs(),
      desiredCapacity: state.desiredCapacity,
      failedLaunches: state.failedLaunchesInARow,
      instances: live.map((each) => ({
        instanceId: each.instanceId,
        isOld: record.oldInstanceIds.includes(each.instanceId),
        isHealthy:
          each.lifecycleState === 'InService' &&
          each.healthStatus === 'Healthy' &&
          !unhealthy.has(each.instanceId),
        launchedMs: each.launchedMs,
      })),
    };
  }

  #end(
    region: string,
    record: RefreshRecord,
    status: RefreshRecord['status'],
    statusReason?: string,
  ): void {
    const endMs = this.#store.deps.clock.nowMs();
    const reason = statusReason === undefined ? {} : { statusReason };
    this.#store.refreshes.put(region, record.id, { ...record, status, endMs, ...reason });
  }
}
