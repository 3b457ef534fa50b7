import { describe, expect, test } from 'vitest';
import { cachePolicy } from '../../edge.fixture.ts';
import { timeToLive } from './time-to-live.ts';

const context = { wallMs: Date.parse('2026-01-01T00:00:00Z'), errorTtlSeconds: 10 };
const ttl = (status: number, headers: Record<string, string>, policy = cachePolicy()): number =>
  timeToLive({ status, headers }, policy, context);

describe('timeToLive', () => {
  test.each([
    ['no header takes the default', {}, 86_400],
    ['max-age', { 'cache-control': 'public, max-age=300' }, 300],
    ['s-maxage before max-age', { 'cache-control': 'max-age=300, s-maxage=60' }, 60],
    ['below the minimum is raised', { 'cache-control': 'max-age=0' }, 1],
    ['above the maximum is lowered', { 'cache-control': 'max-age=99999999' }, 31_536_000],
    ['Expires', { expires: 'Thu, 01 Jan 2026 00:01:00 GMT' }, 60],
    ['Expires in the past', { expires: 'Thu, 01 Jan 2015 00:01:00 GMT' }, 1],
    ['Expires in the form of RFC 850', { expires: 'Thursday, 01-Jan-26 00:01:00 GMT' }, 60],
    ['Expires in the form of asctime', { expires: 'Thu Jan  1 00:01:00 2026' }, 60],
    ['Expires that is no HTTP date', { expires: '2026-01-01T00:01:00Z' }, 1],
    ['Expires: 0', { expires: '0' }, 1],
    ['max-age that is no number', { 'cache-control': 'max-age=soon' }, 1],
    ['no-cache of one header', { 'cache-control': 'no-cache="Set-Cookie", max-age=60' }, 60],
    ['no-store with a minimum', { 'cache-control': 'no-store' }, 1],
  ])('%s', (_name, headers, expected) => {
    expect(ttl(200, headers as Record<string, string>)).toBe(expected);
  });

  test('honours no-cache, no-store and private when the minimum is 0', () => {
    for (const directive of ['no-cache', 'no-store', 'private']) {
      expect(
        ttl(
          200,
          { 'cache-control': `${directive}, max-age=60` },
          cachePolicy({ minTtlSeconds: 0 }),
        ),
      ).toBe(0);
    }
  });

  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
  test.each(['no-store', 'no-cache', 'private'])('obeys %s of some errors only', (directive) => {
    const headers = { 'cache-control': directive };
    expect([404, 414, 501].map((status) => ttl(status, headers))).toEqual([0, 0, 0]);
    expect([500, 502, 503, 504].map((status) => ttl(status, headers))).toEqual([10, 10, 10, 10]);
  });

  test('keeps errors for ten seconds, some only when told, and 403 not at all otherwise', () => {
    expect(ttl(404, {})).toBe(10);
    expect(ttl(503, { 'cache-control': 'max-age=60' })).toBe(60);
    expect(ttl(403, {})).toBe(0);
    expect(ttl(403, { 'cache-control': 'max-age=60' })).toBe(60);
    expect(ttl(404, { 'cache-control': 'max-age=60' }, cachePolicy({ maxTtlSeconds: 30 }))).toBe(
      30,
    );
  });
});
