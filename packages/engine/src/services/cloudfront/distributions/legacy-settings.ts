import type { DefaultCacheBehavior } from '@aws-sdk/client-cloudfront';
import type { CachePolicy, OriginRequestPolicy } from '@understudy/contract';
import { failInvalid } from '../errors.ts';
import { DEFAULT_TTL_SECONDS, items, MAX_TTL_SECONDS } from '../policies/policy-documents.ts';

type LegacySettings = Pick<
  DefaultCacheBehavior,
  'ForwardedValues' | 'MinTTL' | 'DefaultTTL' | 'MaxTTL'
>;

/**
 * What is removed unless ForwardedValues lists it; all others are forwarded, "other-defined
 * headers" too. Those that no setting forwards are the edge's to remove.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#request-custom-headers-behavior
 */
const REMOVED_BY_DEFAULT = [
  'Accept',
  'Accept-Charset',
  'Accept-Language',
  'Authorization',
  'Host',
  'Referer',
  'User-Agent',
  'X-HTTP-Method-Override',
];

/** Those of which the same table says that caching based on their values is not supported. */
const NOT_ALLOWED = [
  'Cache-Control',
  'Connection',
  'Content-Length',
  'Cookie',
  'Max-Forwards',
  'Pragma',
  'Proxy-Authenticate',
  'Proxy-Authorization',
  'Proxy-Connection',
  'Request-Range',
  'TE',
  'Trailer',
  'Transfer-Encoding',
  'Upgrade',
  'X-Amz-Cf-Id',
  'X-Forwarded-Proto',
  'X-Real-IP',
].map((name) => name.toLowerCase());

/** Throws what CloudFront answers to ForwardedValues with a header that cannot be listed. */
export function checkForwardedHeaders(headers: readonly string[]): void {
  const refused = headers.find(
    (name) => NOT_ALLOWED.includes(name.toLowerCase()) || /^x-edge-/i.test(name),
  );
  if (refused !== undefined)
    failInvalid(`The parameter Header Name with value ${refused} is not allowed.`);
}

/**
 * A behavior without a cache policy: ForwardedValues and the TTLs beside it.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ForwardedValues.html
 */
export function legacyPolicies(settings: LegacySettings): {
  cachePolicy: CachePolicy;
  originRequestPolicy: OriginRequestPolicy;
} {
  const forwarded = settings.ForwardedValues;
  const headers = forwarded?.Headers?.Items ?? [];
  const forwardsAll = headers.includes('*');
  const keys = forwarded?.QueryStringCacheKeys?.Items ?? [];
  const queryString = forwarded?.QueryString === true;
  const cookies = items(forwarded?.Cookies?.Forward, forwarded?.Cookies?.WhitelistedNames?.Items);
  return {
    cachePolicy: {
      ...(forwardsAll ? UNCACHED : timesToLive(settings)),
      headers: forwardsAll ? items('all', []) : items('whitelist', headers),
      cookies,
      queryStrings: queryString
        ? items(keys.length > 0 ? 'whitelist' : 'all', keys)
        : items('none', []),
      // "If the value contains gzip …, CloudFront forwards a normalized Accept-Encoding header",
      // whether or not it compresses itself; "Brotli doesn't support legacy cache settings".
      enableGzip: true,
      enableBrotli: false,
    },
    originRequestPolicy: {
      headers: forwardsAll ? items('all', []) : items('allExcept', REMOVED_BY_DEFAULT),
      // "DELETE, PATCH, POST, and PUT requests: CloudFront does not remove the header field before
      // forwarding the request to your origin"; OPTIONS as its answers are cached or not.
      headersOfUncachedMethods: ['authorization'],
      cookies,
      // "CloudFront forwards all query string parameters to the origin, but it only caches based on
      // the query string parameters that you specify."
      queryStrings: items(queryString ? 'all' : 'none', []),
    },
  };
}

/** "If you configure CloudFront to forward all headers …, CloudFront doesn't cache the objects." */
const UNCACHED = { minTtlSeconds: 0, defaultTtlSeconds: 0, maxTtlSeconds: 0 };

function timesToLive({ MinTTL = 0, DefaultTTL, MaxTTL }: LegacySettings): typeof UNCACHED {
  return {
    minTtlSeconds: MinTTL,
    defaultTtlSeconds: DefaultTTL ?? Math.max(DEFAULT_TTL_SECONDS, MinTTL),
    maxTtlSeconds: MaxTTL ?? MAX_TTL_SECONDS,
  };
}
