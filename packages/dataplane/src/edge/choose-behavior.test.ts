import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chooseBehavior,
  chooseDistribution,
  judgeViewer,
  matchesPattern,
} from './choose-behavior.ts';
import { behavior, distribution } from './edge.fixture.ts';

describe('matchesPattern', () => {
  test.each([
    ['/images/*', '/images/a.png', true],
    ['images/*', '/images/a.png', true],
    ['*.css', '/deep/site.css', true],
    ['/a?c', '/abc', true],
    ['/a?c', '/ac', false],
    ['/A', '/a', false],
    ['/*/x/*', '/1/x/2/x', true],
    ['*', '/', true],
  ])('%s against %s is %s', (pattern, path, expected) => {
    expect(matchesPattern(pattern, path)).toBe(expected);
  });

  test('agrees with a regular expression on short patterns', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '/'), maxLength: 7 });
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 7 });
    fc.assert(
      fc.property(letters, texts, (pattern, text) => {
        const source = `/${pattern}`.replaceAll('*', '.*').replaceAll('?', '.');
        expect(matchesPattern(`/${pattern}`, `/${text}`)).toBe(
          new RegExp(`^${source}$`).test(`/${text}`),
        );
      }),
    );
  });

  test('takes no longer for many stars than the lengths allow', () => {
    expect(matchesPattern(`${'*a'.repeat(200)}b`, `/${'a'.repeat(5_000)}`)).toBe(false);
  });
});

describe('chooseDistribution', () => {
  const exact = distribution({ id: 'exact', aliases: ['www.example.com'] });
  const wildcard = distribution({ id: 'wildcard', aliases: ['*.example.com'] });
  const off = distribution({ id: 'off', aliases: ['off.example.org'], enabled: false });

  test.each([
    ['www.example.com', 'exact'],
    ['WWW.example.com:443', 'exact'],
    ['blog.example.com', 'wildcard'],
    ['exact.cloudfront.net', 'exact'],
    ['a.blog.example.com', undefined],
    ['example.com', undefined],
    ['off.example.org', undefined],
  ])('%s belongs to %s', (host, id) => {
    expect(chooseDistribution([wildcard, exact, off], host)?.id).toBe(id);
  });
});

test('takes the first behavior that matches, and the default one otherwise', () => {
  const first = behavior({ pathPattern: '/api/*' });
  const second = behavior({ pathPattern: '*' });
  const some = distribution({ behaviors: [first, second] });
  expect(chooseBehavior(some, '/api/x')).toBe(first);
  expect(chooseBehavior(some, '/other')).toBe(second);
  expect(chooseBehavior(distribution({}), '/other').pathPattern).toBeUndefined();
});

describe('judgeViewer', () => {
  const request = {
    secure: false,
    method: 'GET',
    host: 'a.example:8080',
    target: { authority: undefined, path: '/x', query: 'y' },
    httpVersion: '1.1',
  };

  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html
  test.each([
    ['GET', '1.1', 301],
    ['HEAD', '2.0', 301],
    ['GET', '1.0', 301],
    ['DELETE', '1.1', 307],
    ['OPTIONS', '1.1', 307],
    ['PATCH', '1.1', 307],
    ['POST', '2.0', 307],
    ['PUT', '1.1', 307],
  ] as const)('redirects %s of HTTP/%s with %d', (method, httpVersion, status) => {
    const policy = behavior({ viewerProtocolPolicy: 'redirect-to-https' });
    expect(judgeViewer(policy, { ...request, method, httpVersion })).toEqual({
      kind: 'redirect',
      status,
      location: 'https://a.example/x?y',
    });
  });

  test('refuses what HTTP/1.0 cannot send again', () => {
    const policy = behavior({ viewerProtocolPolicy: 'redirect-to-https' });
    expect(judgeViewer(policy, { ...request, method: 'POST', httpVersion: '1.0' })).toMatchObject({
      kind: 'refuse',
      status: 403,
    });
  });

  test('refuses or serves plain HTTP as the policy says', () => {
    expect(judgeViewer(behavior({ viewerProtocolPolicy: 'https-only' }), request)).toMatchObject({
      kind: 'refuse',
      status: 403,
    });
    expect(judgeViewer(behavior({ viewerProtocolPolicy: 'allow-all' }), request)).toEqual({
      kind: 'serve',
    });
  });

  test('refuses a method that the behavior does not allow', () => {
    expect(judgeViewer(behavior({}), { ...request, secure: true, method: 'POST' })).toMatchObject({
      status: 403,
    });
  });
});
