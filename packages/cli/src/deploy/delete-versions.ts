import { DeleteObjectsCommand, type S3Client } from '@aws-sdk/client-s3';

interface Version {
  Key?: string | undefined;
  VersionId?: string | undefined;
}

/** Deletes a page of versions, delete markers among them; rejects with the first that stays. */
export async function deleteVersions(
  client: S3Client,
  bucket: string,
  versions: readonly Version[],
): Promise<void> {
  const Objects = versions.map(({ Key, VersionId }) => ({ Key, VersionId }));
  const { Errors = [] } = await client.send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
  );
  const [first] = Errors;
  if (first !== undefined) throw new Error(`${first.Key}: ${first.Code} ${first.Message}`);
}
