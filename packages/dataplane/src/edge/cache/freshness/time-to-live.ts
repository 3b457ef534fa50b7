import type { CachePolicy, Distribution } from '@understudy/contract';
import { httpDateMs } from '@understudy/wire';
import { hasWhole, parseCacheControl, secondsOf, type CacheControl } from './cache-control.ts';
import { fieldOf, type StoredHeaders } from '../object/stored-headers.ts';

/** CloudFront's least time for errors, unless a custom error response says otherwise. */
const ERROR_TTL_SECONDS = 10;

/**
 * Errors that are cached whatever the origin says, and those that are only with Cache-Control.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
 */
const ERRORS_CACHED: ReadonlySet<number> = new Set([404, 414, 500, 501, 502, 503, 504]);
const ERRORS_CACHED_IF_TOLD: ReadonlySet<number> = new Set([400, 403, 405, 412, 415]);
/**
 * Errors that no-store, no-cache and private keep out of the cache; of all others CloudFront
 * ignores those directives. What max-age gives an error is no longer than the maximum TTL.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
 */
const ERRORS_WITHHELD: ReadonlySet<number> = new Set([404, 410, 414, 501]);

/**
 * For how many seconds an answer may be kept; 0 means not at all.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html#expiration-individual-objects
 */
export function timeToLive(
  answer: { status: number; headers: Readonly<StoredHeaders> },
  policy: CachePolicy,
  context: { wallMs: number; errorTtlSeconds: number },
): number {
  const control = parseCacheControl(fieldOf(answer.headers, 'cache-control'));
  const told = toldSeconds(control, answer.headers, context.wallMs);
  const isWithheld =
    control.has('no-store') || hasWhole(control, 'no-cache') || hasWhole(control, 'private');
  if (answer.status >= 400) {
    if (isWithheld && ERRORS_WITHHELD.has(answer.status)) return 0;
    const most = Math.min(told ?? 0, policy.maxTtlSeconds);
    if (ERRORS_CACHED.has(answer.status)) return Math.max(context.errorTtlSeconds, most);
    const isKept = ERRORS_CACHED_IF_TOLD.has(answer.status) && told !== undefined;
    return isKept ? Math.max(context.errorTtlSeconds, most) : 0;
  }
  if (isWithheld) return policy.minTtlSeconds;
  if (told === undefined) return Math.max(policy.minTtlSeconds, policy.defaultTtlSeconds);
  return Math.min(Math.max(told, policy.minTtlSeconds), policy.maxTtlSeconds);
}

/** What is left of s-maxage, before max-age, before Expires. RFC 9111 §4.2.1 */
function toldSeconds(
  control: CacheControl,
  headers: Readonly<StoredHeaders>,
  wallMs: number,
): number | undefined {
  const seconds = secondsOf(control, 's-maxage') ?? secondsOf(control, 'max-age');
  // RFC 9111, section 4.2: what it has spent in other caches is over.
  if (seconds !== undefined) return Math.max(0, seconds - toldAgeSeconds(headers));
  const expires = fieldOf(headers, 'expires');
  if (expires === undefined) return undefined;
  // RFC 9111, section 5.3: "A cache recipient MUST interpret invalid date formats, especially the
  // value "0", as representing a time in the past".
  const expiresMs = httpDateMs(expires, wallMs) ?? wallMs;
  return Math.max(0, (expiresMs - wallMs) / 1000);
}

/**
 * How old an answer is that comes out of another cache. RFC 9111, section 5.1: the first of several
 * values; what is no number of seconds is ignored.
 */
export function toldAgeSeconds(headers: Readonly<StoredHeaders>): number {
  const [first = ''] = (fieldOf(headers, 'age') ?? '').split(',');
  return /^\d+$/.test(first.trim()) ? Number(first) : 0;
}

/** The least time that an error of this status is kept for. */
export function errorTtl(distribution: Distribution, status: number): number {
  return (
    distribution.customErrorResponses.find((response) => response.errorCode === status)
      ?.errorCachingMinTtlSeconds ?? ERROR_TTL_SECONDS
  );
}
