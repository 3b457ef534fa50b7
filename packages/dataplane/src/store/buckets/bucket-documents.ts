import { AwsError } from '@understudy/wire';
import type { BucketCall } from '../core.ts';
import type { DocumentKind } from '../model.ts';

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
  ownership: {
    code: 'OwnershipControlsNotFoundError',
    message: 'The bucket ownership controls were not found',
  },
};

export function documentText(call: BucketCall<unknown>, kind: DocumentKind): string {
  const { name } = call.bucket;
  const text = call.core.metadata.buckets.document(name, kind);
  if (text !== undefined) return text;
  const missing = MISSING[kind] ?? { code: 'NoSuchConfiguration', message: kind };
  throw new AwsError({ ...missing, status: 404, detail: { BucketName: name } });
}

export function putDocument(call: BucketCall<unknown>, kind: DocumentKind, value: unknown): void {
  call.core.metadata.buckets.putDocument(call.bucket.name, kind, JSON.stringify(value));
}

export function deleteDocument(call: BucketCall<unknown>, kind: DocumentKind): void {
  call.core.metadata.buckets.deleteDocument(call.bucket.name, kind);
}
