import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { AssemblyFile, AssemblyStack } from '@understudy/site';
import { readFile, stat } from 'node:fs/promises';
import { s3Settings } from '../s3-settings.ts';
import { TEMPLATE_BODY_BYTES_MAX } from './change-set.ts';
import { zipFolder } from './zip-folder.ts';

/**
 * Puts what templates refer to into its buckets, where it is not there yet; templates only where
 * they are too long to travel in a call.
 */
export async function publishFiles(stacks: readonly AssemblyStack[]): Promise<void> {
  const templates = new Set(stacks.map(({ templateFile }) => templateFile));
  const contents = new Map<string, Promise<Buffer>>();
  for (const { files, account } of stacks)
    for (const file of files) {
      if (templates.has(file.path) && !(await isLong(file.path))) continue;
      for (const destination of file.destinations)
        await publish({ ...destination, account }, () => {
          const content = contents.get(file.path) ?? contentOf(file);
          contents.set(file.path, content);
          return content;
        });
    }
}

async function isLong(template: string): Promise<boolean> {
  return (await stat(template)).size > TEMPLATE_BODY_BYTES_MAX;
}

function contentOf(file: AssemblyFile): Promise<Buffer> {
  return file.packaging === 'zip' ? zipFolder(file.path) : readFile(file.path);
}

type Destination = AssemblyFile['destinations'][number] & { account: string };

/**
 * What lies under a key is never another: keys are hashes of contents. A bucket of that name which
 * is another account's is refused by S3.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
 */
async function publish(
  { bucket, key, region, account }: Destination,
  content: () => Promise<Buffer>,
): Promise<void> {
  const client = new S3Client(s3Settings(region));
  try {
    const place = { Bucket: bucket, Key: key, ExpectedBucketOwner: account };
    if (await isThere(client, place)) return;
    await client.send(new PutObjectCommand({ ...place, Body: await content() }));
  } finally {
    client.destroy();
  }
}

async function isThere(
  client: S3Client,
  place: { Bucket: string; Key: string; ExpectedBucketOwner: string },
): Promise<boolean> {
  try {
    await client.send(new HeadObjectCommand(place));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFound') return false;
    throw error;
  }
}
