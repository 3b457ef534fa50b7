import { randomUUID } from 'node:crypto';
import {
  DeleteObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { stackNames } from '@understudy/site';
import { monotonicMs, sleep } from '../clock/wall.ts';
import { degraded, outputOf, working, type Check, type CheckContext } from './check.ts';

const REPLICATION_WALL_MS_MAX = 8_000;

/** Step 5: an object put into the primary's bucket appears in the standby's. */
export const replicationCheck: Check = {
  step: 5,
  name: 'Replication',
  async run(context) {
    const { site } = context.session;
    const names = stackNames(site);
    const source = {
      client: context.clients.get(S3Client, site.primary),
      bucket: outputOf(context, names.primary, 'AssetBucket'),
    };
    const destination = {
      client: context.clients.get(S3Client, site.standby),
      bucket: outputOf(context, names.standby, 'AssetBucket'),
    };
    if (context.alive.length < 2) return whileLost(context);
    const key = `.understudy-status/${randomUUID()}`;
    const startedMs = monotonicMs();
    await source.client.send(
      new PutObjectCommand({ Bucket: source.bucket, Key: key, Body: 'status' }),
    );
    try {
      const status = await replicaStatus(destination, key);
      return status === 'REPLICA'
        ? working(
            `a PUT in ${site.primary} was in ${site.standby} after ${Math.round(monotonicMs() - startedMs)} ms, marked REPLICA`,
          )
        : degraded(`not in ${site.standby} after ${REPLICATION_WALL_MS_MAX / 1000} s`);
    } finally {
      await remove(source, key);
      await remove(destination, key);
    }
  },
};

function whileLost({ session: { site }, alive }: CheckContext): ReturnType<typeof degraded> {
  const lost = [site.primary, site.standby]
    .filter((region) => !alive.includes(region))
    .join(' and ');
  return degraded(`${lost} is lost: what is queued waits for it`);
}

async function replicaStatus(
  place: { client: S3Client; bucket: string },
  key: string,
): Promise<string | undefined> {
  const deadlineMs = monotonicMs() + REPLICATION_WALL_MS_MAX;
  while (monotonicMs() < deadlineMs) {
    try {
      return (
        (await place.client.send(new HeadObjectCommand({ Bucket: place.bucket, Key: key })))
          .ReplicationStatus ?? 'none'
      );
    } catch (error) {
      if (!(error instanceof Error && error.name === 'NotFound')) throw error;
      await sleep(25);
    }
  }
  return undefined;
}

/** The version too, so that checks leave nothing behind. */
async function remove(place: { client: S3Client; bucket: string }, key: string): Promise<void> {
  try {
    const { VersionId } = await place.client.send(
      new HeadObjectCommand({ Bucket: place.bucket, Key: key }),
    );
    await place.client.send(new DeleteObjectCommand({ Bucket: place.bucket, Key: key, VersionId }));
  } catch (error) {
    if (!(error instanceof Error && error.name === 'NotFound')) throw error;
  }
}
