import type { CachePolicy } from '@understudy/contract';
import { httpDateMs } from '@understudy/wire';
import { fieldOf, type StoredHeaders } from './stored-headers.ts';

/** CloudFront's least time for errors, unless a custom error response says otherwise. */
export const ERROR_TTL_SECONDS = 10;

/**
 * Errors that are cached whatever the origin says, and those that are only with Cache-Control.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
 */
const ERRORS_CACHED: ReadonlySet<number> = new Set([404, 414, 500, 501, 502, 503, 504]);
const ERRORS_CACHED_IF_TOLD: ReadonlySet<number> = new Set([400, 403, 405, 412, 415]);

/**
 * For how many seconds an answer may be kept; 0 means not at all.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html#expiration-individual-objects
 */
export function timeToLive(
  answer: { status: number; headers: StoredHeaders },
  policy: CachePolicy,
  context: { wallMs: number; errorTtlSeconds: number },
): number {
  const control = parseCacheControl(fieldOf(answer.headers, 'cache-control'));
  const told = toldSeconds(control, answer.headers, context.wallMs);
  if (answer.status >= 400) return errorSeconds(answer.status, told, context.errorTtlSeconds);
  if (control.has('no-store') || control.has('no-cache') || control.has('private'))
    return policy.minTtlSeconds;
  if (told === undefined) return Math.max(policy.minTtlSeconds, policy.defaultTtlSeconds);
  return Math.min(Math.max(told, policy.minTtlSeconds), policy.maxTtlSeconds);
}

function errorSeconds(status: number, told: number | undefined, leastSeconds: number): number {
  if (ERRORS_CACHED.has(status)) return Math.max(leastSeconds, told ?? 0);
  return ERRORS_CACHED_IF_TOLD.has(status) && told !== undefined ? Math.max(leastSeconds, told) : 0;
}

/** s-maxage before max-age before Expires. RFC 9111 §4.2.1 */
function toldSeconds(
  control: Map<string, string>,
  headers: StoredHeaders,
  wallMs: number,
): number | undefined {
  for (const directive of ['s-maxage', 'max-age']) {
    const seconds = Number(control.get(directive));
    if (control.has(directive) && Number.isInteger(seconds) && seconds >= 0) return seconds;
  }
  const expires = fieldOf(headers, 'expires');
  if (expires === undefined) return undefined;
  // RFC 9111, section 5.3: "A cache recipient MUST interpret invalid date formats, especially the
  // value "0", as representing a time in the past".
  const expiresMs = httpDateMs(expires, wallMs) ?? wallMs;
  return Math.max(0, Math.floor((expiresMs - wallMs) / 1000));
}

export function parseCacheControl(text: string | undefined): Map<string, string> {
  const parts = (text ?? '').split(',').map((part) => part.trim().toLowerCase());
  return new Map(
    parts
      .filter((part) => part !== '')
      .map((part) => {
        const [name = '', value = ''] = part.split('=');
        return [name.trim(), value.trim().replaceAll('"', '')];
      }),
  );
}
