import { Duration } from 'aws-cdk-lib/core';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { SiteConfig } from '../config.ts';
import { removalPolicy } from './removal-policy.ts';

export interface AssetBucketProps {
  config: SiteConfig;
  bucketName: string;
  /** Name of the bucket in the other region that new objects are copied to. */
  replicateTo: string | undefined;
}

/** A region's bucket of static files. The public stays blocked: CloudFront alone may read. */
export function assetBucket(scope: Construct, props: AssetBucketProps): s3.IBucket {
  return new s3.Bucket(scope, 'Bucket', {
    bucketName: props.bucketName,
    versioned: true, // replication needs it
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    removalPolicy: removalPolicy(props.config),
    lifecycleRules: lifecycleRules(props.config),
    ...(props.replicateTo !== undefined && {
      replicationRules: [
        {
          id: 'to-standby',
          priority: 1,
          destination: s3.Bucket.fromBucketName(scope, 'Destination', props.replicateTo),
          deleteMarkerReplication: true,
        },
      ],
    }),
    // The library's classes and interfaces disagree under exactOptionalPropertyTypes.
  }) as s3.IBucket;
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
