import type { CacheBehavior } from '@understudy/contract';
import { describe, expect, test } from 'vitest';
import { behavior, cachePolicy } from '../../edge.fixture.ts';
import { isVaryAny, withoutRemoved } from './removed-headers.ts';

const NONE = { behavior: 'none' as const, items: [] };
const ALL = { behavior: 'all' as const, items: [] };
const whitelist = (...items: string[]): { behavior: 'whitelist'; items: string[] } => ({
  behavior: 'whitelist',
  items,
});
const policies = (
  keyed: Partial<CacheBehavior['cachePolicy']>,
  forwarded?: Partial<NonNullable<CacheBehavior['originRequestPolicy']>>,
): CacheBehavior =>
  behavior({
    cachePolicy: cachePolicy(keyed),
    ...(forwarded && {
      originRequestPolicy: { headers: NONE, cookies: NONE, queryStrings: NONE, ...forwarded },
    }),
  });

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#ResponseCustomRemovedHeaders */
describe('Vary', () => {
  test.each<[string, string | undefined, CacheBehavior]>([
    ['Accept-Encoding, Cookie', 'Accept-Encoding, Cookie', policies({})],
    ['Accept-Language', undefined, policies({})],
    ['Origin, accept-encoding', 'accept-encoding', policies({})],
    ['Accept-Language', 'Accept-Language', policies({ headers: whitelist('Accept-language') })],
    ['Accept-Language, Abc', 'Abc', policies({}, { headers: whitelist('abc') })],
    ['Accept-Language, Abc', 'Accept-Language, Abc', policies({}, { headers: ALL })],
    ['Abc', undefined, policies({}, { headers: ALL, headersOfUncachedMethods: ['authorization'] })],
    ['User-Agent', undefined, policies({})],
    ['User-Agent', 'User-Agent', policies({ headers: whitelist('CloudFront-Is-Mobile-Viewer') })],
    ['*', undefined, policies({ minTtlSeconds: 1 })],
    ['*', '*', policies({ minTtlSeconds: 0 })],
  ])('%s is told as %s', (sent, told, under) => {
    expect(withoutRemoved({ vary: sent }, under)['vary']).toBe(told);
  });

  test('* is obeyed where the minimum TTL is 0', () => {
    expect(isVaryAny({ vary: 'Abc, *' }, policies({ minTtlSeconds: 0 }))).toBe(true);
    expect(isVaryAny({ vary: 'Abc' }, policies({ minTtlSeconds: 0 }))).toBe(false);
    expect(isVaryAny({ vary: '*' }, policies({ minTtlSeconds: 1 }))).toBe(false);
  });
});

describe('Set-Cookie', () => {
  const sent = { 'set-cookie': ['a=1', 'b=2'], 'x-kept': '1' };

  test('is removed where no cookies are forwarded', () => {
    expect(withoutRemoved(sent, policies({}))).toEqual({ 'x-kept': '1' });
    expect(withoutRemoved(sent, policies({}, { headers: ALL }))).toEqual({ 'x-kept': '1' });
  });

  test.each([
    ['the cache policy', policies({ cookies: whitelist('c') })],
    ['the origin request policy', policies({}, { cookies: ALL })],
  ])('passes where %s forwards some', (_, under) => {
    expect(withoutRemoved(sent, under)).toEqual(sent);
  });
});
