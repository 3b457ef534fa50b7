import type { CacheBehavior } from '@understudy/contract';
import { hasWhole, parseCacheControl, secondsOf, type CacheControl } from './cache-control.ts';
import { isVaryAny } from '../object/removed-headers.ts';
import { fieldOf } from '../object/stored-headers.ts';
import { timeToLive, toldAgeSeconds } from './time-to-live.ts';

/** Until when an object is given for what, in AWS time. */
export interface Freshness {
  /** When it left the origin, as far as Age tells. */
  bornMs: number;
  /** Without a question to the origin. */
  freshUntilMs: number;
  /** Stale, while the origin is asked behind the viewer's back. */
  staleWhileRevalidateUntilMs: number;
  /** Stale, in the place of an error. */
  staleIfErrorUntilMs: number;
}

export interface FreshnessContext {
  nowMs: number;
  wallMs: number;
  errorTtlSeconds: number;
}

type Answer = Parameters<typeof timeToLive>[0];

/** `undefined` for what is not kept. */
export function freshnessOf(
  answer: Answer,
  behavior: CacheBehavior,
  context: FreshnessContext,
): Freshness | undefined {
  const { nowMs } = context;
  const control = parseCacheControl(fieldOf(answer.headers, 'cache-control'));
  // "CloudFront caches the object but still forwards every subsequent request for the object to the
  // origin."
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#ResponseCustomContentNegotiation
  const isAny = isVaryAny(answer.headers, behavior);
  const seconds = isAny ? 0 : timeToLive(answer, behavior.cachePolicy, context);
  const freshUntilMs = nowMs + seconds * 1000;
  const freshness = {
    bornMs: nowMs - toldAgeSeconds(answer.headers) * 1000,
    freshUntilMs,
    ...staleUntil(freshUntilMs, nowMs, answer.status, control, behavior),
  };
  const isOfUse =
    seconds > 0 ||
    (!isWithheld(answer.status, control) && (isAny || isOfUseStale(answer, freshness, nowMs)));
  return isOfUse ? freshness : undefined;
}

/**
 * RFC 5861: "stale-while-revalidate … instructs CloudFront to immediately deliver stale responses
 * to users while it revalidates caches in the background", "stale-if-error … defines how long
 * CloudFront should reuse stale responses if there's an error". Without the latter it does so for
 * as long as the origin fails, but not with what must be validated each time (RFC 9111, section
 * 5.2.2.4), nor with an error.
 * https://aws.amazon.com/about-aws/whats-new/2023/05/amazon-cloudfront-stale-while-revalidate-stale-if-error-cache-control-directives/
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html
 */
function staleUntil(
  freshUntilMs: number,
  nowMs: number,
  status: number,
  control: CacheControl,
  { cachePolicy: { minTtlSeconds, maxTtlSeconds } }: CacheBehavior,
): Pick<Freshness, 'staleWhileRevalidateUntilMs' | 'staleIfErrorUntilMs'> {
  const none = { staleWhileRevalidateUntilMs: freshUntilMs, staleIfErrorUntilMs: freshUntilMs };
  if (status >= 400 || (hasWhole(control, 'no-cache') && minTtlSeconds === 0)) return none;
  const mustAsk = control.has('must-revalidate') || control.has('proxy-revalidate');
  const behindSeconds = mustAsk ? 0 : (secondsOf(control, 'stale-while-revalidate') ?? 0);
  return {
    // No longer than the directive says, nor than the maximum TTL.
    staleWhileRevalidateUntilMs: Math.min(
      freshUntilMs + behindSeconds * 1000,
      Math.max(freshUntilMs, nowMs + maxTtlSeconds * 1000),
    ),
    staleIfErrorUntilMs:
      freshUntilMs + (secondsOf(control, 'stale-if-error') ?? Number.POSITIVE_INFINITY) * 1000,
  };
}

function isWithheld(status: number, control: CacheControl): boolean {
  return status >= 400 || control.has('no-store') || hasWhole(control, 'private');
}

/**
 * "If you set the TTL … to 0, CloudFront will still cache the content …. It will then make a GET
 * request with an If-Modified-Since header": of use is what can be asked for so, or given stale.
 * https://aws.amazon.com/blogs/aws/amazon-cloudfront-support-for-dynamic-content/
 */
function isOfUseStale({ status, headers }: Answer, freshness: Freshness, nowMs: number): boolean {
  if (freshness.staleWhileRevalidateUntilMs > nowMs) return true;
  if (Number.isFinite(freshness.staleIfErrorUntilMs) && freshness.staleIfErrorUntilMs > nowMs)
    return true;
  return (
    status === 200 && (headers['etag'] !== undefined || headers['last-modified'] !== undefined)
  );
}
