import { RemovalPolicy } from 'aws-cdk-lib/core';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface AssetsProps {
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
      removalPolicy: RemovalPolicy.DESTROY,
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
      },
    });
  }
}
