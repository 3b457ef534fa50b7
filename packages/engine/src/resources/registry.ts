import type { ResourceHandler } from '../kernel/resource.ts';
import { certificate } from './certificatemanager/certificate.ts';
import { cachePolicy } from './cloudfront/cache-policy.ts';
import { distribution } from './cloudfront/distribution.ts';
import { originAccessControl } from './cloudfront/origin-access-control.ts';
import { originRequestPolicy } from './cloudfront/origin-request-policy.ts';
import { responseHeadersPolicy } from './cloudfront/response-headers-policy.ts';
import { healthCheck } from './route53/health-check.ts';
import { hostedZone } from './route53/hosted-zone.ts';
import { recordSet } from './route53/record-set.ts';
import { recordSetGroup } from './route53/record-set-group.ts';
import { bucket } from './s3/bucket.ts';
import { bucketPolicy } from './s3/bucket-policy.ts';
import { parameter } from './ssm/parameter.ts';

/** Every CloudFormation type that the engine provisions. One line a type; the order has no meaning. */
export const RESOURCE_HANDLERS: readonly ResourceHandler[] = [
  certificate,
  cachePolicy,
  distribution,
  originAccessControl,
  originRequestPolicy,
  responseHeadersPolicy,
  healthCheck,
  hostedZone,
  recordSet,
  recordSetGroup,
  bucket,
  bucketPolicy,
  parameter,
];

const byType = new Map(RESOURCE_HANDLERS.map((handler) => [handler.type, handler]));

export function findResourceHandler(type: string): ResourceHandler | undefined {
  return byType.get(type);
}
