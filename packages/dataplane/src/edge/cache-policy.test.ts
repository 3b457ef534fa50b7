import { describe, expect, test } from 'vitest';
import { cacheKey, encodingOf, pickCookies, pickQuery, timeToLive } from './cache-policy.ts';
import { parseRange } from './cached-answer.ts';
import { behavior, cachePolicy } from './testing.ts';

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

  test('keeps errors for ten seconds, some only when told, and 403 not at all otherwise', () => {
    expect(ttl(404, {})).toBe(10);
    expect(ttl(503, { 'cache-control': 'max-age=60' })).toBe(60);
    expect(ttl(403, {})).toBe(0);
    expect(ttl(403, { 'cache-control': 'max-age=60' })).toBe(60);
  });
});

describe('cacheKey', () => {
  const key = (
    change: { query?: string; headers?: Record<string, string> },
    policy = cachePolicy(),
  ): string =>
    cacheKey(
      { distributionId: 'E1', path: '/a', query: '', headers: {}, ...change },
      behavior({ cachePolicy: policy }),
    );

  test('leaves out what the policy does not name', () => {
    expect(key({ query: 'a=1', headers: { cookie: 's=1', 'user-agent': 'x' } })).toBe(key({}));
  });

  test('counts query strings, headers and cookies that it names', () => {
    const policy = cachePolicy({
      queryStrings: { behavior: 'whitelist', items: ['a'] },
      headers: { behavior: 'whitelist', items: ['Accept-Language'] },
      cookies: { behavior: 'whitelist', items: ['s'] },
    });
    const plain = key({}, policy);
    expect(key({ query: 'b=1' }, policy)).toBe(plain);
    expect(key({ query: 'a=1' }, policy)).not.toBe(plain);
    expect(key({ headers: { 'accept-language': 'ko' } }, policy)).not.toBe(plain);
    expect(key({ headers: { cookie: 't=2; s=1' } }, policy)).not.toBe(plain);
  });
});

test('normalises Accept-Encoding to what the policy enables', () => {
  expect(encodingOf('gzip, deflate, br;q=0.5', cachePolicy())).toBe('br,gzip');
  expect(encodingOf('gzip;q=0, br', cachePolicy())).toBe('br');
  expect(encodingOf('identity', cachePolicy())).toBe('');
  expect(encodingOf('gzip, br', cachePolicy({ enableBrotli: false }))).toBe('gzip');
});

test('picks parts of query strings and cookies as policies name them', () => {
  expect(pickQuery('a=1&b=2&a=3', { behavior: 'whitelist', items: ['a'] })).toBe('a=1&a=3');
  expect(pickQuery('a=1&b=2', { behavior: 'allExcept', items: ['a'] })).toBe('b=2');
  expect(pickCookies('x=1; y=2', { behavior: 'allExcept', items: ['x'] })).toBe('y=2');
});

test.each([
  ['bytes=0-4', { start: 0, end: 4 }],
  ['bytes=5-', { start: 5, end: 9 }],
  ['bytes=-3', { start: 7, end: 9 }],
  ['bytes=2-99', { start: 2, end: 9 }],
  ['bytes=10-', 'unsatisfiable'],
  ['bytes=4-2', undefined],
  ['bytes=0-1,3-4', undefined],
  ['bytes=-', undefined],
])('range %s of ten bytes', (text, expected) => {
  expect(parseRange(text, 10)).toEqual(expected);
});
