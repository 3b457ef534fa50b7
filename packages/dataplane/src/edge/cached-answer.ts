import type { IncomingHttpHeaders } from 'node:http';
import type { CacheBehavior } from '@understudy/contract';
import type { Answer, CacheResult } from './answer.ts';
import type { CachedObject } from './object-cache.ts';
import { HOP_BY_HOP, type ViewerFacts } from './origin-request-policy.ts';

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

/** What of an origin's headers is kept and passed on. */
export function storable(
  headers: IncomingHttpHeaders | Record<string, string>,
): Record<string, string> {
  const kept: Record<string, string> = {};
  const named = new Set(
    String(headers['connection'] ?? '')
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  );
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || HOP_BY_HOP.has(name) || named.has(name)) continue;
    kept[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return kept;
}

/** An answer made from what is kept: whole, a part (Range), or "not modified". */
export function answerFromCache(
  object: CachedObject,
  facts: ViewerFacts,
  nowMs: number,
  result: CacheResult,
): Answer {
  const headers: Record<string, string> = { ...object.headers };
  if (result === 'Hit' || result === 'RefreshHit')
    headers['age'] = String(Math.max(0, Math.floor((nowMs - object.storedMs) / 1000)));
  if (object.status === 200 && notModified(object, facts)) {
    delete headers['content-length'];
    return { status: 304, headers, body: Buffer.alloc(0), result };
  }
  const range =
    object.status === 200 ? parseRange(facts.headers['range'], object.body.length) : undefined;
  if (range === 'unsatisfiable')
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
  if (range !== undefined) {
    const body = object.body.subarray(range.start, range.end + 1);
    return {
      status: 206,
      headers: {
        ...headers,
        'content-range': `bytes ${range.start}-${range.end}/${object.body.length}`,
        'content-length': String(body.length),
      },
      body,
      result,
    };
  }
  return {
    status: object.status,
    headers,
    body: facts.method === 'HEAD' ? Buffer.alloc(0) : object.body,
    result,
  };
}

/** If-None-Match before If-Modified-Since. RFC 9110 §13.2.2 */
function notModified(object: CachedObject, { headers }: ViewerFacts): boolean {
  const wanted = headers['if-none-match'];
  const weak = (tag: string): string => tag.trim().replace(/^W\//, '');
  if (wanted !== undefined)
    return (
      wanted.trim() === '*' ||
      wanted.split(',').some((tag) => weak(tag) === weak(object.headers['etag'] ?? ''))
    );
  const since = Date.parse(headers['if-modified-since'] ?? '');
  const modified = Date.parse(object.headers['last-modified'] ?? '');
  return modified <= since; // false when either is missing
}

/** One range; several are answered with the whole object, as RFC 9110 §14.2 allows. */
export function parseRange(
  text: string | undefined,
  length: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(text?.trim() ?? '');
  if (match === null) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, length - Number(last)) : Number(first);
  const end = first === '' || last === '' ? length - 1 : Math.min(Number(last), length - 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  return start >= length || (first === '' && Number(last) === 0) ? 'unsatisfiable' : { start, end };
}
