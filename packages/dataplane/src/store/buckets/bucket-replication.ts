import { randomUUID } from 'node:crypto';
import type {
  GetBucketReplicationCommandInput,
  GetBucketReplicationCommandOutput,
  PutBucketReplicationCommandInput,
  ReplicationConfiguration,
} from '@aws-sdk/client-s3';
import { deleteDocument, putDocument, requiredDocument } from './bucket-documents.ts';
import { bucketOfArn } from './bucket-names.ts';
import type { BucketCall, Output } from '../core.ts';
import { accessDenied, invalidRequest, malformedXml, serviceUnavailable } from '../errors.ts';
import { checkReplicationRules } from '../replication/replication-checks.ts';

export function getBucketReplication(
  call: BucketCall<GetBucketReplicationCommandInput>,
): Output<GetBucketReplicationCommandOutput> {
  return { ReplicationConfiguration: requiredDocument(call, 'replication') };
}

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html ("Requirements for
 * replication")
 */
export async function putBucketReplication(
  call: BucketCall<PutBucketReplicationCommandInput>,
): Promise<Record<string, never>> {
  const { core, bucket, input } = call;
  const configuration = input.ReplicationConfiguration;
  if (configuration === undefined) throw malformedXml();
  checkReplicationRules(configuration, { bucket: bucket.name, account: core.account });
  checkSource(call);
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html ("Permissions")
  const { Role: arn = '' } = configuration;
  if (!call.may('iam:PassRole', { bucket: bucket.name, arn })) throw accessDenied();
  const destinations = new Set(
    (configuration.Rules ?? []).map((rule) => bucketOfArn(rule.Destination?.Bucket ?? '') ?? ''),
  );
  for (const destination of destinations) await checkDestination(call, destination);
  core.metadata.transaction(() => {
    // Another request may have suspended it while the destinations were asked.
    checkSource(call);
    putDocument(call, 'replication', withRuleIds(configuration));
  });
  return {};
}

export function deleteBucketReplication(call: BucketCall<unknown>): Record<string, never> {
  deleteDocument(call, 'replication');
  return {};
}

function checkSource(call: BucketCall<unknown>): void {
  const bucket = call.core.metadata.buckets.get(call.bucket.name);
  if (bucket?.versioning === 'Enabled') return;
  throw invalidRequest(
    "Versioning must be 'Enabled' on the bucket to apply a replication configuration",
  );
}

async function checkDestination(call: BucketCall<unknown>, destination: string): Promise<void> {
  const { core } = call;
  const place = await core.peers.locate(destination);
  if (place.kind === 'unknown')
    throw serviceUnavailable(`${place.region} cannot be asked for bucket ${destination}`);
  if (place.kind !== 'region') throw invalidRequest('Destination bucket must exist.');
  if (place.versioning !== 'Enabled')
    throw invalidRequest('Destination bucket must have versioning enabled.');
}

/** S3 gives a rule without an id one: a UUID in base64. */
function withRuleIds(configuration: ReplicationConfiguration): ReplicationConfiguration {
  const rules = (configuration.Rules ?? []).map((rule) => ({
    ...rule,
    ID: rule.ID === undefined || rule.ID === '' ? newRuleId() : rule.ID,
  }));
  return { ...configuration, Rules: rules };
}

function newRuleId(): string {
  return Buffer.from(randomUUID()).toString('base64');
}
