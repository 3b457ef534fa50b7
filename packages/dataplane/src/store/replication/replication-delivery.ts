import { Readable } from 'node:stream';
import { errorText } from '@understudy/contract';
import type { Core } from '../core.ts';
import type { ObjectVersion, Segment } from '../model.ts';
import type { ReplicaHead } from '../peers/peer-protocol.ts';
import type { PeerAnswer } from '../peers/peers.ts';
import { carriesBody, frameReplica, streamOf } from './replica-frame.ts';
import { outcomeOf, outcomeOfBreak, outcomeOfPlace, type Outcome } from './delivery-outcome.ts';
import { receiveReplica } from './replication-receive.ts';
import { knownError } from '../store-problem.ts';
import type { ReplicationTask } from '../disk/task-table.ts';

/** Hands one version over to where its task says, and tells what came of it. */
export class Delivery {
  readonly #core: Core;
  readonly #signal: AbortSignal;

  constructor(core: Core, signal: AbortSignal) {
    this.#core = core;
    this.#signal = signal;
  }

  /** Calls `heard` as soon as the place has answered anything. */
  async attempt(
    task: ReplicationTask,
    version: ObjectVersion,
    heard: () => void,
  ): Promise<Outcome> {
    const { peers, region } = this.#core;
    const place = await peers.locate(task.destination);
    const settled = outcomeOfPlace(place);
    if (settled || place.kind !== 'region')
      return settled ?? { kind: 'refused', reason: 'the destination is not known' };
    heard();
    try {
      return outcomeOf(await this.#deliver(place.region, task, version));
    } catch (thrown) {
      const reason = errorText(thrown);
      if (place.region === region || this.#signal.aborted) return { kind: 'refused', reason };
      return outcomeOfBreak(reason, await peers.locate(task.destination));
    }
  }

  async #deliver(
    region: string,
    task: ReplicationTask,
    version: ObjectVersion,
  ): Promise<PeerAnswer> {
    const head = headOf(task, version);
    const body = carriesBody(head) ? this.#bodyOf(version) : Readable.from([]);
    if (region === this.#core.region) return this.#deliverHere(task.destination, head, body);
    const frame = frameReplica(head, body);
    return this.#core.peers.sendReplica(region, { bucket: task.destination, frame }, this.#signal);
  }

  /** One file after the other: an object of 10,000 parts would open as many at once. */
  #bodyOf(version: ObjectVersion): Readable {
    const { bodies, metadata } = this.#core;
    async function* pieces(segments: readonly Segment[]): AsyncGenerator<Uint8Array> {
      for (const segment of segments)
        yield* bodies.read([segment], { start: 0, end: segment.sizeBytes - 1 });
    }
    return streamOf(pieces(metadata.versions.segments(version.id)));
  }

  async #deliverHere(destination: string, head: ReplicaHead, body: Readable): Promise<PeerAnswer> {
    try {
      const message = await receiveReplica(this.#core, destination, { head, body });
      return { status: 200, code: '', message };
    } catch (thrown) {
      const error = knownError(thrown, this.#core.files);
      if (error === undefined) throw thrown;
      return { status: error.status, code: error.code, message: error.message };
    } finally {
      body.destroy();
    }
  }
}

function headOf(task: ReplicationTask, version: ObjectVersion): ReplicaHead {
  const { key, versionId, modifiedMs, etag, sizeBytes, attributes, tags, tagsChange } = version;
  const storageClass = task.storageClass === '' ? attributes.storageClass : task.storageClass;
  return {
    ...{ kind: task.kind, sourceBucket: task.source, role: task.role },
    ...{ key, versionId, modifiedMs, etag, sizeBytes, tags, tagsChange },
    attributes: { ...attributes, storageClass },
  };
}
