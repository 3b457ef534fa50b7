import { Duration, Stack, type CfnElement } from 'aws-cdk-lib/core';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { SiteConfig } from '../config.ts';
import { NO_ACCESS_LOGS, type AccessLogs } from './access-logs.ts';
import { acknowledge, wildcards } from './acknowledge.ts';
import { removalPolicy } from './removal-policy.ts';
import { ReplicateBack } from './replicate-back.ts';

export interface ReplicatedBucketProps {
  config: SiteConfig;
  accessLogs: AccessLogs | undefined;
  bucketName: string;
  /** Name of the other region's bucket: each has what is written to the other. */
  replicateTo: string;
  role: 'primary' | 'standby';
  /** The standby's stack's parameter: whether the primary's bucket is there. */
  replicateBack: string;
  /** What the bucket's access logs are below. */
  logPrefix: string;
  /** Absent: S3's own way, which is SSE-S3. */
  encryption?: s3.BucketEncryption;
}

/**
 * One of two buckets, a region each, that have what is written to the other. The public stays
 * blocked, and nobody comes without TLS.
 */
export function replicatedBucket(scope: Construct, props: ReplicatedBucketProps): s3.IBucket {
  const destination = s3.Bucket.fromBucketName(scope, 'Destination', props.replicateTo);
  const bucket = new s3.Bucket(scope, 'Bucket', {
    bucketName: props.bucketName,
    versioned: true, // replication needs it
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    ...(props.encryption !== undefined && { encryption: props.encryption }),
    removalPolicy: removalPolicy(props.config),
    lifecycleRules: lifecycleRules(props.config),
    ...(props.accessLogs && {
      serverAccessLogsBucket: props.accessLogs.bucket,
      serverAccessLogsPrefix: props.logPrefix,
    }),
    ...(props.role === 'primary' && {
      replicationRules: [
        {
          id: 'to-standby',
          priority: 1,
          destination,
          deleteMarkerReplication: true,
          replicaModifications: true,
        },
      ],
    }),
  });
  if (props.role === 'standby')
    new ReplicateBack(scope, 'ReplicateBack', {
      ...{ from: bucket, to: destination, parameter: props.replicateBack },
    });
  if (props.accessLogs === undefined) acknowledge(bucket, { S1: NO_ACCESS_LOGS });
  acknowledgeReplication(scope, bucket, props.replicateTo);
  // The library's classes and interfaces disagree under exactOptionalPropertyTypes.
  return bucket as s3.IBucket;
}

function acknowledgeReplication(scope: Construct, bucket: s3.Bucket, replicateTo: string): void {
  const own = Stack.of(scope).getLogicalId(bucket.node.defaultChild as CfnElement);
  acknowledge(
    scope,
    wildcards('the replication role reads and writes every object of the two buckets', [
      `Resource::<${own}.Arn>/*`,
      `Resource::arn:aws:s3:::${replicateTo}/*`,
    ]),
  );
}

/** A lost upload's parts are paid for, and seen by nobody. */
const UPLOAD_DAYS_MAX = 7;

/**
 * Of each bucket: "Lifecycle actions are not replicated".
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html
 */
function lifecycleRules({ retention }: SiteConfig): s3.LifecycleRule[] {
  return [
    {
      id: 'earlier-versions',
      noncurrentVersionExpiration: Duration.days(retention.versionDays),
      expiredObjectDeleteMarker: true,
      abortIncompleteMultipartUploadAfter: Duration.days(UPLOAD_DAYS_MAX),
    },
  ];
}
