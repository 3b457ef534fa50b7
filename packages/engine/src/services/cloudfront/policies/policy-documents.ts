import type { CachePolicyConfig, OriginRequestPolicyConfig } from '@aws-sdk/client-cloudfront';
import type { CachePolicy, OriginRequestPolicy } from '@understudy/contract';
import { refuse } from '../errors.ts';

/** Defaults of CachePolicyConfig and of a legacy behavior alike. */
export const DEFAULT_TTL_SECONDS = 86_400;
export const MAX_TTL_SECONDS = 31_536_000;

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

/**
 * The edge has no place for headers that it would have to make up (country, device, TLS version …).
 */
export function refuseCloudFrontHeaders(member: string, headers: readonly string[]): void {
  const made = headers.find((header) => /^cloudfront-/i.test(header));
  if (made !== undefined)
    refuse(`${member} ${made}`, 'the local edge does not make CloudFront headers');
}

/** A list of a policy as the edge has it. */
export function items(behavior: string | undefined, list: readonly string[] | undefined): Items {
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
