import { VirtualClock } from '@understudy/contract/testkit';
import { describe, expect, test } from 'vitest';
import type { ViewerFacts } from '../origin-request-policy.ts';
import { answerFromCache } from './cached-answer.ts';
import type { CachedObject } from './object-cache.ts';
import type { StoredHeaders } from './stored-headers.ts';

const clock = new VirtualClock({ startMs: Date.UTC(2026, 0, 1) });
const MODIFIED = 'Sun, 06 Nov 1994 08:49:37 GMT';

function stored(headers: StoredHeaders): CachedObject {
  const body = Buffer.from('hello');
  return {
    distributionId: 'E1',
    path: '/a',
    status: 200,
    sent: headers,
    headers: { ...headers, 'content-length': String(body.length) },
    body,
    coding: undefined,
    storedMs: clock.nowMs(),
    freshUntilMs: clock.nowMs() + 60_000,
  };
}

function statusFor(asked: ViewerFacts['headers'], headers: StoredHeaders): number {
  const facts = { method: 'GET', path: '/a', query: '', viewerAddress: '', httpVersion: '1.1' };
  return answerFromCache(stored(headers), { ...facts, headers: asked }, clock, 'Hit').status;
}

describe('If-Modified-Since', () => {
  test.each([
    [MODIFIED, 304],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 304],
    ['Sun Nov  6 08:49:37 1994', 304],
    ['Sun, 06 Nov 1994 08:49:38 GMT', 304],
    ['Sun, 06 Nov 1994 08:49:36 GMT', 200],
    // RFC 9110, section 13.1.3: ignored, because it is no HTTP date.
    ['2026-01-01T00:00:00Z', 200],
    ['1', 200],
  ])('%s is answered %i', (since, status) => {
    expect(statusFor({ 'if-modified-since': since }, { 'last-modified': MODIFIED })).toBe(status);
  });

  test('is not asked when the object has no date, or none that is one', () => {
    expect(statusFor({ 'if-modified-since': MODIFIED }, {})).toBe(200);
    expect(statusFor({ 'if-modified-since': MODIFIED }, { 'last-modified': '1994' })).toBe(200);
  });
});
