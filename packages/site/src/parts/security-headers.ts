import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { SiteConfig } from '../config.ts';

/**
 * AWS's own policy, which leaves alone what the origin says itself, but for
 * `X-Content-Type-Options`.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html
 */
export function securityHeaders({
  securityHeaders: isAdded,
}: SiteConfig): Pick<cloudfront.BehaviorOptions, 'responseHeadersPolicy'> {
  return isAdded
    ? { responseHeadersPolicy: cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS }
    : {};
}
