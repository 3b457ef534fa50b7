import type { StackProps } from 'aws-cdk-lib/core';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import type * as route53 from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import type { WebSiteConfig } from '../config.ts';
import { siteDistribution } from './site-distribution.ts';
import type { RegionStack } from './region-stack.ts';
import { SiteStack } from './site-stack.ts';

export interface EdgeStackProps extends StackProps {
  config: WebSiteConfig;
  zone: route53.IPublicHostedZone;
  primary: RegionStack;
}

/**
 * Step 3 and the front half of the picture: the certificate, and the distribution that leads to the
 * primary.
 */
export class EdgeStack extends SiteStack {
  readonly distribution: cloudfront.Distribution;

  constructor(scope: Construct, id: string, props: EdgeStackProps) {
    super(scope, id, props);
    const { config } = props;
    this.distribution = siteDistribution(this, props, {
      defaultBehavior: {
        origin: new origins.HttpOrigin(props.primary.loadBalancer.loadBalancerDnsName, {
          // The load balancer's certificate is of the domain: CloudFront takes it since the Host
          // header, which is passed on, is the domain too.
          // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html
          protocolPolicy:
            config.web.origin === 'https'
              ? cloudfront.OriginProtocolPolicy.HTTPS_ONLY
              : cloudfront.OriginProtocolPolicy.HTTP_ONLY,
        }),
        allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
        // Pages are made for each visitor; what may be cached is in the static files'
        // distributions.
        cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
        originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER,
      },
      ...(config.web.origin === 'http' && {
        reasons: { CFR5: 'the site asks for HTTP (web.origin)' },
      }),
    });
  }
}
