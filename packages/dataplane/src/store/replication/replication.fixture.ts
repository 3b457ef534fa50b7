import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ReplicationRule } from '@aws-sdk/client-s3';
import type { EventBody } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import { SeededRandom, type VirtualClock } from '@understudy/contract/testing';
import { FaultsNow } from '../../faults/faults-now.ts';
import { Bodies } from '../disk/bodies.ts';
import type { Core } from '../core.ts';
import { BodyDigests } from '../http/digests.ts';
import { Metadata } from '../disk/metadata.ts';
import { NO_ATTRIBUTES, type ObjectVersion } from '../model.ts';
import type { ReplicaHead } from '../peers/peer-protocol.ts';
import type { PeerAnswer, PeerStores, Place } from '../peers/peers.ts';
import { openReplica } from './replica-frame.ts';
import { receiveReplica } from './replication-receive.ts';
import { filesIn } from '../store-problem.ts';
import { Replicator } from './replicator.ts';
import { ROLE } from '../store.fixture.ts';
import { writeVersion } from '../objects/write-version.ts';

const PASS_WALL_MS = 20_000;

export type ReplicationEvent = Extract<EventBody, { type: 'replication' }>;

/** What the way between two regions does to a replica. */
export interface Way {
  /** Nothing gets through, not even a question. */
  isDown: boolean;
  /** Before a replica arrives: a refusal, or it throws, or it waits. */
  before(head: ReplicaHead): Promise<PeerAnswer | undefined>;
  /** After it arrived: throws where the answer is lost. */
  after(head: ReplicaHead): void;
}

/** One region's store without sockets: its disk, its queue, and the way to the other one. */
export class TestSide {
  readonly region: string;
  readonly bucket: string;
  readonly directory = mkdtempSync(join(tmpdir(), 'understudy-side-'));
  readonly events: ReplicationEvent[] = [];
  readonly logs: string[] = [];
  readonly faults = new FaultsNow();
  readonly #clock: VirtualClock;
  readonly #way: Way;
  #other: TestSide | undefined;
  #core: Core | undefined;
  #replicator: Replicator | undefined;

  constructor(region: string, clock: VirtualClock, way: Way) {
    this.region = region;
    this.bucket = `bucket-${region}`;
    this.#clock = clock;
    this.#way = way;
  }

  get core(): Core {
    if (!this.#core) throw new Error(`${this.region} is not open`);
    return this.#core;
  }

  /** Opens what is on the disk, as a process that starts. */
  open(other: TestSide): void {
    this.#other = other;
    const metadata = new Metadata(this.directory);
    const bodies = new Bodies(this.directory);
    bodies.sweep(metadata.referencedBodies());
    this.#core = {
      ...{ region: this.region, account: '111122223333', clock: this.#clock, metadata, bodies },
      peers: this.#peers(),
      files: filesIn(this.directory),
      claims: new Set(),
      wakeReplication: (lane) => replicator.wake(lane),
    };
    const emit = (body: EventBody): void => {
      if (body.type === 'replication') this.events.push(body);
      else if (body.type === 'log') this.logs.push(body.message);
    };
    const replicator = new Replicator({
      ...{ core: this.#core, random: new SeededRandom(1), emit, faults: this.faults },
    });
    this.#replicator = replicator;
    this.faults.onChange(() => replicator.retryNow());
    if (!metadata.buckets.get(this.bucket)) {
      metadata.buckets.create(this.bucket, 0);
      metadata.buckets.setVersioning(this.bucket, 'Enabled');
    }
    replicator.retryNow();
  }

  /** Nothing of what is under way is settled any more: the disk is as it is at this moment. */
  kill(): void {
    const { core } = this;
    // It rejects nothing; what it waits for ends with the way to the other region.
    void this.#replicator?.close();
    core.metadata.close();
    this.#core = undefined;
  }

  destroy(): void {
    if (this.#core) this.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }

  rule(to: string, more: Partial<ReplicationRule> = {}): void {
    const rule: ReplicationRule = {
      ...{ ID: 'r', Status: 'Enabled', Priority: 1, Filter: { Prefix: '' } },
      DeleteMarkerReplication: { Status: 'Enabled' },
      Destination: { Bucket: `arn:aws:s3:::${to}` },
      SourceSelectionCriteria: { ReplicaModifications: { Status: 'Enabled' } },
      ...more,
    };
    const value = { Role: ROLE, Rules: [rule] };
    this.core.metadata.buckets.putDocument(this.bucket, 'replication', value);
  }

  async put(key: string, text: string): Promise<ObjectVersion> {
    const { core, bucket } = this;
    const digests = new BodyDigests(undefined);
    const source = Readable.from([Buffer.from(text)]);
    const written = await core.bodies.write(source, { bytesMax: 1_000_000, digests });
    return writeVersion(core, bucket, {
      ...{ key, etag: digests.finish().md5, sizeBytes: written.sizeBytes, tags: [] },
      ...{ attributes: NO_ATTRIBUTES, segments: [written], deleteMarker: false },
    });
  }

  versions(prefix = ''): ObjectVersion[] {
    const found = [];
    const scan = this.core.metadata.versions.scanVersions(this.bucket, Buffer.from(prefix));
    for (const version of scan) {
      if (!version.key.startsWith(prefix)) break;
      found.push(version);
    }
    return found;
  }

  find(key: string): ObjectVersion | undefined {
    return this.core.metadata.versions.latest(this.bucket, key);
  }

  get pending(): number {
    return this.core.metadata.tasks.backlog().pending;
  }

  async take(head: ReplicaHead, body: Readable): Promise<PeerAnswer> {
    const { core, bucket } = this;
    try {
      const message = await receiveReplica(core, bucket, { head, body });
      return { status: 200, code: '', message };
    } catch (thrown) {
      if (!(thrown instanceof AwsError)) throw thrown;
      return { status: thrown.status, code: thrown.code, message: thrown.message };
    }
  }

  #peers(): PeerStores {
    const other = (): TestSide => {
      if (!this.#other || !this.#other.#core || this.#way.isDown) throw new Error('no route');
      return this.#other;
    };
    return {
      listBuckets: () => Promise.resolve([]),
      wasAskedFor: () => undefined,
      locate: (): Promise<Place> => {
        const region = this.#other?.region ?? '';
        try {
          return Promise.resolve({ kind: 'region', region: other().region, versioning: 'Enabled' });
        } catch {
          return Promise.resolve({ kind: 'unknown', region, remembered: true });
        }
      },
      sendReplica: async (_region, { frame }) => {
        try {
          const { head, body } = await openReplica(frame.stream);
          const refusal = await this.#way.before(head);
          if (refusal) return refusal;
          const answer = await other().take(head, body);
          this.#way.after(head);
          return answer;
        } finally {
          frame.stream.destroy();
        }
      },
    };
  }
}

/** Lets time pass until `condition` holds: back-offs take virtual time, disks real one. */
export async function passTime(
  clock: VirtualClock,
  what: string,
  condition: () => boolean,
): Promise<void> {
  const deadlineMs = performance.now() + PASS_WALL_MS;
  while (!condition()) {
    if (performance.now() > deadlineMs) throw new Error(`not within ${PASS_WALL_MS} ms: ${what}`);
    await clock.advance(200);
  }
}
