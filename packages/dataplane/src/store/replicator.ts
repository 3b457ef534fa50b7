import { Readable } from 'node:stream';
import { errorText, type EventBody, type Random, type Timer } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import { REPLICATION_CONCURRENCY_MAX } from './bounds.ts';
import type { Core } from './core.ts';
import type { DestinationStatus, ObjectVersion } from './model.ts';
import { encodeReplicaHeader, type ReplicaHeader } from './peer-protocol.ts';
import type { PeerAnswer } from './peers.ts';
import { backoffMs, outcomeOf, outcomeOfPlace, type Outcome } from './replication-policy.ts';
import { receiveReplica } from './replication-receive.ts';
import type { Lane, ReplicationTask } from './task-table.ts';

interface LaneState {
  lane: Lane;
  /** Versions on their way. */
  underWay: Set<number>;
  /** In a row. */
  failures: number;
  pause: Timer | undefined;
}

/**
 * Empties the replication queue. One lane a pair of buckets: a region that does not answer holds up
 * only its own. What is not settled when the process ends is still in the queue when it starts
 * again.
 */
export class Replicator {
  readonly #core: Core;
  readonly #random: Random;
  readonly #emit: (body: EventBody) => void;
  readonly #lanes = new Map<string, LaneState>();
  readonly #running = new Set<Promise<void>>();
  readonly #closing = new AbortController();

  constructor(options: { core: Core; random: Random; emit: (body: EventBody) => void }) {
    this.#core = options.core;
    this.#random = options.random;
    this.#emit = options.emit;
  }

  /** There may be new work. */
  wake(): void {
    if (this.#closing.signal.aborted) return;
    for (const lane of this.#core.metadata.tasks.lanes()) this.#fill(this.#stateOf(lane));
  }

  /** The peers may be elsewhere now: what waits is tried at once. */
  retryNow(): void {
    for (const state of this.#lanes.values()) resume(state);
    this.wake();
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the store is closing'));
    for (const state of this.#lanes.values()) state.pause?.cancel();
    await Promise.all(this.#running);
  }

  #stateOf(lane: Lane): LaneState {
    const name = `${lane.source}/${lane.destination}`;
    let state = this.#lanes.get(name);
    if (!state) {
      state = { lane, underWay: new Set(), failures: 0, pause: undefined };
      this.#lanes.set(name, state);
    }
    return state;
  }

  #fill(state: LaneState): void {
    // After a failure one version is the probe; the others follow once it is through.
    const concurrency = state.failures > 0 ? 1 : REPLICATION_CONCURRENCY_MAX;
    while (!state.pause && state.underWay.size < concurrency && !this.#closing.signal.aborted) {
      const task = this.#core.metadata.tasks.next(state.lane, [...state.underWay]);
      if (!task) return;
      state.underWay.add(task.version);
      const run = this.#carry(state, task)
        .catch((thrown: unknown) => this.#broke(state, thrown))
        .finally(() => {
          this.#running.delete(run);
          state.underWay.delete(task.version);
          this.#fill(state);
        });
      this.#running.add(run);
    }
  }

  async #carry(state: LaneState, task: ReplicationTask): Promise<void> {
    const version = this.#core.metadata.versions.byId(task.version);
    // Deleted before it could travel: the task went with it.
    if (!version) return;
    const outcome = await this.#attempt(task, version);
    if (this.#closing.signal.aborted) return;
    if (outcome.kind === 'later') {
      this.#postpone(state, { task, version, reason: outcome.reason });
      return;
    }
    state.failures = 0;
    const status = outcome.kind === 'completed' ? 'COMPLETED' : 'FAILED';
    this.#settle(task, status);
    this.#report(task, version, {
      status,
      reason: outcome.kind === 'failed' ? outcome.reason : '',
    });
  }

  async #attempt(task: ReplicationTask, version: ObjectVersion): Promise<Outcome> {
    try {
      const place = await this.#core.peers.locate(task.destination);
      const settled = outcomeOfPlace(place);
      if (settled || place.kind !== 'region')
        return settled ?? { kind: 'later', reason: 'the destination is not known' };
      return outcomeOf(await this.#deliver(place.region, task, version));
    } catch (thrown) {
      return { kind: 'later', reason: errorText(thrown) };
    }
  }

  async #deliver(
    region: string,
    task: ReplicationTask,
    version: ObjectVersion,
  ): Promise<PeerAnswer> {
    const header = headerOf(task, version);
    const withBody = task.kind === 'object' && version.sizeBytes > 0;
    const range = { start: 0, end: version.sizeBytes - 1 };
    const body = withBody
      ? this.#core.bodies.read(this.#core.metadata.versions.segments(version.id), range)
      : undefined;
    if (region === this.#core.region)
      return this.#deliverHere(task.destination, header, body ?? Readable.from([]));
    const replica = {
      ...{ bucket: task.destination, header: encodeReplicaHeader(header), body },
      sizeBytes: withBody ? version.sizeBytes : 0,
    };
    return this.#core.peers.sendReplica(region, replica, this.#closing.signal);
  }

  async #deliverHere(
    destination: string,
    header: ReplicaHeader,
    body: Readable,
  ): Promise<PeerAnswer> {
    try {
      await receiveReplica(this.#core, destination, { header, body });
      return { status: 200, code: '', message: '' };
    } catch (thrown) {
      if (!(thrown instanceof AwsError)) throw thrown;
      return { status: thrown.status, code: thrown.code, message: thrown.message };
    } finally {
      body.destroy();
    }
  }

  #postpone(
    state: LaneState,
    attempt: { task: ReplicationTask; version: ObjectVersion; reason: string },
  ): void {
    if (state.failures === 0)
      this.#report(attempt.task, attempt.version, { status: 'PENDING', reason: attempt.reason });
    this.#pause(state);
  }

  /** Our own disk or database failed: told, and tried again like any other failure. */
  #broke(state: LaneState, thrown: unknown): void {
    if (this.#closing.signal.aborted) return;
    const { source, destination } = state.lane;
    const message = `replication from ${source} to ${destination} failed: ${errorText(thrown)}`;
    this.#emit({ type: 'log', level: 'error', message });
    this.#pause(state);
  }

  #pause(state: LaneState): void {
    // Those that were under way together failed of one cause.
    if (state.pause) return;
    state.failures++;
    const waitMs = backoffMs(state.failures, this.#random.next());
    state.pause = this.#core.clock.after(waitMs, () => {
      state.pause = undefined;
      this.#fill(state);
    });
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

function resume(state: LaneState): void {
  state.pause?.cancel();
  state.pause = undefined;
}

function headerOf(task: ReplicationTask, version: ObjectVersion): ReplicaHeader {
  const { key, versionId, modifiedMs, etag, sizeBytes, attributes, tags } = version;
  const storageClass = task.storageClass === '' ? attributes.storageClass : task.storageClass;
  return {
    ...{ kind: task.kind, sourceBucket: task.source, role: task.role },
    ...{ key, versionId, modifiedMs, etag, sizeBytes, tags },
    attributes: { ...attributes, storageClass },
  };
}
