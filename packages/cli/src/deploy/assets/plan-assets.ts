import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { assetBucketName, type SiteConfig } from '@understudy/site';
import type { AssetsPlan } from '../plan/deployment-plan.ts';
import { s3Settings } from '../s3-settings.ts';
import { assetFiles } from './asset-files.ts';
import { atOnce } from './at-once.ts';

/** Marks what a deployment uploaded: the rest of a bucket is the app's, and is not removed. */
export const UPLOADED_BY = { 'uploaded-by': 'understudy-deploy' } as const;

/** Of what is stored and not in the folder, so many are asked for their mark. */
const CANDIDATES_MAX = 1_000;
const PAGES_MAX = 100;

/**
 * What to do so that the bucket has the folder's files. A bucket that is not there yet is empty.
 */
export async function planAssets(site: SiteConfig, account: string): Promise<AssetsPlan> {
  const client = new S3Client(s3Settings(site.primary));
  const bucket = assetBucketName(site, { account, region: site.primary });
  try {
    const stored = await storedEtags(client, bucket);
    if (site.assets === undefined) return { upload: [], remove: [], stay: stored.size };
    const files = await assetFiles(site.assets);
    const upload: string[] = [];
    await atOnce([...files], async ([key, file]) => {
      if (stored.get(key) !== etagOf(await readFile(file))) upload.push(key);
    });
    const others = [...stored.keys()].filter((key) => !files.has(key));
    const remove: string[] = [];
    await atOnce(others.slice(0, CANDIDATES_MAX), async (key) => {
      if (await isOurs(client, bucket, key)) remove.push(key);
    });
    return { upload: upload.sort(), remove: remove.sort(), stay: others.length - remove.length };
  } finally {
    client.destroy();
  }
}

/** Of an object that was put at once, not in parts. */
function etagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

async function storedEtags(client: S3Client, bucket: string): Promise<Map<string, string>> {
  const etags = new Map<string, string>();
  let token: string | undefined;
  try {
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const found = await client.send(
        new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: token }),
      );
      for (const { Key: key = '', ETag: etag = '' } of found.Contents ?? []) etags.set(key, etag);
      token = found.NextContinuationToken;
      if (token === undefined) break;
    }
  } catch (error) {
    if (!(error instanceof Error && error.name === 'NoSuchBucket')) throw error;
  }
  return etags;
}

async function isOurs(client: S3Client, bucket: string, key: string): Promise<boolean> {
  try {
    const { Metadata: metadata } = await client.send(
      new HeadObjectCommand({ Bucket: bucket, Key: key }),
    );
    return metadata?.['uploaded-by'] === UPLOADED_BY['uploaded-by'];
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFound') return false; // deleted just now
    throw error;
  }
}
