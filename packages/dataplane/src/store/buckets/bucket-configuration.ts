import type {
  GetBucketEncryptionCommandInput,
  GetBucketEncryptionCommandOutput,
  GetBucketOwnershipControlsCommandInput,
  GetBucketOwnershipControlsCommandOutput,
  GetBucketTaggingCommandInput,
  GetBucketTaggingCommandOutput,
  GetBucketVersioningCommandInput,
  GetBucketVersioningCommandOutput,
  PutBucketEncryptionCommandInput,
  PutBucketOwnershipControlsCommandInput,
  PutBucketTaggingCommandInput,
  PutBucketVersioningCommandInput,
  ServerSideEncryptionConfiguration,
} from '@aws-sdk/client-s3';
import { AwsError } from '@understudy/wire';
import { BUCKET_TAGS_MAX } from '../bounds.ts';
import { deleteDocument, putDocument, requiredDocument } from './bucket-documents.ts';
import type { BucketCall, Output } from '../core.ts';
import { malformedXml } from '../errors.ts';
import { checkTags } from '../objects/tags.ts';
import { isKms } from '../objects/object-encryption.ts';

export function getBucketVersioning(
  call: BucketCall<GetBucketVersioningCommandInput>,
): Output<GetBucketVersioningCommandOutput> {
  const { versioning } = call.bucket;
  return versioning === '' ? {} : { Status: versioning };
}

export function putBucketVersioning(
  call: BucketCall<PutBucketVersioningCommandInput>,
): Record<string, never> {
  const { Status: status, MFADelete: mfaDelete } = call.input.VersioningConfiguration ?? {};
  const { metadata } = call.core;
  const { name } = call.bucket;
  if (status !== 'Enabled' && status !== 'Suspended')
    throw new AwsError({
      code: 'IllegalVersioningConfigurationException',
      message: 'The Versioning element must be specified',
    });
  if (mfaDelete === 'Enabled') throw unsupported('MFA Delete');
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
  if (status === 'Suspended' && metadata.buckets.document(name, 'replication') !== undefined)
    throw new AwsError({
      code: 'InvalidBucketState',
      message:
        'A replication configuration is present on this bucket, so the versioning state ' +
        'cannot be changed.',
      status: 409,
    });
  metadata.buckets.setVersioning(name, status);
  return {};
}

export function getBucketTagging(
  call: BucketCall<GetBucketTaggingCommandInput>,
): Output<GetBucketTaggingCommandOutput> {
  return { TagSet: requiredDocument(call, 'tagging') };
}

export function putBucketTagging(
  call: BucketCall<PutBucketTaggingCommandInput>,
): Record<string, never> {
  const tags = call.input.Tagging?.TagSet ?? [];
  putDocument(call, 'tagging', checkTags(tags, { tagsMax: BUCKET_TAGS_MAX, of: 'Bucket' }));
  return {};
}

export function deleteBucketTagging(call: BucketCall<unknown>): Record<string, never> {
  deleteDocument(call, 'tagging');
  return {};
}

/**
 * Every object is told to be encrypted with AES256 unless told otherwise; here at rest means: on
 * the user's own disk.
 */
const DEFAULT_ENCRYPTION: ServerSideEncryptionConfiguration = {
  Rules: [
    {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
      BucketKeyEnabled: false,
    },
  ],
};

export function getBucketEncryption(
  call: BucketCall<GetBucketEncryptionCommandInput>,
): Output<GetBucketEncryptionCommandOutput> {
  const stored = call.core.metadata.buckets.document(call.bucket.name, 'encryption');
  return { ServerSideEncryptionConfiguration: stored ?? DEFAULT_ENCRYPTION };
}

export function putBucketEncryption(
  call: BucketCall<PutBucketEncryptionCommandInput>,
): Record<string, never> {
  const configuration = call.input.ServerSideEncryptionConfiguration;
  const [rule, ...others] = configuration?.Rules ?? [];
  const algorithm = rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
  if (rule === undefined || others.length > 0 || algorithm === undefined) throw malformedXml();
  if (algorithm !== 'AES256' && !isKms(algorithm))
    throw unsupported(`encryption with ${algorithm}`);
  putDocument(call, 'encryption', { ...configuration, Rules: [rule] });
  return {};
}

/** Resets it to S3's own default. */
export function deleteBucketEncryption(call: BucketCall<unknown>): Record<string, never> {
  deleteDocument(call, 'encryption');
  return {};
}

export function getBucketOwnershipControls(
  call: BucketCall<GetBucketOwnershipControlsCommandInput>,
): Output<GetBucketOwnershipControlsCommandOutput> {
  return { OwnershipControls: requiredDocument(call, 'ownership') };
}

export function putBucketOwnershipControls(
  call: BucketCall<PutBucketOwnershipControlsCommandInput>,
): Record<string, never> {
  const [rule, ...others] = call.input.OwnershipControls?.Rules ?? [];
  if (rule === undefined || others.length > 0) throw malformedXml();
  if (rule.ObjectOwnership !== 'BucketOwnerEnforced')
    throw unsupported(`object ownership ${String(rule.ObjectOwnership)}`);
  putDocument(call, 'ownership', { Rules: [rule] });
  return {};
}

function unsupported(what: string): AwsError {
  return new AwsError({
    code: 'NotImplemented',
    message: `${what} is not implemented by this S3 store.`,
    status: 501,
  });
}
