import type {
  CachePolicyConfig,
  ForwardedValues,
  OriginRequestPolicyConfig,
} from '@aws-sdk/client-cloudfront';
import type { CachePolicy, OriginRequestPolicy } from '@understudy/contract';
import { cannot } from './errors.ts';

/** Defaults of CachePolicyConfig and of a legacy behavior alike. */
const DEFAULT_TTL_SECONDS = 86_400;
const MAX_TTL_SECONDS = 31_536_000;

type Items = CachePolicy['headers'];

export function cachePolicyDocument(config: CachePolicyConfig): CachePolicy {
  const parameters = config.ParametersInCacheKeyAndForwardedToOrigin;
  const minTtlSeconds = config.MinTTL ?? 0;
  const defaultTtlSeconds = config.DefaultTTL ?? Math.max(DEFAULT_TTL_SECONDS, minTtlSeconds);
  return {
    minTtlSeconds,
    defaultTtlSeconds,
    maxTtlSeconds: config.MaxTTL ?? Math.max(MAX_TTL_SECONDS, defaultTtlSeconds),
    headers: items(
      parameters?.HeadersConfig?.HeaderBehavior,
      parameters?.HeadersConfig?.Headers?.Items,
    ),
    cookies: items(
      parameters?.CookiesConfig?.CookieBehavior,
      parameters?.CookiesConfig?.Cookies?.Items,
    ),
    queryStrings: items(
      parameters?.QueryStringsConfig?.QueryStringBehavior,
      parameters?.QueryStringsConfig?.QueryStrings?.Items,
    ),
    enableGzip: parameters?.EnableAcceptEncodingGzip ?? false,
    enableBrotli: parameters?.EnableAcceptEncodingBrotli ?? false,
  };
}

export function originRequestPolicyDocument(
  config: OriginRequestPolicyConfig,
): OriginRequestPolicy {
  const headers = config.HeadersConfig;
  return {
    headers: items(headers?.HeaderBehavior, headers?.Headers?.Items),
    cookies: items(config.CookiesConfig?.CookieBehavior, config.CookiesConfig?.Cookies?.Items),
    queryStrings: items(
      config.QueryStringsConfig?.QueryStringBehavior,
      config.QueryStringsConfig?.QueryStrings?.Items,
    ),
  };
}

/** The edge has no place for headers that it would have to make up (country, device, TLS version …). */
export function refuseCloudFrontHeaders(member: string, headers: readonly string[]): void {
  const made = headers.find((header) => /^cloudfront-/i.test(header));
  if (made !== undefined)
    throw cannot(`${member} ${made}`, 'the local edge does not make CloudFront headers');
}

/**
 * A behavior without a cache policy: ForwardedValues and the TTLs beside it.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ForwardedValues.html
 */
export function legacyCachePolicy(behavior: {
  ForwardedValues?: ForwardedValues | undefined;
  MinTTL?: number | undefined;
  DefaultTTL?: number | undefined;
  MaxTTL?: number | undefined;
  Compress?: boolean | undefined;
}): CachePolicy {
  const forwarded = behavior.ForwardedValues;
  const headers = forwarded?.Headers?.Items ?? [];
  const keys = forwarded?.QueryStringCacheKeys?.Items ?? [];
  // "Forward all headers": CloudFront then caches nothing.
  const uncached = headers.includes('*');
  const minTtlSeconds = behavior.MinTTL ?? 0;
  return {
    minTtlSeconds: uncached ? 0 : minTtlSeconds,
    defaultTtlSeconds: uncached
      ? 0
      : (behavior.DefaultTTL ?? Math.max(DEFAULT_TTL_SECONDS, minTtlSeconds)),
    maxTtlSeconds: uncached ? 0 : (behavior.MaxTTL ?? MAX_TTL_SECONDS),
    headers: uncached
      ? { behavior: 'all', items: [] }
      : items(headers.length > 0 ? 'whitelist' : 'none', headers),
    cookies: items(forwarded?.Cookies?.Forward, forwarded?.Cookies?.WhitelistedNames?.Items),
    queryStrings:
      forwarded?.QueryString === true
        ? items(keys.length > 0 ? 'whitelist' : 'all', keys)
        : { behavior: 'none', items: [] },
    enableGzip: behavior.Compress ?? false,
    enableBrotli: false,
  };
}

function items(behavior: string | undefined, list: readonly string[] | undefined): Items {
  switch (behavior) {
    case 'whitelist':
      return { behavior: 'whitelist', items: [...(list ?? [])] };
    case 'allExcept':
      return { behavior: 'allExcept', items: [...(list ?? [])] };
    case 'all':
    case 'allViewer':
    case 'allViewerAndWhitelistCloudFront':
      return { behavior: 'all', items: [] };
    default:
      return { behavior: 'none', items: [] };
  }
}
