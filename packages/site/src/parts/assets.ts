import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { NO_ACCESS_LOGS } from './access-logs.ts';
import { acknowledge, DISTRIBUTION_REASONS } from './acknowledge.ts';
import { replicatedBucket, type ReplicatedBucketProps } from './replicated-bucket.ts';
import { securityHeaders } from './security-headers.ts';

/**
 * Steps 4 and 5: the bucket of static files and the distribution that serves it. The public stays
 * blocked: CloudFront alone may read, by origin access control. The distribution stands beside its
 * bucket, not in the edge stack, because the bucket's policy names it and it names the bucket
 * (docs/adr/0002).
 */
export class Assets extends Construct {
  readonly bucket: s3.IBucket;
  readonly distribution: cloudfront.Distribution;

  constructor(scope: Construct, id: string, props: ReplicatedBucketProps) {
    super(scope, id);
    this.bucket = replicatedBucket(this, props);
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: `static files of ${props.bucketName}`,
      enableIpv6: false,
      ...(props.accessLogs && {
        logBucket: props.accessLogs.bucket,
        logFilePrefix: 'cloudfront-static-files/',
      }),
      defaultBehavior: {
        // The origin's name is the regional one: the global name redirects for buckets outside
        // us-east-1.
        origin: origins.S3BucketOrigin.withOriginAccessControl(this.bucket),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
        ...securityHeaders(props.config),
      },
    });
    acknowledge(this.distribution, {
      ...DISTRIBUTION_REASONS,
      CFR4: "the name of CloudFront's own certificate fixes it: pages name the files by that",
      ...(props.accessLogs === undefined && { CFR3: NO_ACCESS_LOGS }),
    });
  }
}
