import type { Distribution, Origin } from '@understudy/contract';
import { signRequest } from '@understudy/wire';
import type { OriginRequest } from './origin-request-policy.ts';

/**
 * Origin access control: signs as CloudFront on the distribution's behalf.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
export function signed(
  distribution: Distribution,
  origin: Origin,
  request: OriginRequest,
  context: { path: string; query: string; wallMs: number },
): Record<string, string> {
  if (origin.target.kind !== 's3') return request.headers;
  const behavior = origin.target.originAccessControl?.signingBehavior ?? 'never';
  if (
    behavior === 'never' ||
    (behavior === 'no-override' && request.headers['authorization'] !== undefined)
  )
    return request.headers;
  const { authorization: _viewers, ...headers } = request.headers;
  const signature = signRequest({
    method: request.method,
    host: headers['host'] ?? origin.domainName,
    path: context.path,
    query: context.query,
    headers: amazonHeaders(headers),
    payload: 'UNSIGNED-PAYLOAD',
    region: regionOf(origin.domainName),
    service: 's3',
    key: distribution.signingKey,
    wallMs: context.wallMs,
  });
  return { ...headers, ...signature };
}

/** S3 wants every `x-amz-` header signed; the signature's own two are made anew. */
function amazonHeaders(headers: Record<string, string>): Record<string, string> {
  const own = new Set(['x-amz-date', 'x-amz-content-sha256', 'x-amz-security-token']);
  const names = Object.entries(headers).filter(
    ([name]) => name.startsWith('x-amz-') && !own.has(name),
  );
  return Object.fromEntries(names);
}

/**
 * Buckets named by the global name are signed for us-east-1, which is what makes it the wrong name
 * elsewhere.
 */
function regionOf(domainName: string): string {
  return (
    /\.s3[.-](?<region>[a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com$/.exec(domainName)?.groups?.[
      'region'
    ] ?? 'us-east-1'
  );
}
