import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  S3Client,
  type ObjectIdentifier,
} from '@aws-sdk/client-s3';
import { s3Settings } from './s3-settings.ts';

/** Deletes every version of every object; nothing when the bucket is gone. */
export async function emptyBucket(region: string, bucket: string): Promise<void> {
  const client = new S3Client(s3Settings(region));
  try {
    for (;;) {
      const { Versions: versions = [], DeleteMarkers: markers = [] } = await client.send(
        new ListObjectVersionsCommand({ Bucket: bucket }),
      );
      const objects = [...versions, ...markers].map(({ Key, VersionId }): ObjectIdentifier => ({
        Key,
        VersionId,
      }));
      if (objects.length === 0) return;
      await client.send(
        new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }),
      );
    }
  } catch (error) {
    if (!(error instanceof Error && error.name === 'NoSuchBucket')) throw error;
  } finally {
    client.destroy();
  }
}
