import type { Timer } from '@understudy/contract';
import { askRegionIfRunning } from '../../../kernel/ask-region.ts';
import type { AutoScalingStore } from '../autoscaling-store.ts';
import type { RefreshRecord } from '../records.ts';
import { type Advance, advanceRefresh } from './advance-refresh.ts';
import { seeGroup } from './see-group.ts';

/** How often a refresh looks at its group. */
const LOOK_MS = 5_000;

/** Brings refreshes that are under way to their end, also those of an engine before this one. */
export class RefreshRunner {
  readonly #store: AutoScalingStore;
  /** By refresh, when its group was last seen. */
  readonly #seenMs = new Map<string, number>();
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
      for (const record of open) await this.#step(record);
    } finally {
      this.#isWorking = false;
    }
  }

  async #step(before: RefreshRecord): Promise<void> {
    const { region, id } = before;
    const group = this.#store.groups.get(region, before.groupName);
    if (group === undefined) {
      const endMs = this.#store.deps.clock.nowMs();
      const statusReason = 'The group was deleted.';
      this.#store.refreshes.put(region, id, { ...before, status: 'Failed', statusReason, endMs });
      return;
    }
    const seen = await seeGroup(this.#store, group, before);
    if (seen === undefined) return;
    // Meanwhile somebody may have cancelled it, or asked for a rollback.
    const record = this.#store.refreshes.get(region, id);
    if (record === undefined || record.status !== before.status) return;
    const blindMs = Math.max(0, seen.nowMs - (this.#seenMs.get(id) ?? 0) - 2 * LOOK_MS);
    this.#seenMs.set(id, seen.nowMs);
    const advance = advanceRefresh(record, { ...seen, blindMs });
    this.#keep(record, advance);
    await this.#act(record, advance);
  }

  #keep(before: RefreshRecord, { record }: Advance): void {
    const { region, groupName, desiredTemplate, endMs, status } = record;
    const { groups, refreshes } = this.#store;
    const group = groups.get(region, groupName);
    if (group !== undefined && desiredTemplate !== undefined && status === 'Successful') {
      const lastLaunch = this.#store.launchOf(region, group) ?? group.lastLaunch;
      groups.put(region, groupName, { ...group, launchTemplate: desiredTemplate, lastLaunch });
    }
    refreshes.put(region, record.id, record);
    if (endMs !== undefined) this.#seenMs.delete(record.id);
    // What the group launches from now on may be something else.
    if (endMs !== undefined || status !== before.status) this.#store.changed();
  }

  async #act(before: RefreshRecord, { record, terminate, leaving }: Advance): Promise<void> {
    const { dataPlane } = this.#store.deps;
    const { region, groupName } = record;
    const isOver = record.endMs !== undefined && before.maxHealthyPercentage !== undefined;
    if (terminate.length === 0 && leaving.length === 0 && !isOver) return;
    const step = { groupName, terminate, leaving };
    await askRegionIfRunning(dataPlane, region, 'refreshInstances', step);
  }
}
