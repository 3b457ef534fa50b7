import { HeadBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import type { Aws } from '../../test/support/aws.ts';
import { becomes } from './engine.ts';
import type { Tally } from './verdict.ts';
import { checkVersions, versionsOf } from './writers.ts';

export interface Bucket {
  name: string;
  client: S3Client;
  bucket: string;
}

/** The site's two asset buckets, which replicate to one another. */
export async function assetBuckets(aws: Aws): Promise<{ primary: Bucket; standby: Bucket }> {
  const client = aws.client(S3Client, 'ap-northeast-2');
  const { Buckets: buckets = [] } = await client.send(new ListBucketsCommand({}));
  const named = (region: string): string => {
    const found = buckets.find(
      ({ Name: name = '' }) => name.includes('assets') && name.includes(region),
    );
    if (found?.Name === undefined) throw new Error(`there is no asset bucket in ${region}`);
    return found.Name;
  };
  const bucketIn = (region: string): Bucket => ({
    name: region,
    client: aws.client(S3Client, region),
    bucket: named(region),
  });
  return { primary: bucketIn('ap-northeast-2'), standby: bucketIn('us-east-1') };
}

const BACK_MS_MAX = 15_000;
const DRAIN_MS_MAX = 120_000;

/** Nothing acknowledged is lost or torn in the primary, and the standby comes to hold the same. */
export async function checkBuckets(
  tally: Tally,
  buckets: { primary: Bucket; standby: Bucket },
  acknowledged: ReadonlyMap<string, string>,
): Promise<void> {
  for (const bucket of [buckets.primary, buckets.standby])
    if (!(await becomes(() => answers(bucket), { withinMs: BACK_MS_MAX, pauseMs: 100 })))
      return tally.fail(`S3 of ${bucket.name} did not answer for ${BACK_MS_MAX / 1_000} s`);
  await checkVersions(tally, buckets.primary, acknowledged);
  let missing = acknowledged.size;
  const drained = async (): Promise<boolean> => {
    const there = await versionsOf(buckets.standby);
    missing = [...acknowledged.keys()].filter((id) => !there.has(id)).length;
    return missing === 0;
  };
  await becomes(drained, { withinMs: DRAIN_MS_MAX, pauseMs: 500 });
  if (missing > 0) tally.fail(`${missing} acknowledged versions never came to the standby`);
  await checkVersions(tally, buckets.standby, missing > 0 ? new Map() : acknowledged);
}

/** A region that was killed last of all begins to listen a moment after its process runs. */
async function answers({ client, bucket }: Bucket): Promise<boolean> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
    return true;
  } catch {
    return false;
  }
}
