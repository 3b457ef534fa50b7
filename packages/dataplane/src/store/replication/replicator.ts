import { errorText, type EventBody, type Random, type Timer } from '@understudy/contract';
import { REPLICATION_ATTEMPTS_MAX, REPLICATION_CONCURRENCY_MAX } from '../bounds.ts';
import type { FaultView } from '../../faults/faults-now.ts';
import { replicationDelayMs } from '../../faults/s3-faults.ts';
import type { Core } from '../core.ts';
import type { DestinationStatus, ObjectVersion } from '../model.ts';
import { Delivery } from './replication-delivery.ts';
import { backoffMs, isGivenUp, type Outcome } from './delivery-outcome.ts';
import type { Lane, ReplicationTask } from '../disk/task-table.ts';

interface LaneState {
  lane: Lane;
  /** Versions on their way. */
  underWay: Set<number>;
  /** How often in a row the place did not answer, and why, as it was told last. */
  silences: number;
  silence: string;
  /** Until the place is tried again. */
  pause: Timer | undefined;
  /** Until the first of those that wait is due. */
  due: Timer | undefined;
}

/**
 * Empties the replication queue. One lane a pair of buckets: a region that does not answer holds up
 * only its own, for as long as it is away. A version that does not get through waits by itself,
 * behind the others, and is FAILED in the end. What is not settled when the process ends is still
 * in the queue when it starts again.
 */
export class Replicator {
  readonly #core: Core;
  readonly #random: Random;
  readonly #emit: (body: EventBody) => void;
  readonly #delivery: Delivery;
  readonly #faults: FaultView;
  readonly #lanes = new Map<string, LaneState>();
  readonly #running = new Set<Promise<void>>();
  readonly #closing = new AbortController();

  constructor(options: {
    core: Core;
    random: Random;
    emit: (body: EventBody) => void;
    faults: FaultView;
  }) {
    this.#faults = options.faults;
    this.#core = options.core;
    this.#random = options.random;
    this.#emit = options.emit;
    this.#delivery = new Delivery(options.core, this.#closing.signal);
    this.#makeAllDue();
  }

  /** There may be new work. */
  wake(lane: Lane): void {
    this.#fill(this.#stateOf(lane));
  }

  /** Why a lane waits; undefined where it does not. */
  waitOf({ source, destination }: Lane): string | undefined {
    if (replicationDelayMs(this.#faults.of('replication')) === undefined)
      return 'replication is paused on purpose (a fault)';
    return this.#lanes.get(`${source}/${destination}`)?.silence || undefined;
  }

  /** The peers may be elsewhere now: what waits for them is tried at once. */
  retryNow(): void {
    for (const lane of this.#lanesInQueue()) {
      const state = this.#stateOf(lane);
      state.pause?.cancel();
      state.pause = undefined;
      this.#fill(state);
    }
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the store is closing'));
    for (const state of this.#lanes.values()) {
      state.pause?.cancel();
      state.due?.cancel();
    }
    await Promise.all(this.#running);
  }

  /** Where that cannot be written down, what waits does so until it is due. */
  #makeAllDue(): void {
    try {
      this.#core.metadata.tasks.makeAllDue();
    } catch (thrown) {
      this.#tellOfQueue(thrown);
    }
  }

  #lanesInQueue(): Lane[] {
    try {
      return this.#core.metadata.tasks.lanes();
    } catch (thrown) {
      this.#tellOfQueue(thrown);
      return [];
    }
  }

  #tellOfQueue(thrown: unknown): void {
    const message = `the replication queue cannot be used: ${errorText(thrown)}`;
    this.#emit({ type: 'log', level: 'error', message });
  }

  #stateOf(lane: Lane): LaneState {
    const name = `${lane.source}/${lane.destination}`;
    let state = this.#lanes.get(name);
    if (!state) {
      const timers = { pause: undefined, due: undefined };
      state = { lane, underWay: new Set(), silences: 0, silence: '', ...timers };
      this.#lanes.set(name, state);
    }
    return state;
  }

  #fill(state: LaneState): void {
    try {
      state.due?.cancel();
      state.due = undefined;
      if (replicationDelayMs(this.#faults.of('replication')) === undefined) return;
      // Of a place that did not answer one version asks; the others follow once it is heard.
      const concurrency = state.silences > 0 ? 1 : REPLICATION_CONCURRENCY_MAX;
      while (!state.pause && state.underWay.size < concurrency && !this.#closing.signal.aborted) {
        const task = this.#core.metadata.tasks.next(state.lane, [...state.underWay]);
        if (!task) return;
        const waitMs = task.notBeforeMs - this.#nowMs();
        if (waitMs > 0) {
          state.due = this.#core.clock.after(waitMs, () => this.#fill(state));
          return;
        }
        this.#start(state, task);
      }
    } catch (thrown) {
      this.#broke(state, thrown);
    }
  }

  #start(state: LaneState, task: ReplicationTask): void {
    state.underWay.add(task.version);
    const run = this.#carry(state, task)
      .catch((thrown: unknown) => this.#drop(state, task, thrown))
      .finally(() => {
        this.#running.delete(run);
        state.underWay.delete(task.version);
        this.#fill(state);
      });
    this.#running.add(run);
  }

  async #carry(state: LaneState, task: ReplicationTask): Promise<void> {
    const version = this.#core.metadata.versions.byId(task.version);
    // Deleted before it could travel.
    if (!version) return this.#core.metadata.tasks.remove(task.id);
    const outcome = await this.#attempt(state, task, version);
    if (this.#closing.signal.aborted) return;
    switch (outcome.kind) {
      case 'completed':
        this.#settle(task, 'COMPLETED');
        return this.#report(task, version, { status: 'COMPLETED', reason: outcome.note });
      case 'failed':
        this.#settle(task, 'FAILED');
        return this.#report(task, version, { status: 'FAILED', reason: outcome.reason });
      case 'refused':
      case 'delayed':
        return this.#putBehind(task, version, outcome);
      case 'away':
        return this.#awaitPlace(state, task, version, outcome.reason);
    }
  }

  async #attempt(
    state: LaneState,
    task: ReplicationTask,
    version: ObjectVersion,
  ): Promise<Outcome> {
    const delayMs = replicationDelayMs(this.#faults.of('replication'));
    try {
      if (delayMs !== undefined && delayMs > 0)
        await this.#core.clock.sleep(delayMs, this.#closing.signal);
      return await this.#delivery.attempt(task, version, () => {
        if (state.silences === 0) return;
        state.silences = 0;
        state.silence = '';
        this.#fill(state);
      });
    } catch (thrown) {
      return { kind: 'refused', reason: errorText(thrown) };
    }
  }

  #putBehind(
    task: ReplicationTask,
    version: ObjectVersion,
    { kind, reason }: { kind: 'refused' | 'delayed'; reason: string },
  ): void {
    const attempts = task.attempts + (kind === 'refused' ? 1 : 0);
    if (isGivenUp(attempts)) {
      this.#settle(task, 'FAILED');
      this.#report(task, version, { status: 'FAILED', reason });
      return;
    }
    const wait = this.#waitAfter(kind === 'refused' ? attempts : REPLICATION_ATTEMPTS_MAX, reason);
    this.#core.metadata.tasks.postpone(task.id, { ...wait, attempts });
    if (reason !== task.reason) this.#report(task, version, { status: 'PENDING', reason });
  }

  #awaitPlace(
    state: LaneState,
    task: ReplicationTask,
    version: ObjectVersion,
    reason: string,
  ): void {
    // Those that were under way together failed of one cause.
    if (state.pause) return;
    if (reason !== state.silence) this.#report(task, version, { status: 'PENDING', reason });
    state.silence = reason;
    this.#pause(state);
  }

  /** Even its row cannot be read or settled: it waits as others do, and goes in the end. */
  #drop(state: LaneState, task: ReplicationTask, thrown: unknown): void {
    if (this.#closing.signal.aborted) return;
    this.#tell(state, thrown);
    const attempts = task.attempts + 1;
    const { tasks } = this.#core.metadata;
    try {
      if (isGivenUp(attempts)) tasks.remove(task.id);
      else tasks.postpone(task.id, this.#waitAfter(attempts, errorText(thrown)));
    } catch (broken) {
      this.#broke(state, broken);
    }
  }

  /** The queue itself cannot be read or written: nothing can be done but wait. */
  #broke(state: LaneState, thrown: unknown): void {
    if (this.#closing.signal.aborted) return;
    this.#tell(state, thrown);
    this.#pause(state);
  }

  #tell({ lane }: LaneState, thrown: unknown): void {
    const message = `replication from ${lane.source} to ${lane.destination} failed`;
    this.#emit({ type: 'log', level: 'error', message: `${message}: ${errorText(thrown)}` });
  }

  #pause(state: LaneState): void {
    if (state.pause) return;
    state.silences++;
    const waitMs = backoffMs(state.silences, this.#random.next());
    state.pause = this.#core.clock.after(waitMs, () => {
      state.pause = undefined;
      this.#fill(state);
    });
  }

  #waitAfter(
    attempts: number,
    reason: string,
  ): { attempts: number; notBeforeMs: number; reason: string } {
    const notBeforeMs = this.#nowMs() + Math.round(backoffMs(attempts, this.#random.next()));
    return { attempts, notBeforeMs, reason };
  }

  /** As tasks keep it. */
  #nowMs(): number {
    return Math.round(this.#core.clock.nowMs());
  }

  #settle(task: ReplicationTask, status: DestinationStatus): void {
    const { metadata } = this.#core;
    metadata.transaction(() => {
      metadata.tasks.remove(task.id);
      const version = metadata.versions.byId(task.version);
      // Tags that were changed meanwhile have a task of their own, and the version stays pending
      // for it.
      if (!version || metadata.tasks.isPending(task.version, task.destination)) return;
      const destinations = { ...version.replication.destinations, [task.destination]: status };
      metadata.versions.setReplication(version.id, { ...version.replication, destinations });
    });
  }

  #report(
    task: ReplicationTask,
    version: ObjectVersion,
    result: { status: DestinationStatus; reason: string },
  ): void {
    this.#emit({
      type: 'replication',
      sourceBucket: task.source,
      destinationBucket: task.destination,
      key: version.key,
      versionId: version.versionId,
      ...result,
      lagMs: Math.max(this.#core.clock.nowMs() - task.enqueuedMs, 0),
    });
  }
}
