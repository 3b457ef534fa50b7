import type { CacheBehavior } from '@understudy/contract';
import type { ViewerFacts } from '../../origin/origin-request-policy.ts';
import type { CachedObject } from '../object/object-cache.ts';
import { readRange } from '../range/range.ts';
import { isVaryAny } from '../object/removed-headers.ts';
import { fieldOf, type StoredHeaders } from '../object/stored-headers.ts';

/** Asks for the stale object's own version; the viewer's conditions are answered from the cache. */
export function conditional(
  facts: ViewerFacts,
  behavior: CacheBehavior,
  stale: CachedObject | undefined,
): ViewerFacts {
  // "If-None-Match", "If-Modified-Since: CloudFront forwards the header to your origin", if a
  // policy does.
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#request-custom-headers-behavior
  if (stale === undefined || stale.status !== 200) return facts;
  const { 'if-none-match': _etag, 'if-modified-since': _since, ...headers } = facts.headers;
  // "CloudFront doesn't include any conditional headers, such as If-None-Match" of Vary: *.
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#ResponseCustomContentNegotiation
  if (isVaryAny(stale.sent, behavior)) return { ...facts, headers };
  // As the origin sent it: weak stays weak (RFC 9110, section 8.8.3), and what the edge's own
  // compression has weakened is strong.
  const etag = fieldOf(stale.sent, 'etag');
  const modified = fieldOf(stale.sent, 'last-modified');
  return { ...facts, headers, revalidation: { etag, modified } };
}

/**
 * Without a Range that is answered with the whole object: it is not the origin's to judge.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RangeGETs.html
 */
export function withoutUselessRange(facts: ViewerFacts): ViewerFacts {
  const text = facts.headers['range'];
  if (text === undefined || readRange(text) !== undefined) return facts;
  const { range: _range, 'if-range': _ifRange, ...headers } = facts.headers;
  return { ...facts, headers };
}

/** The same question, but for all of the object. */
export function ofWholeObject(facts: ViewerFacts): ViewerFacts {
  const { range: _range, 'if-range': _ifRange, ...headers } = facts.headers;
  return { ...facts, method: facts.method === 'HEAD' ? 'GET' : facts.method, headers };
}

/**
 * What describes the body that is stored, and not the one that the origin would send now: RFC 9111,
 * section 3.2, leaves out Content-Length, and what a cache processes by. The tag is that of the
 * stored body, or else the 304 would not be about it.
 */
const OF_THE_BODY: ReadonlySet<string> = new Set([
  'content-encoding',
  'content-length',
  'content-range',
  'etag',
]);

/** The stored headers, updated by those of a 304 (Not Modified). */
export function renewedHeaders(stored: StoredHeaders, by: StoredHeaders): StoredHeaders {
  const renewed = { ...stored };
  for (const [name, value] of Object.entries(by)) {
    if (!OF_THE_BODY.has(name) || (name === 'etag' && stored['etag'] === undefined))
      renewed[name] = value;
  }
  return renewed;
}
