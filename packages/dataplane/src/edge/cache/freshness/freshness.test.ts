import { describe, expect, test } from 'vitest';
import { behavior, cachePolicy } from '../../edge.fixture.ts';
import { freshnessOf, type Freshness } from './freshness.ts';
import type { StoredHeaders } from '../object/stored-headers.ts';

const NOW_MS = 1_700_000_000_000;
const WALL_MS = Date.UTC(2026, 0, 1);

/** In seconds from now. */
interface Left {
  age: number;
  fresh: number;
  whileRevalidate: number;
  ifError: number;
}

function left(
  headers: StoredHeaders,
  policy: Parameters<typeof cachePolicy>[0] = {},
  status = 200,
): Left | undefined {
  const context = { nowMs: NOW_MS, wallMs: WALL_MS, errorTtlSeconds: 10 };
  const freshness = freshnessOf(
    { status, headers },
    behavior({ cachePolicy: cachePolicy({ minTtlSeconds: 0, ...policy }) }),
    context,
  );
  const seconds = (ms: number): number => (ms - NOW_MS) / 1000;
  return freshness && inSeconds(freshness, seconds);
}

function inSeconds(freshness: Freshness, seconds: (ms: number) => number): Left {
  return {
    age: -seconds(freshness.bornMs) || 0,
    fresh: seconds(freshness.freshUntilMs),
    whileRevalidate: seconds(freshness.staleWhileRevalidateUntilMs),
    ifError: seconds(freshness.staleIfErrorUntilMs),
  };
}

const control = (text: string, more: StoredHeaders = {}): StoredHeaders => ({
  'cache-control': text,
  ...more,
});

describe('Age', () => {
  test.each([
    ['max-age=60', '20', 20, 40],
    ['max-age=60', '60', 60, 0],
    ['max-age=60', '90', 90, 0],
    ['max-age=5, s-maxage=60', '20', 20, 40],
    // RFC 9111, section 5.1.
    ['max-age=60', '20, 50', 20, 40],
    ['max-age=60', 'abc', 0, 60],
    ['max-age=60', '-20', 0, 60],
    ['max-age=60', '20.5', 0, 60],
  ])('%s at the age %s', (text, age, expectedAge, fresh) => {
    expect(left(control(text, { age, etag: '"v1"' }))).toMatchObject({ age: expectedAge, fresh });
  });

  test('does not shorten the minimum TTL, the default one, or Expires, which is a date', () => {
    const expires = 'Thu, 01 Jan 2026 00:01:00 GMT';
    expect(left(control('max-age=60', { age: '90' }), { minTtlSeconds: 5 })?.fresh).toBe(5);
    expect(left({ age: '90' }, { defaultTtlSeconds: 60 })?.fresh).toBe(60);
    expect(left({ expires, age: '90' })?.fresh).toBe(60);
  });
});

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html
describe('stale', () => {
  test.each<[string, Partial<Left>]>([
    ['max-age=60', { fresh: 60, whileRevalidate: 60, ifError: Infinity }],
    ['max-age=60, stale-if-error=0', { ifError: 60 }],
    ['max-age=60, stale-if-error=30', { whileRevalidate: 60, ifError: 90 }],
    ['max-age=60, stale-while-revalidate=30', { whileRevalidate: 90, ifError: Infinity }],
    [
      'max-age=60, stale-while-revalidate=30, stale-if-error=0',
      { whileRevalidate: 90, ifError: 60 },
    ],
    ['max-age=0, stale-while-revalidate=30', { fresh: 0, whileRevalidate: 30 }],
    ['max-age=60, must-revalidate, stale-while-revalidate=30', { whileRevalidate: 60 }],
    ['max-age=60, stale-while-revalidate=soon', { whileRevalidate: 60 }],
  ])('%s', (text, expected) => {
    expect(left(control(text))).toMatchObject(expected);
  });

  test('ends with the maximum TTL while it is revalidated', () => {
    const text = 'max-age=60, stale-while-revalidate=600';
    expect(left(control(text), { maxTtlSeconds: 100 })?.whileRevalidate).toBe(100);
    expect(left(control(text), { maxTtlSeconds: 30 })).toMatchObject({
      fresh: 30,
      whileRevalidate: 30,
    });
  });

  test('is no error, and nothing that must be validated each time', () => {
    const text = 'max-age=60, stale-while-revalidate=30, stale-if-error=30';
    expect(left(control(text), {}, 404)).toMatchObject({ whileRevalidate: 60, ifError: 60 });
    expect(left(control('no-cache', { etag: '"v1"' }))).toMatchObject({ fresh: 0, ifError: 0 });
  });
});

describe('without a time to live', () => {
  test.each<[string, StoredHeaders]>([
    ['max-age=0', { etag: '"v1"' }],
    ['max-age=0', { 'last-modified': 'Sun, 06 Nov 1994 08:49:37 GMT' }],
    ['no-cache', { etag: '"v1"' }],
    ['max-age=0, stale-if-error=30', {}],
    ['max-age=60', { vary: '*' }],
  ])('%s with %j is kept all the same', (text, headers) => {
    expect(left(control(text, headers))?.fresh).toBe(0);
  });

  test.each<[string, StoredHeaders, number]>([
    ['max-age=0', {}, 200],
    ['no-cache', {}, 200],
    ['no-store', { etag: '"v1"' }, 200],
    ['private', { etag: '"v1"' }, 200],
    ['no-store', { vary: '*' }, 200],
    ['max-age=0', { etag: '"v1"' }, 301],
    ['no-store', { etag: '"v1"' }, 404],
    ['', { etag: '"v1"' }, 410],
  ])('%s with %j of status %i is not', (text, headers, status) => {
    expect(left(control(text, headers), {}, status)).toBeUndefined();
  });

  test('the minimum TTL is one', () => {
    for (const directive of ['no-store', 'no-cache', 'private'])
      expect(left(control(directive), { minTtlSeconds: 5 })).toMatchObject({
        fresh: 5,
        ifError: Infinity,
      });
  });
});
