import type { Clock } from '@understudy/contract';
import type { Question } from '../../question.ts';
import { freshnessOf } from './freshness.ts';
import type { CachedObject } from '../object/object-cache.ts';
import { divided, objectHeaders } from '../object/object-headers.ts';
import { lengthOf } from '../object/partial-object.ts';
import { withoutRemoved } from '../object/removed-headers.ts';
import type { StoredHeaders } from '../object/stored-headers.ts';
import { errorTtl } from './time-to-live.ts';
import { renewedHeaders } from './validation.ts';

export interface Renewed {
  object: CachedObject;
  /** Not if the 304 forbids it. */
  isKept: boolean;
  /** What only the viewer gets who caused the question. */
  once: StoredHeaders;
}

/** A stale object after the origin has said that it is the current one (304). */
export function renewed(
  stale: CachedObject,
  by: StoredHeaders,
  { behavior, distribution }: Question,
  clock: Clock,
): Renewed {
  const headers = renewedHeaders(stale.sent, by);
  const freshness = freshnessOf({ status: stale.status, headers }, behavior, {
    nowMs: clock.nowMs(),
    wallMs: clock.wallMs(),
    errorTtlSeconds: errorTtl(distribution, stale.status),
  });
  const { stored: sent, once } = divided(headers);
  const told = objectHeaders({ ...stale, sent }, behavior, lengthOf(stale.body));
  return {
    object: { ...stale, ...freshness, sent, headers: told },
    isKept: freshness !== undefined,
    once: withoutRemoved(once, behavior),
  };
}

/**
 * A stale object in the place of an error, `undefined` if it is no more to be given. "If your
 * origin returns a 5xx status code, CloudFront serves the object even though it has expired. For
 * the duration of the error caching minimum TTL, CloudFront continues to respond … by serving the
 * object."
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
 */
export function inPlaceOfError(
  stale: CachedObject,
  status: number,
  { distribution }: Question,
  nowMs: number,
): CachedObject | undefined {
  const untilMs = Math.max(stale.staleIfErrorUntilMs, stale.staleWhileRevalidateUntilMs);
  if (status < 500 || stale.status >= 400 || untilMs <= nowMs) return undefined;
  const againMs = nowMs + errorTtl(distribution, status) * 1000;
  return { ...stale, freshUntilMs: Math.min(againMs, untilMs) };
}
