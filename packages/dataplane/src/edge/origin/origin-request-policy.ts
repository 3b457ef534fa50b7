import type { CacheBehavior, Origin } from '@understudy/contract';
import { HOP_BY_HOP as OF_ANY_CONNECTION } from '@understudy/wire';
import { encodingOf, pick, pickCookies, pickQuery } from '../cache/cache-key.ts';

type Headers = Readonly<Record<string, string | undefined>>;

export interface OriginRequest {
  method: string;
  /** Path and query, raw. */
  target: string;
  headers: Record<string, string>;
}

/** A connection's own, and those that CloudFront removes as if they were. */
export const HOP_BY_HOP: ReadonlySet<string> = new Set([
  ...OF_ANY_CONNECTION,
  'proxy-authenticate',
  'proxy-authorization',
]);

/**
 * Only CloudFront makes headers of these names: what a viewer sends under them is removed
 * ("X-Edge-*: CloudFront removes all X-Edge-* headers"; the others tell of CloudFront itself).
 */
const RESERVED = /^(x-edge-|x-amz-cf-|cloudfront-)/;

/**
 * CloudFront removes or replaces these on the way, whatever a policy forwards.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#request-custom-headers-behavior
 */
const NEVER_FORWARDED: ReadonlySet<string> = new Set([
  'x-forwarded-proto',
  'x-real-ip',
  'via',
  'x-forwarded-for',
  'expect',
  'content-length',
  'cookie',
]);

export interface ViewerFacts {
  method: string;
  path: string;
  query: string;
  headers: Headers;
  viewerAddress: string;
  /** That the viewer speaks: what Via says. */
  httpVersion: string;
  /** Validators of a stale object that the cache holds. */
  revalidation?: { etag: string | undefined; modified: string | undefined };
}

/** What the origin is asked, from what the viewer asked. */
export function originRequest(
  viewer: ViewerFacts,
  behavior: CacheBehavior,
  origin: Origin,
  identity: { requestId: string; via: string },
): OriginRequest {
  const policy = behavior.originRequestPolicy;
  const { cachePolicy } = behavior;
  const headers = forwardedHeaders(viewer, behavior);
  headers['host'] ??= origin.domainName;
  headers['user-agent'] ??= 'Amazon CloudFront';
  const cookies = unite(
    pickCookies(viewer.headers['cookie'], cachePolicy.cookies),
    policy ? pickCookies(viewer.headers['cookie'], policy.cookies) : '',
    '; ',
  );
  if (cookies !== '') headers['cookie'] = cookies;
  const type = viewer.headers['content-type'];
  if (type !== undefined) headers['content-type'] = type;
  // "CloudFront appends the IP address of the viewer that is making the request to the end of the
  // existing value of the header", also where that address is there already.
  headers['x-forwarded-for'] = appended(viewer.headers['x-forwarded-for'], viewer.viewerAddress);
  // "Via: CloudFront forwards the header to your origin", and adds itself (RFC 9110, section
  // 7.6.3).
  headers['via'] = appended(viewer.headers['via'], identity.via);
  headers['x-amz-cf-id'] = identity.requestId;
  for (const custom of origin.customHeaders) headers[custom.name.toLowerCase()] = custom.value;
  const query = mergedQuery(viewer.query, behavior);
  return {
    method: viewer.method,
    target: `${origin.originPath}${viewer.path}${query === '' ? '' : `?${query}`}`,
    headers,
  };
}

/** Those that the policies choose, as the viewer sent them, but for Accept-Encoding. */
function forwardedHeaders(viewer: ViewerFacts, behavior: CacheBehavior): Record<string, string> {
  const { cachePolicy, originRequestPolicy: policy } = behavior;
  const uncached = behavior.cachedMethods.includes(viewer.method)
    ? []
    : (policy?.headersOfUncachedMethods ?? []);
  const headers: Record<string, string> = {};
  for (const [name, value] of [
    ...pick(viewer.headers, cachePolicy.headers),
    ...(policy ? pick(viewer.headers, policy.headers) : []),
    ...pick(viewer.headers, { behavior: 'whitelist', items: uncached }),
  ]) {
    if (!HOP_BY_HOP.has(name) && !NEVER_FORWARDED.has(name) && !RESERVED.test(name))
      headers[name] = value;
  }
  const accepted = viewer.headers['accept-encoding'];
  if (accepted === undefined || !(cachePolicy.enableGzip || cachePolicy.enableBrotli))
    return headers; // "CloudFront treats the Accept-Encoding header the same as any other"
  // "CloudFront … includes Accept-Encoding: identity in the corresponding origin request."
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-the-cache-key.html#cache-policy-compressed-objects
  headers['accept-encoding'] = encodingOf(accepted, cachePolicy) || 'identity';
  return headers;
}

function mergedQuery(query: string, behavior: CacheBehavior): string {
  const keyed = pickQuery(query, behavior.cachePolicy.queryStrings);
  const forwarded = behavior.originRequestPolicy
    ? pickQuery(query, behavior.originRequestPolicy.queryStrings)
    : '';
  if (forwarded === '' || keyed === query) return keyed;
  const wanted = new Set([...keyed.split('&'), ...forwarded.split('&')]);
  return query
    .split('&')
    .filter((part) => wanted.has(part))
    .join('&');
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-5.3 */
function appended(list: string | undefined, member: string): string {
  return list === undefined || list === '' ? member : `${list}, ${member}`;
}

function unite(left: string, right: string, separator: string): string {
  if (left === '' || left === right) return right;
  return right === '' ? left : `${left}${separator}${right}`;
}
