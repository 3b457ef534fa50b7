import { AwsError } from '@understudy/wire';
import type { BucketCall } from '../core.ts';
import { notImplemented } from '../errors.ts';
import { KMS_ALGORITHMS, type ObjectEncryption } from '../model.ts';

interface EncryptionInput {
  ServerSideEncryption?: string | undefined;
  SSEKMSKeyId?: string | undefined;
  BucketKeyEnabled?: boolean | undefined;
}

/** What answers tell of an object's encryption. */
interface EncryptionMembers {
  ServerSideEncryption: 'AES256' | ObjectEncryption['algorithm'];
  SSEKMSKeyId?: string;
  BucketKeyEnabled?: true;
}

/**
 * How a new object is told to be encrypted, undefined for S3's own keys: as the request asks, else
 * as its bucket's default is.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
 */
export function encryptionOf(call: BucketCall<EncryptionInput>): ObjectEncryption | undefined {
  const { input, bucket, core } = call;
  const stored = core.metadata.buckets.document(bucket.name, 'encryption');
  const [rule] = stored?.Rules ?? [];
  const standard = rule?.ApplyServerSideEncryptionByDefault;
  const asked = input.ServerSideEncryption ?? standard?.SSEAlgorithm ?? 'AES256';
  const algorithm = KMS_ALGORITHMS.find((known) => known === asked);
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
  if (input.SSEKMSKeyId !== undefined && !isKms(input.ServerSideEncryption))
    throw new AwsError({
      code: 'InvalidArgument',
      message:
        'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms',
    });
  if (algorithm === undefined) {
    if (asked !== 'AES256') throw notImplemented('x-amz-server-side-encryption');
    return undefined;
  }
  const keyId = input.SSEKMSKeyId ?? standard?.KMSMasterKeyID;
  const isBucketKey = input.BucketKeyEnabled ?? rule?.BucketKeyEnabled ?? false;
  return {
    algorithm,
    ...(keyId === undefined ? {} : { keyId }),
    ...(isBucketKey ? { bucketKey: true } : {}),
  };
}

export function isKms(algorithm: string | undefined): boolean {
  return KMS_ALGORITHMS.some((known) => known === algorithm);
}

export function encryptionMembers(encryption: ObjectEncryption | undefined): EncryptionMembers {
  if (encryption === undefined) return { ServerSideEncryption: 'AES256' };
  const { algorithm, keyId, bucketKey } = encryption;
  return {
    ServerSideEncryption: algorithm,
    ...(keyId === undefined ? {} : { SSEKMSKeyId: keyId }),
    ...(bucketKey === undefined ? {} : { BucketKeyEnabled: bucketKey }),
  };
}
