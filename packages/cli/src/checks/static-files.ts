import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { fetchAsVisitor } from '../probe/fetch.ts';
import {
  checkRegions,
  outputOf,
  type Check,
  type CheckContext,
  type RegionPlace,
} from './check.ts';

/** Step 4: a distribution a region serves its bucket's files from the cache, and the bucket itself serves nobody. */
export const staticFilesCheck: Check = {
  step: 4,
  name: 'S3 and CloudFront',
  run: (context) => checkRegions(context, (place) => checkRegion(context, place)),
};

async function checkRegion(
  context: CheckContext,
  { region, stack }: RegionPlace,
): Promise<{ ok: boolean; evidence: string }> {
  const { info } = context.session;
  const bucket = outputOf(context, stack, 'AssetBucket');
  const domain = outputOf(context, stack, 'AssetsDomain');
  const { Contents: objects = [] } = await context.clients
    .get(S3Client, region)
    .send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 }));
  const key = objects[0]?.Key;
  if (key === undefined) return { ok: false, evidence: `${bucket} is empty` };
  const path = encodeURI(key);
  await fetchAsVisitor(info, `https://${domain}/${path}`);
  const cached = await fetchAsVisitor(info, `https://${domain}/${path}`);
  const direct = await fetchAsVisitor(info, `https://${bucket}.s3.${region}.amazonaws.com/${path}`);
  const ok = cached.status === 200 && direct.status === 403;
  return {
    ok,
    evidence: `${key} ${cached.status} ${String(cached.headers['x-cache'] ?? '')}, bucket itself ${direct.status}`,
  };
}
