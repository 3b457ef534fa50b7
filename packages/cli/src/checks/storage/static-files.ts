import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { fetchAsVisitor } from '../../probe/fetch.ts';
import { outputOf, type Check, type CheckContext } from '../check.ts';
import { checkRegions, type RegionPlace, type RegionResult } from '../report/regions.ts';

/**
 * Step 4: a distribution a region serves its bucket's files from the cache, and the bucket itself
 * serves nobody.
 */
export const staticFilesCheck: Check = {
  step: 4,
  name: 'S3 and CloudFront',
  run: (context) => checkRegions(context, (place) => checkRegion(context, place)),
};

async function checkRegion(
  context: CheckContext,
  { region, stack }: RegionPlace,
): Promise<RegionResult> {
  const { info, site } = context.session;
  const bucket = outputOf(context, stack, 'AssetBucket');
  const domain = outputOf(context, stack, 'AssetsDomain');
  const key = await firstKey(context.clients.get(S3Client, region), bucket);
  if (key === undefined && site.assets !== undefined)
    return { ok: false, evidence: `${bucket} is empty` };
  // A site without files of its own has the bucket and its distribution all the same.
  const path = encodeURI(key ?? 'none');
  const own = `https://${bucket}.s3.${region}.amazonaws.com/${path}`;
  const first = await fetchAsVisitor(info, `https://${domain}/${path}`);
  const direct = await fetchAsVisitor(info, own);
  if (key === undefined)
    return {
      ok: first.status < 500 && direct.status === 403 && 'not used',
      evidence: `the site has no assets, ${domain} answers ${first.status}, bucket itself ${direct.status}`,
    };
  const cached = await fetchAsVisitor(info, `https://${domain}/${path}`);
  return {
    ok: cached.status === 200 && direct.status === 403,
    evidence: `${key} ${cached.status} ${String(cached.headers['x-cache'] ?? '')}, bucket itself ${direct.status}`,
  };
}

/** Of a bucket that is not empty. */
export async function firstKey(client: S3Client, bucket: string): Promise<string | undefined> {
  const { Contents: [first] = [] } = await client.send(
    new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 }),
  );
  return first?.Key;
}
