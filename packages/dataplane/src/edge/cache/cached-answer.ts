import type { CacheBehavior, Clock } from '@understudy/contract';
import type { Answer, CacheResult } from '../answer.ts';
import type { ViewerFacts } from '../origin-request-policy.ts';
import { isRangeOf, notModified } from './conditions.ts';
import { multipartRanges } from './multipart.ts';
import type { CachedObject } from './object-cache.ts';
import { rangesOf, type ByteRange } from './range.ts';
import { fieldOf, type StoredHeaders } from './stored-headers.ts';

/** Whether an answer to this request may come from the cache, and go into it. */
export function isCacheable(
  method: string,
  behavior: CacheBehavior,
  headers: ViewerFacts['headers'],
): boolean {
  if (!behavior.cachedMethods.includes(method)) return false;
  if (behavior.cachePolicy.maxTtlSeconds === 0) return false; // CachingDisabled
  // A part of an object that is not here yet is the origin's to give; it is not kept.
  return headers['range'] === undefined || method === 'GET';
}

/** An answer made from what is kept: whole, parts (Range), or "not modified". */
export function answerFromCache(
  object: CachedObject,
  facts: ViewerFacts,
  clock: Clock,
  result: CacheResult,
): Answer {
  const headers = withAge({ ...object.headers }, object, clock.nowMs(), result);
  if (object.status === 200 && notModified(object.headers, facts, clock.wallMs())) {
    delete headers['content-length'];
    return { status: 304, headers, body: Buffer.alloc(0), result };
  }
  // The copy that the edge compresses has no Accept-Ranges: its bytes are not the origin's.
  const ranges =
    object.status === 200 &&
    object.coding === undefined &&
    isRangeOf(object.headers, facts.headers, clock.wallMs())
      ? rangesOf(facts.headers['range'], object.body.length)
      : undefined;
  if (ranges === 'unsatisfiable')
    return {
      status: 416,
      headers: {
        ...headers,
        'content-range': `bytes */${object.body.length}`,
        'content-length': '0',
      },
      body: Buffer.alloc(0),
      result,
    };
  if (ranges !== undefined) return { ...partial(headers, object.body, ranges), result };
  return {
    status: object.status,
    headers,
    body: facts.method === 'HEAD' ? Buffer.alloc(0) : object.body,
    result,
  };
}

/** 206 (Partial Content): the part, or several as one body. */
function partial(
  whole: StoredHeaders,
  object: Buffer,
  ranges: readonly ByteRange[],
): Pick<Answer, 'status' | 'headers' | 'body'> {
  const parts = ranges.map((range) => ({
    ...range,
    data: object.subarray(range.start, range.end + 1),
  }));
  const headers: StoredHeaders = { ...whole };
  const [only] = parts;
  if (only !== undefined && parts.length === 1) {
    headers['content-range'] = `bytes ${only.start}-${only.end}/${object.length}`;
    headers['content-length'] = String(only.data.length);
    return { status: 206, headers, body: only.data };
  }
  const { length } = object;
  const made = multipartRanges(parts, { length, contentType: fieldOf(whole, 'content-type') });
  headers['content-type'] = made.contentType;
  headers['content-length'] = String(made.body.length);
  return { status: 206, headers, body: made.body };
}

/** Seconds since it left the origin, as a header. RFC 9111, section 5.1 */
export function withAge(
  headers: StoredHeaders,
  { bornMs }: Pick<CachedObject, 'bornMs'>,
  nowMs: number,
  result: CacheResult,
): StoredHeaders {
  const age = Math.max(0, Math.floor((nowMs - bornMs) / 1000));
  // What comes from the origin itself is of no age; from another cache behind it, it is.
  if (age > 0 || result === 'Hit' || result === 'RefreshHit') headers['age'] = String(age);
  return headers;
}
