import { describe, expect, test } from 'vitest';
import { originRequest } from './origin-request-policy.ts';
import { behavior, CACHING_DISABLED, cachePolicy, customOrigin } from '../edge.fixture.ts';

const EVERYTHING = { behavior: 'all' as const, items: [] };
const NOTHING = { behavior: 'none' as const, items: [] };

function asked(
  headers: Record<string, string>,
  change: Parameters<typeof behavior>[0],
  method = 'GET',
): Record<string, string> {
  const viewer = { method, path: '/', query: '', viewerAddress: '192.0.2.1', httpVersion: '1.1' };
  const identity = { requestId: 'id', via: 'via' };
  return originRequest({ ...viewer, headers }, behavior(change), customOrigin(), identity).headers;
}

// "If one or both of these fields is true and the viewer request includes the Accept-Encoding
// header, then CloudFront … normalizes the value …. If both of these fields are false, then
// CloudFront treats the Accept-Encoding header the same as any other HTTP header in the viewer
// request."
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ParametersInCacheKeyAndForwardedToOrigin.html
describe('Accept-Encoding', () => {
  const all = { headers: EVERYTHING, cookies: NOTHING, queryStrings: NOTHING };

  test.each([
    ['deflate, gzip, br', 'br,gzip'],
    ['gzip', 'gzip'],
    ['deflate', 'identity'],
    ['gzip;q=0', 'identity'],
    [undefined, undefined],
  ])('%s is sent as %s where the cache policy enables both', (sent, expected) => {
    const headers = sent === undefined ? undefined : { 'accept-encoding': sent };
    const request = asked(headers ?? {}, { cachePolicy: cachePolicy(), originRequestPolicy: all });
    expect(request['accept-encoding']).toBe(expected);
  });

  test('is like any other header where it enables none', () => {
    const headers = { 'accept-encoding': 'zstd, br' };
    const change = { cachePolicy: CACHING_DISABLED };
    expect(asked(headers, change)).not.toHaveProperty('accept-encoding');
    expect(asked(headers, { ...change, originRequestPolicy: all })).toMatchObject(headers);
  });
});

test.each([
  ['GET', ['GET', 'HEAD'], undefined],
  ['HEAD', ['GET', 'HEAD'], undefined],
  ['OPTIONS', ['GET', 'HEAD', 'OPTIONS'], undefined],
  ['OPTIONS', ['GET', 'HEAD'], 'Basic eDp5'],
  ['POST', ['GET', 'HEAD'], 'Basic eDp5'],
  ['DELETE', ['GET', 'HEAD'], 'Basic eDp5'],
])('%s where %j are cached carries the Authorization %s', (method, cachedMethods, expected) => {
  const originRequestPolicy = {
    headers: { behavior: 'allExcept' as const, items: ['Authorization'] },
    headersOfUncachedMethods: ['authorization'],
    cookies: NOTHING,
    queryStrings: NOTHING,
  };
  const request = asked(
    { authorization: 'Basic eDp5' },
    { cachedMethods, originRequestPolicy },
    method,
  );
  expect(request['authorization']).toBe(expected);
});
