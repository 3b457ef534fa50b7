import { AwsError } from '@understudy/wire';
import type { BucketCall } from '../core.ts';
import { accessDenied, invalidArgument, invalidRequest, noSuchBucket } from '../errors.ts';
import { findObject } from './find-version.ts';
import type { Bucket, ObjectVersion } from '../model.ts';
import { checkCopyConditions } from './preconditions.ts';

export interface CopyInput {
  CopySource?: string | undefined;
  CopySourceIfMatch?: string | undefined;
  CopySourceIfNoneMatch?: string | undefined;
  CopySourceIfModifiedSince?: Date | undefined;
  CopySourceIfUnmodifiedSince?: Date | undefined;
}

export interface CopySource {
  bucket: Bucket;
  version: ObjectVersion;
}

/** The object that `x-amz-copy-source` names, if the caller may read it and its conditions hold. */
export async function findCopySource(call: BucketCall<CopyInput>): Promise<CopySource> {
  const { core, input } = call;
  const source = parseCopySource(input.CopySource ?? '');
  const bucket = core.metadata.buckets.get(source.bucket);
  if (!bucket) throw await sourceElsewhere(call, source.bucket);
  const action = source.versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
  if (!call.may(action, { bucket: bucket.name, key: source.key })) throw accessDenied();
  const reading = { Key: source.key, VersionId: source.versionId };
  const version = findObject({ ...call, bucket, input: reading });
  checkCopyConditions(version, {
    ifMatch: input.CopySourceIfMatch,
    ifNoneMatch: input.CopySourceIfNoneMatch,
    ifModifiedSince: input.CopySourceIfModifiedSince,
    ifUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
  });
  return { bucket, version };
}

/** `/bucket/key?versionId=…`, percent-encoded; the leading slash may be absent. */
export function parseCopySource(header: string): {
  bucket: string;
  key: string;
  versionId: string | undefined;
} {
  const parts = /^\/?([^/?]+)\/(.+?)(?:\?versionId=([^&]*))?$/s.exec(header);
  const [, bucket, key, versionId] = parts ?? [];
  try {
    if (bucket !== undefined && key !== undefined)
      return { bucket: decodeURIComponent(bucket), key: decodeURIComponent(key), versionId };
  } catch {
    // Not percent-encoded UTF-8: answered like every other source that cannot be read.
  }
  throw invalidArgument(
    'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
    {
      name: 'x-amz-copy-source',
      value: header,
    },
  );
}

export function checkCopySize(sizeBytes: number, maximum: number): void {
  if (sizeBytes <= maximum) return;
  throw invalidRequest(
    'The specified copy source is larger than the maximum allowable size for a copy source: ' +
      String(maximum),
  );
}

async function sourceElsewhere(call: BucketCall<CopyInput>, bucket: string): Promise<AwsError> {
  const place = await call.core.peers.locate(bucket);
  if (place.kind === 'nowhere') return noSuchBucket(bucket);
  return new AwsError({
    code: 'NotImplemented',
    message: 'Copying from a bucket in another region is not implemented by this S3 store.',
    status: 501,
  });
}
