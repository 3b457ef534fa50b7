import { createHash } from 'node:crypto';
import type { Clock } from '@understudy/contract';
import type { PayloadDecoder } from '@understudy/wire';
import type { Bodies } from './disk/bodies.ts';
import type { Metadata } from './disk/metadata.ts';
import type { Bucket } from './model.ts';
import type { PeerStores } from './peers/peers.ts';
import type { Principal } from './access/policy.ts';
import type { StoreFiles } from './store-problem.ts';
import type { Lane } from './disk/task-table.ts';

/** What the operations work on. */
export interface Core {
  region: string;
  account: string;
  clock: Clock;
  metadata: Metadata;
  files: StoreFiles;
  bodies: Bodies;
  peers: PeerStores;
  /** Names that are being created here just now: no other region may take them meanwhile. */
  claims: Set<string>;
  /** There is something new in the replication queue. */
  wakeReplication(lane: Lane): void;
}

/** Who calls, and how the call came. */
export interface Caller {
  principal: Principal;
  presigned: boolean;
  /** When the request says that it was signed, wall time; absent where it was not. */
  signedMs: number | undefined;
  secure: boolean;
  /** `1.2` or `1.3`; absent over plain HTTP. */
  tlsVersion: string | undefined;
  sourceIp: string;
  /** Path and query as they were sent. */
  target: string;
  /**
   * Lower-case names; `content-length` and `content-encoding` are the object's, not the transfer's.
   */
  headers: Record<string, string | undefined>;
  /** Verifies the body while it is read, and knows its digests afterwards. */
  payload: PayloadDecoder;
}

/** A call of an operation, authorized for its own action. */
export interface Call<Input> {
  core: Core;
  input: Input;
  caller: Caller;
  /** Whether the caller may do something besides, for instance list the bucket. */
  may(action: string, target: { bucket: string; key?: string; arn?: string }): boolean;
}

/** A call on a bucket that is in this region. */
export interface BucketCall<Input> extends Call<Input> {
  bucket: Bucket;
}

/** The operation's output without what the SDK's client adds. */
export type Output<T> = Omit<T, '$metadata'>;

/** An account's canonical user id: stable, and 64 hexadecimal digits as AWS's are. */
export function canonicalUserId(account: string): string {
  return createHash('sha256').update(`understudy canonical user ${account}`).digest('hex');
}

export function ownerOf(core: Core): { ID: string } {
  return { ID: canonicalUserId(core.account) };
}
