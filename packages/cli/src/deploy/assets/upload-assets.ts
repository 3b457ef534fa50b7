import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { assetBucketName, type SiteConfig } from '@understudy/site';
import type { AssetsPlan } from '../plan/deployment-plan.ts';
import { s3Settings } from '../s3-settings.ts';
import { atOnce } from './at-once.ts';
import { contentType } from './content-types.ts';
import { UPLOADED_BY } from './plan-assets.ts';

/**
 * Carries out the plan in the primary's bucket; replication takes it to the standby, deletions
 * among it.
 */
export async function uploadAssets(
  site: SiteConfig,
  account: string,
  plan: Pick<AssetsPlan, 'upload' | 'remove'>,
): Promise<void> {
  const { assets: folder } = site;
  if (folder === undefined) return;
  const client = new S3Client(s3Settings(site.primary));
  const bucket = assetBucketName(site, { account, region: site.primary });
  try {
    await atOnce(plan.upload, async (key) => {
      await client.send(putAsset(bucket, key, await readFile(path.join(folder, key))));
    });
    await atOnce(plan.remove, async (key) => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    });
  } finally {
    client.destroy();
  }
}

export function putAsset(bucket: string, key: string, body: Buffer): PutObjectCommand {
  return new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: body,
    ContentType: contentType(key),
    // Names do not change with their contents, so caches must come back soon.
    CacheControl: 'public, max-age=300',
    Metadata: UPLOADED_BY,
  });
}
