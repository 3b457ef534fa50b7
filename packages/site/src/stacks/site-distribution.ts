import { CfnOutput, type Stack } from 'aws-cdk-lib/core';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as route53 from 'aws-cdk-lib/aws-route53';
import type { SiteConfig } from '../config.ts';
import { AccessLogs, NO_ACCESS_LOGS } from '../parts/access-logs.ts';
import { acknowledge, DISTRIBUTION_REASONS } from '../parts/acknowledge.ts';
import { securityHeaders } from '../parts/security-headers.ts';

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html */
export const CLOUDFRONT_ZONE_ID = 'Z2FDTNDATAQYW2';

/**
 * Step 3, and the distribution that the site's own names lead to; what it asks for pages is the
 * stack's to say.
 *
 * @param reasons why rules of cdk-nag do not hold, beside those of every distribution
 */
export function siteDistribution(
  stack: Stack,
  { config, zone }: { config: SiteConfig; zone: route53.IPublicHostedZone },
  {
    reasons,
    defaultBehavior,
    ...own
  }: cloudfront.DistributionProps & { reasons?: Readonly<Record<string, string>> },
): cloudfront.Distribution {
  const certificate = new acm.Certificate(stack, 'Certificate', {
    domainName: config.domain,
    subjectAlternativeNames: [`*.${config.domain}`],
    validation: acm.CertificateValidation.fromDns(zone),
  });
  const accessLogs = config.accessLogs ? new AccessLogs(stack, 'AccessLogs', config) : undefined;
  const distribution = new cloudfront.Distribution(stack, 'Distribution', {
    ...(accessLogs && { logBucket: accessLogs.bucket, logFilePrefix: 'cloudfront/' }),
    comment: config.domain,
    domainNames: [config.domain, `www.${config.domain}`],
    certificate,
    enableIpv6: false, // the standby's load balancer has no IPv6 address, so the name must not promise one
    defaultBehavior: {
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      ...securityHeaders(config),
      ...defaultBehavior,
    },
    ...own,
  });
  acknowledge(distribution, {
    ...DISTRIBUTION_REASONS,
    ...(accessLogs === undefined && { CFR3: NO_ACCESS_LOGS }),
    ...reasons,
  });
  if (accessLogs !== undefined)
    new CfnOutput(stack, 'AccessLogBucket', { value: accessLogs.bucket.bucketName });
  new CfnOutput(stack, 'DistributionId', { value: distribution.distributionId });
  new CfnOutput(stack, 'DistributionDomain', { value: distribution.distributionDomainName });
  new CfnOutput(stack, 'CertificateArn', { value: certificate.certificateArn });
  return distribution;
}
