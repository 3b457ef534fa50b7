import { existsSync } from 'node:fs';
import path from 'node:path';
import { Duration, type StackProps } from 'aws-cdk-lib/core';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import type * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { SiteConfig } from '../config.ts';
import { assetBucketName } from '../names.ts';
import { siteDistribution } from './site-distribution.ts';
import { SiteStack } from './site-stack.ts';

export interface StaticEdgeStackProps extends StackProps {
  config: SiteConfig;
  account: string;
  zone: route53.IPublicHostedZone;
}

/** What of a bucket says that its region fails, and not that a file is not there. */
const FAILOVER_STATUS_CODES = [500, 502, 503, 504];
/**
 * A visitor waits so long, twice, for a bucket that says nothing, before the other one is asked.
 */
const CONNECTION_SECONDS = 3;
const CONNECTION_ATTEMPTS = 2;
/** A change is seen after so long; a file may say otherwise by its own Cache-Control. */
const FRESH_SECONDS = 60;
const ERROR_PAGE = '404.html';

/**
 * The certificate, and one distribution with both buckets behind it: the standby's is asked when
 * the primary's does not answer, or fails.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
 */
export class StaticEdgeStack extends SiteStack {
  readonly distribution: cloudfront.Distribution;

  constructor(scope: Construct, id: string, props: StaticEdgeStackProps) {
    super(scope, id, props);
    const { config } = props;
    this.distribution = siteDistribution(this, props, {
      defaultRootObject: 'index.html',
      defaultBehavior: {
        origin: new origins.OriginGroup({
          primaryOrigin: this.#bucket('PrimaryBucket', props, config.primary),
          fallbackOrigin: this.#bucket('StandbyBucket', props, config.standby),
          fallbackStatusCodes: FAILOVER_STATUS_CODES,
        }),
        cachePolicy: new cloudfront.CachePolicy(this, 'CachePolicy', {
          defaultTtl: Duration.seconds(FRESH_SECONDS),
          enableAcceptEncodingGzip: true,
          enableAcceptEncodingBrotli: true,
        }),
      },
      errorResponses: errorResponses(config),
    });
  }

  /** By its name: its policy is its own stack's. */
  #bucket(
    id: string,
    { config, account }: StaticEdgeStackProps,
    region: string,
  ): cloudfront.IOrigin {
    const bucket = s3.Bucket.fromBucketAttributes(this, id, {
      bucketName: assetBucketName(config, { account, region }),
      region,
    });
    return origins.S3BucketOrigin.withOriginAccessControl(bucket, {
      connectionAttempts: CONNECTION_ATTEMPTS,
      connectionTimeout: Duration.seconds(CONNECTION_SECONDS),
    });
  }
}

function errorResponses({ assets }: SiteConfig): cloudfront.ErrorResponse[] {
  return assets !== undefined && existsSync(path.join(assets, ERROR_PAGE))
    ? [{ httpStatus: 404, responseHttpStatus: 404, responsePagePath: `/${ERROR_PAGE}` }]
    : [];
}
