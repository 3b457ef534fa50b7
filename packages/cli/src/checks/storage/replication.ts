import {
  GetBucketReplicationCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { DATA_BUCKET } from '@understudy/site';
import { monotonicMs, sleep } from '../../clock/wall.ts';
import { failing, notUsed, outputOf, type Check, type CheckContext } from '../check.ts';
import { checkRegions, regionPlaces, type RegionPlace } from '../report/regions.ts';
import { judgeReplicas, replicaState, type Head, type Replicated } from './judge-replicas.ts';

/** For what was put just now: S3 itself replicates "most objects within 15 minutes". */
const PENDING_WALL_MS_MAX = 5_000;
const PENDING_POLL_WALL_MS = 100;
/** Of one page, which is in the order of keys: the whole of a bucket may be millions. */
const LISTED_MAX = 1_000;
const LOOKED_AT_MAX = 10;

interface Bucket {
  client: S3Client;
  bucket: string;
}

/**
 * Step 5: a rule leads from the primary's bucket to the standby's, and what was put last is in
 * both; of data one leads each way. Nothing is written: visitors see these buckets.
 */
export const replicationCheck: Check = {
  step: 5,
  name: 'Replication',
  async run(context) {
    if (context.alive.length < 2) return await whileLost(context);
    const [source, destination] = regionPlaces(context);
    const from = bucketOf(context, source);
    const to = bucketOf(context, destination);
    const problem = (await ruleProblem(from, to)) ?? (await dataProblem(context));
    if (problem !== undefined) return failing(problem);
    const keys = await newestKeys(from);
    if (keys.length === 0) return notUsed(`${from.bucket} is empty: nothing to replicate yet`);
    const objects = await whenSettled(from, to, keys);
    const between = { from: source.region, to: destination.region };
    return objects.length === 0
      ? notUsed(`what ${from.bucket} held is deleted just now`)
      : judgeReplicas(objects, between);
  },
};

/** Nothing can be compared; a site without objects loses nothing by that. */
function whileLost(context: CheckContext): ReturnType<Check['run']> {
  return checkRegions(context, async (place) => {
    const own = bucketOf(context, place);
    await own.client.send(new HeadBucketCommand({ Bucket: own.bucket }));
    const isUsed = usesAssets(context) || (await newestKeys(own)).length > 0;
    return isUsed
      ? { ok: true, evidence: `${own.bucket} answers; what it takes is queued for the other` }
      : { ok: 'not used', evidence: `${own.bucket} is empty: nothing to replicate` };
  });
}

function usesAssets({ session }: CheckContext): boolean {
  return session.site.assets !== undefined;
}

/** Of data a rule leads each way. */
async function dataProblem(context: CheckContext): Promise<string | undefined> {
  if (!context.session.site.data.bucket) return undefined;
  const [one, other] = regionPlaces(context).map((place) => bucketOf(context, place, DATA_BUCKET));
  if (one === undefined || other === undefined) return undefined;
  return (await ruleProblem(one, other)) ?? (await ruleProblem(other, one));
}

/** Undefined while an enabled rule leads to the other bucket. */
async function ruleProblem(from: Bucket, to: Bucket): Promise<string | undefined> {
  const { ReplicationConfiguration: found } = await from.client.send(
    new GetBucketReplicationCommand({ Bucket: from.bucket }),
  );
  const rules = (found?.Rules ?? []).filter((rule) =>
    rule.Destination?.Bucket?.endsWith(`:${to.bucket}`),
  );
  if (rules.length === 0) return `no rule of ${from.bucket} leads to ${to.bucket}`;
  return rules.some((rule) => rule.Status === 'Enabled')
    ? undefined
    : `the rule from ${from.bucket} to ${to.bucket} is disabled`;
}

async function newestKeys({ client, bucket }: Bucket): Promise<string[]> {
  const { Contents: objects = [] } = await client.send(
    new ListObjectsV2Command({ Bucket: bucket, MaxKeys: LISTED_MAX }),
  );
  const timeOf = (object: { LastModified?: Date | undefined }): number =>
    object.LastModified?.getTime() ?? 0;
  return objects
    .toSorted((left, right) => timeOf(right) - timeOf(left))
    .flatMap((object) => object.Key ?? [])
    .slice(0, LOOKED_AT_MAX);
}

/** What is pending is given a moment: a deployment may just have put it. */
async function whenSettled(from: Bucket, to: Bucket, keys: string[]): Promise<Replicated[]> {
  const deadlineMs = monotonicMs() + PENDING_WALL_MS_MAX;
  for (;;) {
    const found = (await Promise.all(keys.map((key) => compare(from, to, key)))).flat();
    const isSettled = found.every((object) => replicaState(object) !== 'pending');
    if (isSettled || monotonicMs() > deadlineMs) return found;
    await sleep(PENDING_POLL_WALL_MS);
  }
}

/** None where it was deleted meanwhile. */
async function compare(from: Bucket, to: Bucket, key: string): Promise<Replicated[]> {
  const source = await head(from, key);
  return source === undefined ? [] : [{ key, source, replica: await head(to, key) }];
}

async function head({ client, bucket }: Bucket, key: string): Promise<Head | undefined> {
  try {
    const found = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return {
      versionId: found.VersionId,
      etag: found.ETag,
      replicationStatus: found.ReplicationStatus,
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFound') return undefined;
    throw error;
  }
}

function bucketOf(
  context: CheckContext,
  { region, stack }: RegionPlace,
  output = 'AssetBucket',
): Bucket {
  return {
    client: context.clients.get(S3Client, region),
    bucket: outputOf(context, stack, output),
  };
}
