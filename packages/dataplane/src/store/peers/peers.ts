import type { Clock, SigningKey, StoreConfig } from '@understudy/contract';
import { errorText } from '@understudy/contract';
import { collectBody, signRequest } from '@understudy/wire';
import { askPool, beginConnection, ConnectionPool } from '@understudy/wire/http-client';
import { z } from 'zod';
import { AbsentBuckets } from '../buckets/absent-buckets.ts';
import {
  PEER_ANSWER_BYTES_MAX,
  PEER_IDLE_WALL_MS,
  PEER_QUESTION_WALL_MS,
  PEER_QUESTIONS_MAX,
  REPLICATION_CONNECTIONS_MAX,
  REPLICATION_CONNECT_WALL_MS,
  REPLICATION_SILENCE_WALL_MS,
} from '../bounds.ts';
import type { BucketTable } from '../disk/bucket-table.ts';
import type { VersioningState } from '../model.ts';
import { peerHost, PEER_PATH, REPLICA_KIND } from './peer-protocol.ts';
import type { ReplicaFrame } from '../replication/replica-frame.ts';

/** Where a bucket is, as far as can be told. */
export type Place =
  | { kind: 'region'; region: string; versioning: VersioningState }
  /** Being created there at this moment. */
  | { kind: 'claimed'; region: string }
  | { kind: 'nowhere' }
  /** `region` cannot be asked; `remembered` when the bucket was there when it last could. */
  | { kind: 'unknown'; region: string; remembered: boolean };

export interface RemoteBucket {
  name: string;
  createdMs: number;
  region: string;
}

/** What a peer said to a replica. Of a status 200, `message` is a remark. */
export interface PeerAnswer {
  status: number;
  code: string;
  message: string;
}

interface PeerConfig {
  address: string;
  peers: StoreConfig['peers'];
  replicationKey: SigningKey;
}

const bucketAnswer = z.object({
  state: z.enum(['here', 'claimed', 'absent']),
  versioning: z.enum(['', 'Enabled', 'Suspended']),
});
const listAnswer = z.array(z.object({ name: z.string(), createdMs: z.number() }));
const replicaAnswer = z.object({ code: z.string(), message: z.string() });

/** What the rest of the store needs of them. */
export type PeerStores = Pick<Peers, 'locate' | 'wasAskedFor' | 'listBuckets' | 'sendReplica'>;

/** The other regions' stores, asked by signed requests of our own on their S3 endpoints. */
export class Peers {
  readonly #region: string;
  readonly #clock: Clock;
  readonly #buckets: BucketTable;
  readonly #port: number;
  readonly #absent: AbsentBuckets;
  #config: PeerConfig | undefined;
  /** By what is asked, and of whom: no question waits behind objects that are under way. */
  readonly #pools = new Map<string, ConnectionPool>();

  constructor(options: { region: string; clock: Clock; buckets: BucketTable; port: number }) {
    this.#region = options.region;
    this.#clock = options.clock;
    this.#buckets = options.buckets;
    this.#port = options.port;
    this.#absent = new AbsentBuckets(options.clock);
  }

  configure(config: PeerConfig): void {
    // Peers see this region's own address, as their policies and logs want it.
    if (this.#config?.address !== config.address) this.close();
    this.#config = config;
    // Another region may be among them, with other buckets.
    this.#absent.clear();
  }

  close(): void {
    for (const pool of [...this.#pools.values()]) pool.close();
  }

  /** `anew` asks even for a name that was nowhere a moment ago. */
  async locate(bucket: string, { anew = false } = {}): Promise<Place> {
    const own = this.#buckets.get(bucket);
    if (own) return { kind: 'region', region: this.#region, versioning: own.versioning };
    if (!anew && this.#absent.has(bucket)) return { kind: 'nowhere' };
    const isAbsent = this.#absent.asking(bucket);
    const peers = this.#config?.peers ?? [];
    const remembered = this.#buckets.remoteRegion(bucket);
    // First where it was last: a third region that hangs must not hold up every question.
    const there = peers.some(({ region }) => region === remembered) ? remembered : undefined;
    const first = there === undefined ? undefined : await this.#askFor(bucket, there);
    if (first?.kind === 'region') return first;
    const others = peers.filter(({ region }) => region !== there);
    const asked = await Promise.all(others.map(({ region }) => this.#askFor(bucket, region)));
    const places = first ? [first, ...asked] : asked;
    const found = places.find((place) => place.kind === 'region');
    if (found?.kind === 'region') this.#buckets.rememberRemote(bucket, found.region);
    const best =
      found ??
      places.find((place) => place.kind === 'claimed') ??
      places.find((place) => place.kind === 'unknown' && place.region === remembered) ??
      places.find((place) => place.kind === 'unknown');
    if (best === undefined) {
      isAbsent();
      this.#buckets.forgetRemote(bucket);
      return { kind: 'nowhere' };
    }
    return best.kind === 'unknown' ? { ...best, remembered: best.region === remembered } : best;
  }

  /** Another region has asked for the name, perhaps because a bucket is being made there. */
  wasAskedFor(bucket: string): void {
    this.#absent.forget(bucket);
  }

  /** Of the regions that can be asked. */
  async listBuckets(): Promise<RemoteBucket[]> {
    const peers = this.#config?.peers ?? [];
    const lists = await Promise.all(
      peers.map(async ({ region }) => {
        try {
          const { body } = await this.#ask(region, `${PEER_PATH}/buckets`);
          return listAnswer.parse(body).map((bucket) => ({ ...bucket, region }));
        } catch {
          // A region that is lost: its buckets are not listed, as the README tells.
          return [];
        }
      }),
    );
    return lists.flat();
  }

  /** Hands a version over. Rejects when the peer cannot be reached or breaks off. */
  async sendReplica(
    region: string,
    { bucket, frame }: { bucket: string; frame: ReplicaFrame },
    signal: AbortSignal,
  ): Promise<PeerAnswer> {
    const { status, body } = await this.#call(region, {
      method: 'PUT',
      path: `${PEER_PATH}/${REPLICA_KIND}/${bucket}`,
      body: frame,
      silenceWallMs: REPLICATION_SILENCE_WALL_MS,
      signal,
    });
    const told = replicaAnswer.safeParse(body);
    return { status, ...(told.success ? told.data : { code: 'Unknown', message: String(status) }) };
  }

  async #askFor(bucket: string, region: string): Promise<Place> {
    try {
      const path = `${PEER_PATH}/buckets/${encodeURIComponent(bucket)}`;
      const { state, versioning } = bucketAnswer.parse((await this.#ask(region, path)).body);
      if (state === 'here') return { kind: 'region', region, versioning };
      return state === 'claimed' ? { kind: 'claimed', region } : { kind: 'nowhere' };
    } catch {
      return { kind: 'unknown', region, remembered: false };
    }
  }

  async #ask(region: string, path: string): Promise<{ status: number; body: unknown }> {
    const answer = await this.#call(region, {
      ...{ method: 'GET', path, body: undefined },
      silenceWallMs: PEER_QUESTION_WALL_MS,
      signal: undefined,
    });
    if (answer.status !== 200) throw new Error(`${region} answered ${answer.status}`);
    return answer;
  }

  async #call(
    region: string,
    options: {
      method: 'GET' | 'PUT';
      path: string;
      body: ReplicaFrame | undefined;
      silenceWallMs: number;
      signal: AbortSignal | undefined;
    },
  ): Promise<{ status: number; body: unknown }> {
    const config = this.#config;
    const peer = config?.peers.find((candidate) => candidate.region === region);
    if (!config || !peer) throw new Error(`region ${region} is not known here`);
    const { body: frame, silenceWallMs, signal, method, path } = options;
    const headers = signRequest({
      ...{ method, path, query: '', headers: {} },
      ...{ host: peerHost(region), region, service: 's3', payload: 'UNSIGNED-PAYLOAD' },
      key: config.replicationKey,
      wallMs: this.#clock.wallMs(),
    });
    if (frame) headers['content-length'] = String(frame.sizeBytes);
    const question = {
      ...{ method, path, headers: Object.entries(headers).flat(), body: frame?.stream ?? null },
    };
    try {
      const pool = this.#poolTo(peer.address, frame === undefined ? 'questions' : 'replicas');
      const answer = await askPool(pool, question, { silenceWallMs, signal });
      const text = (await collectBody(answer.body, PEER_ANSWER_BYTES_MAX)).toString('utf8');
      return { status: answer.status, body: parseJson(text) };
    } catch (thrown) {
      const own = frame?.failure();
      if (own !== undefined) throw own;
      throw new Error(`S3 in ${region} does not answer: ${errorText(thrown)}`, { cause: thrown });
    } finally {
      frame?.stream.destroy();
    }
  }

  #poolTo(host: string, kind: 'questions' | 'replicas'): ConnectionPool {
    const key = `${kind} ${host}`;
    const known = this.#pools.get(key);
    if (known !== undefined) return known;
    const localAddress = this.#config?.address ?? '';
    const connectionsMax = kind === 'questions' ? PEER_QUESTIONS_MAX : REPLICATION_CONNECTIONS_MAX;
    const pool = new ConnectionPool({
      open: () => beginConnection({ host, port: this.#port, localAddress }),
      connectWallMs: REPLICATION_CONNECT_WALL_MS,
      idleWallMs: PEER_IDLE_WALL_MS,
      ...{ connectionsMax, idleConnectionsMax: connectionsMax },
      emptied: () => {
        if (this.#pools.get(key) === pool) this.#pools.delete(key);
      },
    });
    this.#pools.set(key, pool);
    return pool;
  }
}

/** An answer that is no JSON (another program's, an XML error) has no body that we understand. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
