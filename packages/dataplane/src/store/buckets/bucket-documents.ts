import { AwsError } from '@understudy/wire';
import type { BucketCall } from '../core.ts';
import type { BucketDocument, DocumentKind } from '../disk/columns.ts';

/** What S3 answers where a configuration was never put. */
const MISSING: Partial<Record<DocumentKind, { code: string; message: string }>> = {
  policy: { code: 'NoSuchBucketPolicy', message: 'The bucket policy does not exist' },
  publicAccessBlock: {
    code: 'NoSuchPublicAccessBlockConfiguration',
    message: 'The public access block configuration was not found',
  },
  tagging: { code: 'NoSuchTagSet', message: 'The TagSet does not exist' },
  replication: {
    code: 'ReplicationConfigurationNotFoundError',
    message: 'The replication configuration was not found',
  },
  lifecycle: {
    code: 'NoSuchLifecycleConfiguration',
    message: 'The lifecycle configuration does not exist',
  },
  ownership: {
    code: 'OwnershipControlsNotFoundError',
    message: 'The bucket ownership controls were not found',
  },
};

export function requiredDocument<K extends DocumentKind>(
  call: BucketCall<unknown>,
  kind: K,
): BucketDocument<K> {
  const { name } = call.bucket;
  const document = call.core.metadata.buckets.document(name, kind);
  if (document !== undefined) return document;
  const missing = MISSING[kind] ?? { code: 'NoSuchConfiguration', message: kind };
  throw new AwsError({ ...missing, status: 404, detail: { BucketName: name } });
}

export function putDocument<K extends DocumentKind>(
  call: BucketCall<unknown>,
  kind: K,
  value: BucketDocument<K>,
): void {
  call.core.metadata.buckets.putDocument(call.bucket.name, kind, value);
}

export function deleteDocument(call: BucketCall<unknown>, kind: DocumentKind): void {
  call.core.metadata.buckets.deleteDocument(call.bucket.name, kind);
}
