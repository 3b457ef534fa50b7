import type { Destination, ReplicationRule } from '@aws-sdk/client-s3';
import { AwsError } from '@understudy/wire';
import { bucketOfArn, isBucketName } from '../buckets/bucket-names.ts';
import { REPLICATION_TIME_MINUTES } from '../bounds.ts';
import { invalidArgument, invalidRequest, malformedXml } from '../errors.ts';
import { storageClassOf } from '../objects/object-input.ts';

/**
 * What S3 says to a rule's destination, and then what this store cannot do.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Destination.html
 */
export function checkReplicationDestination(
  rule: ReplicationRule,
  source: { bucket: string; account: string },
): void {
  const destination = rule.Destination;
  if (destination?.Bucket === undefined) throw malformedXml();
  checkBucket(destination.Bucket, source.bucket);
  checkOwner(destination);
  checkEncryption(rule, destination);
  checkTimeControl(destination);
  const unsupported = unsupportedMember(rule, source.account);
  if (unsupported !== undefined)
    throw new AwsError({
      code: 'NotImplemented',
      message: `Replication with ${unsupported} is not implemented by this S3 store.`,
      status: 501,
    });
}

function checkBucket(arn: string, source: string): void {
  const bucket = bucketOfArn(arn);
  const argument = { name: 'Bucket', value: arn };
  if (bucket === undefined) throw invalidArgument('Invalid bucket ARN', argument);
  if (!isBucketName(bucket)) throw invalidArgument('The specified bucket is not valid.', argument);
  if (bucket === source)
    throw invalidRequest('Destination bucket cannot be the same as the source bucket.');
}

function checkOwner({
  Account: account,
  AccessControlTranslation: translation,
}: Destination): void {
  if (translation === undefined) return;
  if (translation.Owner !== 'Destination') throw malformedXml();
  if (account === undefined || account === '')
    throw invalidRequest(
      'Account must be specified if the Owner in AccessControlTranslation has a value',
    );
}

/** Encrypted objects and the key that their replicas get need each other. */
function checkEncryption(rule: ReplicationRule, destination: Destination): void {
  const isSelected = rule.SourceSelectionCriteria?.SseKmsEncryptedObjects !== undefined;
  const encryption = destination.EncryptionConfiguration;
  if (encryption && !isSelected)
    throw invalidRequest(
      'SseKmsEncryptedObjects must be specified if EncryptionConfiguration is present.',
    );
  if (isSelected && (encryption?.ReplicaKmsKeyID ?? '') === '')
    throw invalidRequest(
      'ReplicaKmsKeyID must be specified if SseKmsEncryptedObjects tag is present.',
    );
}

/**
 * Time control demands metrics, and 15 minutes for both; metrics alone have no threshold.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html
 */
function checkTimeControl({ Metrics: metrics, ReplicationTime: time }: Destination): void {
  for (const status of [metrics, time])
    if (status && status.Status !== 'Enabled' && status.Status !== 'Disabled') throw malformedXml();
  if (time && time.Time === undefined) throw malformedXml();
  if (time && !metrics)
    throw invalidRequest(
      'Replication destination must contain both ReplicationTime and Metrics or neither.',
    );
  if (time && time.Time?.Minutes !== REPLICATION_TIME_MINUTES)
    throw invalidTime('ReplicationTime', 'Invalid time minute value', time.Time?.Minutes);
  const threshold = metrics?.EventThreshold;
  if (time?.Status === 'Enabled') {
    if (threshold?.Minutes === undefined)
      throw invalidTime('ReplicationMetrics', 'ReplicationMetrics must contain an event threshold');
    if (threshold.Minutes !== REPLICATION_TIME_MINUTES)
      throw invalidTime(
        'ReplicationMetrics',
        'Invalid event threshold minute value',
        threshold.Minutes,
      );
  } else if (threshold !== undefined) {
    throw invalidTime(
      'Metrics',
      'Metrics cannot contain an event threshold when ReplicationTime is not specified or Disabled',
    );
  }
}

function invalidTime(name: string, message: string, minutes?: number): AwsError {
  return invalidArgument(message, { name, value: minutes === undefined ? '' : String(minutes) });
}

function unsupportedMember(rule: ReplicationRule, account: string): string | undefined {
  const { Destination: destination } = rule;
  if (destination?.Account !== undefined && destination.Account !== account)
    return 'a destination in another account';
  if (destination?.AccessControlTranslation) return 'AccessControlTranslation';
  if (destination?.EncryptionConfiguration) return 'EncryptionConfiguration';
  return unsupportedClass(destination?.StorageClass);
}

function unsupportedClass(storageClass: string | undefined): string | undefined {
  try {
    storageClassOf(storageClass);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof AwsError && thrown.code === 'InvalidStorageClass') throw malformedXml();
    return `StorageClass ${storageClass ?? ''}`;
  }
}
