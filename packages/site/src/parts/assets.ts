import { Duration } from 'aws-cdk-lib/core';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { SiteConfig } from '../config.ts';
import { removalPolicy } from './removal-policy.ts';
import { securityHeaders } from './security-headers.ts';

export interface AssetsProps {
  config: SiteConfig;
  bucketName: string;
  /** Name of the bucket in the other region that new objects are copied to. */
  replicateTo: string | undefined;
}

/**
 * Steps 4 and 5: the bucket of static files and the distribution that serves it. The public stays
 * blocked: CloudFront alone may read, by origin access control. The distribution stands beside its
 * bucket, not in the edge stack, because the bucket's policy names it and it names the bucket
 * (docs/adr/0002).
 */
export class Assets extends Construct {
  readonly bucket: s3.IBucket;
  readonly distribution: cloudfront.Distribution;

  constructor(scope: Construct, id: string, props: AssetsProps) {
    super(scope, id);
    this.bucket = new s3.Bucket(this, 'Bucket', {
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
            destination: s3.Bucket.fromBucketName(this, 'Destination', props.replicateTo),
            deleteMarkerReplication: true,
          },
        ],
      }),
      // The library's classes and interfaces disagree under exactOptionalPropertyTypes.
    }) as s3.IBucket;
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: `static files of ${props.bucketName}`,
      enableIpv6: false,
      defaultBehavior: {
        // The origin's name is the regional one: the global name redirects for buckets outside
        // us-east-1.
        origin: origins.S3BucketOrigin.withOriginAccessControl(this.bucket),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
        ...securityHeaders(props.config),
      },
    });
  }
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
