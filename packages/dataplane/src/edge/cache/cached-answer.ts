import type { CacheBehavior, Clock } from '@understudy/contract';
import { httpDateMs } from '@understudy/wire';
import type { Answer, CacheResult } from '../answer.ts';
import type { ViewerFacts } from '../origin-request-policy.ts';
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
  const headers: StoredHeaders = { ...object.headers };
  if (result === 'Hit' || result === 'RefreshHit')
    headers['age'] = String(Math.max(0, Math.floor((clock.nowMs() - object.storedMs) / 1000)));
  if (object.status === 200 && notModified(object, facts, clock.wallMs())) {
    delete headers['content-length'];
    return { status: 304, headers, body: Buffer.alloc(0), result };
  }
  // The copy that the edge compresses has no Accept-Ranges: its bytes are not the origin's.
  const ranges =
    object.status === 200 && object.coding === undefined
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

/** If-None-Match before If-Modified-Since. RFC 9110 §13.2.2 */
export function notModified(
  object: Pick<CachedObject, 'headers'>,
  { headers }: ViewerFacts,
  wallMs: number,
): boolean {
  const wanted = headers['if-none-match'];
  const weak = (tag: string): string => tag.trim().replace(/^W\//, '');
  if (wanted !== undefined)
    return (
      wanted.trim() === '*' ||
      wanted.split(',').some((tag) => weak(tag) === weak(fieldOf(object.headers, 'etag') ?? ''))
    );
  const since = httpDateMs(headers['if-modified-since'] ?? '', wallMs);
  const modified = httpDateMs(fieldOf(object.headers, 'last-modified') ?? '', wallMs);
  // RFC 9110, section 13.1.3: a date that is none is ignored.
  return since !== undefined && modified !== undefined && modified <= since;
}
