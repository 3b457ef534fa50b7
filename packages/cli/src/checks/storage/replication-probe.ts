import { randomUUID } from 'node:crypto';
import {
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type ObjectVersion,
  type S3Client,
} from '@aws-sdk/client-s3';
import { monotonicMs, sleep } from '../../clock/wall.ts';

/** Where the probes' objects are, in both buckets, while a check runs. */
export const PROBE_PREFIX = '.understudy-status/';

const ARRIVAL_POLL_WALL_MS = 25;
const LEFTOVERS_MAX = 100;
/** AWS time; a probe that is older belongs to no check that still runs. */
const LEFTOVER_AGE_MS = 60_000;

export interface Bucket {
  client: S3Client;
  bucket: string;
}

export interface Arrival {
  /** Undefined: not there in time. */
  status: string | undefined;
  elapsedMs: number;
}

/** Puts an object into one bucket, waits for it in the other, and leaves neither behind. */
export async function probeReplication(
  source: Bucket,
  destination: Bucket,
  withinMs: number,
): Promise<Arrival> {
  const key = `${PROBE_PREFIX}${randomUUID()}`;
  const startedMs = monotonicMs();
  await source.client.send(
    new PutObjectCommand({ Bucket: source.bucket, Key: key, Body: 'status' }),
  );
  try {
    const status = await replicaStatus(destination, key, startedMs + withinMs);
    return { status, elapsedMs: monotonicMs() - startedMs };
  } finally {
    // The source first: an object that is gone is not replicated any more.
    const putMs = await clean(source, key, undefined);
    await clean(destination, key, putMs);
  }
}

async function replicaStatus(
  place: Bucket,
  key: string,
  deadlineMs: number,
): Promise<string | undefined> {
  while (monotonicMs() < deadlineMs) {
    try {
      return (
        (await place.client.send(new HeadObjectCommand({ Bucket: place.bucket, Key: key })))
          .ReplicationStatus ?? 'none'
      );
    } catch (error) {
      if (!(error instanceof Error && error.name === 'NotFound')) throw error;
      await sleep(ARRIVAL_POLL_WALL_MS);
    }
  }
  return undefined;
}

/** Each version by its id: a deletion without one would leave a marker, and replicate it. */
async function clean(
  { client, bucket }: Bucket,
  key: string,
  putMs: number | undefined,
): Promise<number | undefined> {
  const { Versions: versions = [], DeleteMarkers: markers = [] } = await client.send(
    new ListObjectVersionsCommand({ Bucket: bucket, Prefix: PROBE_PREFIX, MaxKeys: LEFTOVERS_MAX }),
  );
  const own = versions.find((version) => version.Key === key)?.LastModified?.getTime();
  const removed = probesToRemove([...versions, ...markers], { key, putMs: putMs ?? own });
  await Promise.all(
    removed.map(({ Key, VersionId }) =>
      client.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId })),
    ),
  );
  return own;
}

/**
 * The probe itself, and what earlier checks left: those that were interrupted, or whose object
 * arrived only after they had given up. Another check that runs just now keeps its own.
 */
export function probesToRemove<Version extends Pick<ObjectVersion, 'Key' | 'LastModified'>>(
  versions: readonly Version[],
  probe: { key: string; putMs: number | undefined },
): Version[] {
  const { key, putMs } = probe;
  return versions.filter(
    (version) =>
      version.Key === key ||
      (putMs !== undefined && (version.LastModified?.getTime() ?? putMs) < putMs - LEFTOVER_AGE_MS),
  );
}
