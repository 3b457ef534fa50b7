import type { ForwardedValues } from '@aws-sdk/client-cloudfront';
import { describe, expect, it } from 'vitest';
import { checkForwardedHeaders, legacyPolicies } from './legacy-settings.ts';

function policies(change: Partial<ForwardedValues>, ttl = {}): ReturnType<typeof legacyPolicies> {
  const ForwardedValues = {
    QueryString: false,
    Cookies: { Forward: 'none' as const },
    ...change,
  };
  return legacyPolicies({ ForwardedValues, ...ttl });
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#request-custom-headers-behavior */
describe('a behavior without a cache policy', () => {
  it.each([
    'Cache-Control',
    'Content-MD5',
    'Content-Type',
    'Date',
    'From',
    'If-Match',
    'If-Modified-Since',
    'If-None-Match',
    'If-Range',
    'If-Unmodified-Since',
    'Max-Forwards',
    'Origin',
    'Pragma',
    'Range',
    'Request-Range',
    'Warning',
    'X-Other-Defined',
  ])('forwards %s, and does not cache by it', (name) => {
    const { cachePolicy, originRequestPolicy } = policies({});
    expect(originRequestPolicy.headers.behavior).toBe('allExcept');
    expect(originRequestPolicy.headers.items).not.toContain(name);
    expect(cachePolicy.headers).toEqual({ behavior: 'whitelist', items: [] });
  });

  it.each([
    'Accept',
    'Accept-Charset',
    'Accept-Language',
    'Authorization',
    'Host',
    'Referer',
    'User-Agent',
    'X-HTTP-Method-Override',
  ])('forwards %s only where it caches by it', (name) => {
    expect(policies({}).originRequestPolicy.headers.items).toContain(name);
    const listed = policies({ Headers: { Quantity: 1, Items: [name] } });
    expect(listed.cachePolicy.headers).toEqual({ behavior: 'whitelist', items: [name] });
  });

  it('keeps Authorization of methods whose answers are not cached', () => {
    const { originRequestPolicy } = policies({});
    expect(originRequestPolicy.headersOfUncachedMethods).toEqual(['authorization']);
  });

  it('forwards all query strings, also where it caches by some', () => {
    const some = policies({
      QueryString: true,
      QueryStringCacheKeys: { Quantity: 1, Items: ['page'] },
    });
    expect(some.cachePolicy.queryStrings).toEqual({ behavior: 'whitelist', items: ['page'] });
    expect(some.originRequestPolicy.queryStrings).toEqual({ behavior: 'all', items: [] });
    const none = policies({});
    expect(none.cachePolicy.queryStrings.behavior).toBe('none');
    expect(none.originRequestPolicy.queryStrings.behavior).toBe('none');
  });

  it('forwards the normalized Accept-Encoding, without Brotli', () => {
    expect(policies({}).cachePolicy).toMatchObject({ enableGzip: true, enableBrotli: false });
  });

  it('caches nothing when it forwards all headers', () => {
    const Headers = { Quantity: 1, Items: ['*'] };
    const all = { behavior: 'all', items: [] };
    const { cachePolicy, originRequestPolicy } = policies({ Headers }, { MinTTL: 5 });
    expect(cachePolicy).toMatchObject({ minTtlSeconds: 0, defaultTtlSeconds: 0, maxTtlSeconds: 0 });
    expect([cachePolicy.headers, originRequestPolicy.headers]).toEqual([all, all]);
  });

  it('has TTLs of its own', () => {
    const told = policies({}, { MinTTL: 5, DefaultTTL: 60, MaxTTL: 600 });
    expect(told.cachePolicy).toMatchObject({
      minTtlSeconds: 5,
      defaultTtlSeconds: 60,
      maxTtlSeconds: 600,
    });
    expect(policies({}).cachePolicy).toMatchObject({
      minTtlSeconds: 0,
      defaultTtlSeconds: 86_400,
      maxTtlSeconds: 31_536_000,
    });
  });
});

it.each(['Upgrade', 'connection', 'Cookie', 'X-Edge-Location', 'X-Real-IP', 'Cache-Control'])(
  'the header %s cannot be listed',
  (name) => {
    expect(() => checkForwardedHeaders(['Origin', name])).toThrow(
      `The parameter Header Name with value ${name} is not allowed.`,
    );
  },
);

it('those of WebSockets can', () => {
  const names = ['Sec-WebSocket-Key', 'Sec-WebSocket-Version', 'Host', 'Origin'];
  expect(() => checkForwardedHeaders(names)).not.toThrow();
});
