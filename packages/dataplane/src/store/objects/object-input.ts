import { AwsError } from '@understudy/wire';
import { KEY_BYTES_MAX, OBJECT_TAGS_MAX, USER_METADATA_BYTES_MAX } from '../bounds.ts';
import { notImplemented } from '../errors.ts';
import type { SystemMetadata, Tag } from '../model.ts';
import { checkTags, parseTaggingHeader } from './tags.ts';

/** The members that PutObject, CopyObject and CreateMultipartUpload have in common. */
export interface ObjectInput {
  ACL?: string | undefined;
  GrantFullControl?: string | undefined;
  GrantRead?: string | undefined;
  GrantReadACP?: string | undefined;
  GrantWriteACP?: string | undefined;
  CacheControl?: string | undefined;
  ContentDisposition?: string | undefined;
  ContentEncoding?: string | undefined;
  ContentLanguage?: string | undefined;
  ContentType?: string | undefined;
  Metadata?: Record<string, string> | undefined;
  ServerSideEncryption?: string | undefined;
  SSEKMSKeyId?: string | undefined;
  BucketKeyEnabled?: boolean | undefined;
  SSECustomerAlgorithm?: string | undefined;
  StorageClass?: string | undefined;
  WebsiteRedirectLocation?: string | undefined;
  Tagging?: string | undefined;
  ObjectLockMode?: string | undefined;
  ObjectLockLegalHoldStatus?: string | undefined;
}

const DEFAULT_CONTENT_TYPE = 'binary/octet-stream';

/** Classes whose objects can be read at once, as everything here can. */
const STORAGE_CLASSES = new Set([
  ...['STANDARD', 'REDUCED_REDUNDANCY', 'STANDARD_IA', 'ONEZONE_IA'],
  ...['INTELLIGENT_TIERING', 'GLACIER_IR'],
]);

/** Those that must be restored first; this store has no restoring. */
const ARCHIVE_CLASSES = new Set(['GLACIER', 'DEEP_ARCHIVE']);

export function checkKey(key: string): void {
  const sizeBytes = Buffer.byteLength(key);
  if (sizeBytes <= KEY_BYTES_MAX) return;
  throw new AwsError({
    code: 'KeyTooLongError',
    message: 'Your key is too long',
    detail: { Size: String(sizeBytes), MaxSizeAllowed: String(KEY_BYTES_MAX) },
  });
}

/** Refuses what this store would otherwise leave without effect. */
export function checkObjectInput(input: ObjectInput): void {
  checkAcl(input);
  if (input.SSECustomerAlgorithm !== undefined)
    throw notImplemented('x-amz-server-side-encryption-customer-algorithm');
  if (input.ObjectLockMode !== undefined || input.ObjectLockLegalHoldStatus !== undefined)
    throw new AwsError({
      code: 'InvalidRequest',
      message: 'Bucket is missing Object Lock Configuration',
    });
  storageClassOf(input.StorageClass);
  checkRedirect(input.WebsiteRedirectLocation);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html */
function checkRedirect(location: string | undefined): void {
  if (location === undefined || /^(\/|https?:\/\/)/.test(location)) return;
  throw new AwsError({
    code: 'InvalidRedirectLocation',
    message: "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.",
  });
}

/**
 * Buckets are made with BucketOwnerEnforced: ACLs are off, and only the one that says nothing new
 * is taken.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export function checkAcl(input: ObjectInput): void {
  const grants = [
    ...[input.GrantFullControl, input.GrantRead, input.GrantReadACP, input.GrantWriteACP],
  ].some((grant) => grant !== undefined);
  if (!grants && (input.ACL === undefined || input.ACL === 'bucket-owner-full-control')) return;
  throw aclNotSupported();
}

export function aclNotSupported(): AwsError {
  return new AwsError({
    code: 'AccessControlListNotSupported',
    message: 'The bucket does not allow ACLs',
  });
}

export function storageClassOf(storageClass: string | undefined): string {
  const chosen = storageClass ?? 'STANDARD';
  if (STORAGE_CLASSES.has(chosen)) return chosen;
  if (ARCHIVE_CLASSES.has(chosen)) throw notImplemented('x-amz-storage-class');
  throw new AwsError({
    code: 'InvalidStorageClass',
    message: 'The storage class you specified is not valid',
  });
}

export function systemMetadata(
  input: ObjectInput,
  headers: Record<string, string | undefined>,
): SystemMetadata {
  const redirect = input.WebsiteRedirectLocation;
  const encoding = withoutChunking(input.ContentEncoding);
  // Read from the header: S3 keeps `Expires` as it was sent, whether or not it is a date.
  const expires = headers['expires'];
  return {
    ContentType: input.ContentType ?? DEFAULT_CONTENT_TYPE,
    ...(input.CacheControl !== undefined && { CacheControl: input.CacheControl }),
    ...(input.ContentDisposition !== undefined && { ContentDisposition: input.ContentDisposition }),
    ...(encoding !== undefined && { ContentEncoding: encoding }),
    ...(input.ContentLanguage !== undefined && { ContentLanguage: input.ContentLanguage }),
    ...(expires !== undefined && { ExpiresString: expires }),
    ...(redirect !== undefined && { WebsiteRedirectLocation: redirect }),
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html */
export function userMetadata(input: ObjectInput): Record<string, string> {
  const metadata = input.Metadata ?? {};
  let sizeBytes = 0;
  for (const [name, value] of Object.entries(metadata))
    sizeBytes += Buffer.byteLength(name) + Buffer.byteLength(value);
  if (sizeBytes <= USER_METADATA_BYTES_MAX) return metadata;
  throw new AwsError({
    code: 'MetadataTooLarge',
    message: 'Your metadata headers exceed the maximum allowed metadata size',
    detail: { Size: String(sizeBytes), MaxSizeAllowed: String(USER_METADATA_BYTES_MAX) },
  });
}

export function taggingOf(input: ObjectInput): Tag[] {
  const tags = parseTaggingHeader(input.Tagging ?? '');
  return checkTags(tags, { tagsMax: OBJECT_TAGS_MAX, of: 'Object' });
}

/** `aws-chunked` is how the request was sent, not what the object is; S3 does not keep it. */
function withoutChunking(encoding: string | undefined): string | undefined {
  const names = (encoding ?? '').split(',').map((name) => name.trim());
  // What the object is stays as it was written.
  const kept = names.includes('aws-chunked')
    ? names.filter((name) => name !== '' && name !== 'aws-chunked').join(',')
    : encoding;
  return kept === '' ? undefined : kept;
}
