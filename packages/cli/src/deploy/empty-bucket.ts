import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { deleteVersions } from './delete-versions.ts';
import { s3Settings } from './s3-settings.ts';

/** Deletes every version of every object; nothing when the bucket is gone. */
export async function emptyBucket(region: string, bucket: string): Promise<void> {
  const client = new S3Client(s3Settings(region));
  try {
    for (;;) {
      const { Versions: versions = [], DeleteMarkers: markers = [] } = await client.send(
        new ListObjectVersionsCommand({ Bucket: bucket }),
      );
      const all = [...versions, ...markers];
      if (all.length === 0) return;
      // Rejects with what may not be deleted, which would be listed again and again.
      await deleteVersions(client, bucket, all);
    }
  } catch (error) {
    if (!(error instanceof Error && error.name === 'NoSuchBucket')) throw error;
  } finally {
    client.destroy();
  }
}
