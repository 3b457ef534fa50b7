import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { UnderstudyError } from '@understudy/contract';
import { assetBucketName, type SiteConfig } from '@understudy/site';
import { s3Settings } from './s3-settings.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};
const FILES_MAX = 10_000;
const UPLOADS_AT_ONCE = 8;

/**
 * Puts new and changed static files into the primary's bucket; replication takes them to the
 * standby.
 */
export async function uploadAssets(site: SiteConfig, account: string): Promise<void> {
  const folder = site.assets;
  if (folder === undefined) return;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => path.join(entry.parentPath, entry.name));
  if (files.length > FILES_MAX)
    throw new UnderstudyError('ConfigInvalid', {
      message: `assets is "${folder}", which has ${files.length} files; at most ${FILES_MAX} are uploaded`,
      hint: 'name a folder with fewer files, or take some away',
    });
  const client = new S3Client(s3Settings(site.primary));
  const bucket = assetBucketName(site, { account, region: site.primary });
  const waiting = [...files];
  const work = async (): Promise<void> => {
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop())
      await upload(client, bucket, folder, file);
  };
  await Promise.all(Array.from({ length: UPLOADS_AT_ONCE }, work));
  client.destroy();
}

async function upload(
  client: S3Client,
  bucket: string,
  folder: string,
  file: string,
): Promise<void> {
  const key = path.relative(folder, file).split(path.sep).join('/');
  const body = await readFile(file);
  if (
    (await storedEtag(client, bucket, key)) === `"${createHash('md5').update(body).digest('hex')}"`
  )
    return;
  await client.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: body,
      ContentType: CONTENT_TYPES[path.extname(file).toLowerCase()] ?? 'application/octet-stream',
      // Names do not change with their contents, so caches must come back soon.
      CacheControl: 'public, max-age=300',
    }),
  );
}

async function storedEtag(
  client: S3Client,
  bucket: string,
  key: string,
): Promise<string | undefined> {
  try {
    return (await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))).ETag;
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFound') return undefined;
    throw error;
  }
}
