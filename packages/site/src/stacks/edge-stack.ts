import { CfnOutput, type StackProps } from 'aws-cdk-lib/core';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import type * as route53 from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import type { WebSiteConfig } from '../config.ts';
import { AccessLogs, NO_ACCESS_LOGS } from '../parts/access-logs.ts';
import { acknowledge, DISTRIBUTION_REASONS } from '../parts/acknowledge.ts';
import { securityHeaders } from '../parts/security-headers.ts';
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
    const certificate = new acm.Certificate(this, 'Certificate', {
      domainName: config.domain,
      subjectAlternativeNames: [`*.${config.domain}`],
      validation: acm.CertificateValidation.fromDns(props.zone),
    });
    const accessLogs = config.accessLogs ? new AccessLogs(this, 'AccessLogs', config) : undefined;
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      ...(accessLogs && { logBucket: accessLogs.bucket, logFilePrefix: 'cloudfront/' }),
      comment: config.domain,
      domainNames: [config.domain, `www.${config.domain}`],
      certificate,
      enableIpv6: false, // the standby's load balancer has no IPv6 address, so the name must not promise one
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
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        // Pages are made for each visitor; what may be cached is in the static files'
        // distributions.
        cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
        originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER,
        ...securityHeaders(config),
      },
    });
    acknowledge(this.distribution, {
      ...DISTRIBUTION_REASONS,
      ...(accessLogs === undefined && { CFR3: NO_ACCESS_LOGS }),
      ...(config.web.origin === 'http' && { CFR5: 'the site asks for HTTP (web.origin)' }),
    });
    if (accessLogs !== undefined)
      new CfnOutput(this, 'AccessLogBucket', { value: accessLogs.bucket.bucketName });
    new CfnOutput(this, 'DistributionId', { value: this.distribution.distributionId });
    new CfnOutput(this, 'DistributionDomain', { value: this.distribution.distributionDomainName });
    new CfnOutput(this, 'CertificateArn', { value: certificate.certificateArn });
  }
}
