import { Duration } from 'aws-cdk-lib/core';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { SiteConfig } from '../config.ts';
import { acknowledge } from './acknowledge.ts';
import { removalPolicy } from './removal-policy.ts';

/** Why there are none where the site does not ask for them. */
export const NO_ACCESS_LOGS =
  "access logs hold visitors' addresses: a site has them when it says so (accessLogs)";

/**
 * The bucket of a region's access logs: the load balancer's, the static files' and CloudFront's,
 * each below a prefix of its own. It has no name of ours, so that one that was kept is in nobody's
 * way.
 */
export class AccessLogs extends Construct {
  readonly bucket: s3.IBucket;

  constructor(scope: Construct, id: string, config: SiteConfig) {
    super(scope, id);
    this.bucket = new s3.Bucket(this, 'Bucket', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      // "…you must … enable ACLs", for CloudFront's standard logs.
      // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
      // The one encryption that a load balancer writes its logs under.
      // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
      encryption: s3.BucketEncryption.S3_MANAGED,
      removalPolicy: removalPolicy(config),
      lifecycleRules: [
        {
          id: 'old-logs',
          expiration: Duration.days(config.retention.accessLogDays),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    }) as s3.IBucket; // see assets.ts
    acknowledge(this.bucket, { S1: 'a bucket of logs that logged itself would never end' });
  }
}
