import { describe, expect, test } from 'vitest';
import { behavior, cachePolicy } from '../edge.fixture.ts';
import { cacheKey, encodingOf, pickCookies, pickQuery } from './cache-key.ts';

describe('cacheKey', () => {
  const key = (
    change: { method?: string; query?: string; headers?: Record<string, string> },
    policy = cachePolicy(),
  ): string =>
    cacheKey(
      { distributionId: 'E1', method: 'GET', path: '/a', query: '', headers: {}, ...change },
      behavior({ cachePolicy: policy }),
    );

  test('leaves out what the policy does not name', () => {
    expect(key({ query: 'a=1', headers: { cookie: 's=1', 'user-agent': 'x' } })).toBe(key({}));
  });

  test('keeps OPTIONS apart from GET and HEAD', () => {
    expect(key({ method: 'HEAD' })).toBe(key({}));
    expect(key({ method: 'OPTIONS' })).not.toBe(key({}));
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
