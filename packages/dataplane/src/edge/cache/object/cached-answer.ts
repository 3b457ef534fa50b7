import type { CacheBehavior, Clock } from '@understudy/contract';
import type { ViewerAnswer, CacheResult } from '../../answer.ts';
import type { ViewerFacts } from '../../origin/origin-request-policy.ts';
import { isRangeOf, notModified } from '../freshness/conditions.ts';
import { multipartRanges } from '../range/multipart.ts';
import type { CachedObject } from './object-cache.ts';
import { lengthOf, sliceOf } from './partial-object.ts';
import type { Pieces } from './pieces.ts';
import { rangesOf, type ByteRange } from '../range/range.ts';
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
): ViewerAnswer {
  const headers = withAge({ ...object.headers }, object, clock.nowMs(), result);
  if (object.status === 200 && notModified(object.headers, facts, clock.wallMs())) {
    delete headers['content-length'];
    return { status: 304, headers, body: Buffer.alloc(0), result };
  }
  const ranges = wantedRanges(object, facts, clock);
  if (ranges === 'unsatisfiable')
    return {
      status: 416,
      headers: {
        ...headers,
        'content-range': `bytes */${lengthOf(object.body)}`,
        'content-length': '0',
      },
      body: Buffer.alloc(0),
      result,
    };
  if (ranges !== undefined) return { ...partial(headers, object.body, ranges), result };
  return {
    status: object.status,
    headers,
    body: facts.method === 'HEAD' ? Buffer.alloc(0) : all(object.body),
    result,
  };
}

/** Whether the cache can answer by what it holds of the object, which may be parts only. */
export function isEnough(object: CachedObject, facts: ViewerFacts, clock: Clock): boolean {
  const { body } = object;
  if (Buffer.isBuffer(body) || facts.method === 'HEAD') return true;
  if (notModified(object.headers, facts, clock.wallMs())) return true;
  const ranges = wantedRanges(object, facts, clock);
  if (ranges === undefined || ranges === 'unsatisfiable') return ranges !== undefined;
  return ranges.every((range) => sliceOf(body, range) !== undefined);
}

/** The copy that the edge compresses has no Accept-Ranges: its bytes are not the origin's. */
function wantedRanges(
  { status, coding, body, headers }: CachedObject,
  facts: ViewerFacts,
  clock: Clock,
): ReturnType<typeof rangesOf> {
  const { range } = facts.headers;
  if (range === undefined || status !== 200 || coding !== undefined) return undefined;
  if (!isRangeOf(headers, facts.headers, clock.wallMs())) return undefined;
  return rangesOf(range, lengthOf(body));
}

function all(body: Buffer | Pieces): Buffer {
  return Buffer.isBuffer(body) ? body : missing();
}

/** Nobody is answered by parts that are not enough. */
function missing(): never {
  throw new Error('parts of an object are taken for more than they are');
}

/** 206 (Partial Content): the part, or several as one body. */
function partial(
  whole: StoredHeaders,
  object: Buffer | Pieces,
  ranges: readonly ByteRange[],
): Pick<ViewerAnswer, 'status' | 'headers' | 'body'> {
  const length = lengthOf(object);
  const parts = ranges.map((range) => ({ ...range, data: sliceOf(object, range) ?? missing() }));
  const headers: StoredHeaders = { ...whole };
  const [only] = parts;
  if (only !== undefined && parts.length === 1) {
    headers['content-range'] = `bytes ${only.start}-${only.end}/${length}`;
    headers['content-length'] = String(only.data.length);
    return { status: 206, headers, body: only.data };
  }
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
