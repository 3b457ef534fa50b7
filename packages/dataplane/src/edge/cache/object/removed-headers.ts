import type { CacheBehavior } from '@understudy/contract';
import { isChosen } from '../cache-key.ts';
import { fieldOf, type StoredHeaders } from './stored-headers.ts';

const DEVICE_HEADERS = ['desktop', 'mobile', 'smarttv', 'tablet'].map(
  (device) => `cloudfront-is-${device}-viewer`,
);

/**
 * An origin's headers without those that CloudFront removes on the way to viewers.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#ResponseCustomRemovedHeaders
 */
export function withoutRemoved(headers: StoredHeaders, behavior: CacheBehavior): StoredHeaders {
  const kept = { ...headers };
  // "If you configure CloudFront to forward cookies, it will forward the Set-Cookie header field to
  // clients"; else it "removes Set-Cookie headers from responses before returning responses to your
  // viewers". https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Cookies.html
  if (!forwardsCookies(behavior)) delete kept['set-cookie'];
  const vary = fieldOf(headers, 'vary');
  if (vary === undefined) return kept;
  const names = vary.split(',').filter((name) => isToldVary(name.trim().toLowerCase(), behavior));
  if (names.length > 0) kept['vary'] = names.map((name) => name.trim()).join(', ');
  else delete kept['vary'];
  return kept;
}

/** Vary: * is CloudFront's to obey only where it does not have to keep the object for some time. */
export function isVaryAny(headers: Readonly<StoredHeaders>, behavior: CacheBehavior): boolean {
  if (behavior.cachePolicy.minTtlSeconds > 0) return false;
  return (fieldOf(headers, 'vary') ?? '').split(',').some((name) => name.trim() === '*');
}

function forwardsCookies({ cachePolicy, originRequestPolicy }: CacheBehavior): boolean {
  return [cachePolicy, originRequestPolicy].some(
    (policy) => policy !== undefined && policy.cookies.behavior !== 'none',
  );
}

/**
 * "If you configure your origin to include any other values in the Vary header, CloudFront removes
 * the values."
 */
function isToldVary(name: string, behavior: CacheBehavior): boolean {
  switch (name) {
    case '*':
      return behavior.cachePolicy.minTtlSeconds === 0;
    case 'accept-encoding':
    case 'cookie':
      return true;
    case 'user-agent':
      return [name, ...DEVICE_HEADERS].some((header) => isForwarded(header, behavior));
    default:
      return isForwarded(name, behavior);
  }
}

/**
 * Whether a policy forwards the header. What legacy settings forward without listing it
 * ("other-defined headers") does not count: "if you configure CloudFront to forward a whitelist of
 * headers".
 */
function isForwarded(name: string, { cachePolicy, originRequestPolicy }: CacheBehavior): boolean {
  if (isChosen(name, cachePolicy.headers, true)) return true;
  if (originRequestPolicy === undefined) return false;
  const isLegacy = originRequestPolicy.headersOfUncachedMethods !== undefined;
  return !isLegacy && isChosen(name, originRequestPolicy.headers, true);
}
