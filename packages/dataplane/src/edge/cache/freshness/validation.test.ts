import { gunzipSync } from 'node:zlib';
import type { OutgoingHttpHeaders } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Site } from '../site.fixture.ts';
import { renewedHeaders } from './validation.ts';

const BODY = 'thirty-six bytes that are all stored';
const STALE_MS = 6_000;
const DATE = 'Wed, 21 Oct 2015 07:28:00 GMT';

let site: Site;

beforeEach(() => {
  site = new Site('127.107.13.1');
});
afterEach(() => site.close());

/** An origin that gives BODY under `first`, and then nothing but a 304 with `renewing`. */
function once(first: OutgoingHttpHeaders, renewing: OutgoingHttpHeaders, body = BODY): void {
  site.respond = (_request, response) => {
    const isFirst = site.asked.length === 1;
    const headers = { 'cache-control': 'max-age=5', ...(isFirst ? first : renewing) };
    response.writeHead(isFirst ? 200 : 304, headers).end(isFirst ? body : undefined);
  };
}

describe('a stale object', () => {
  test('is asked for by its tag and its date', async () => {
    once({ etag: '"v1"', 'last-modified': DATE }, {});
    await site.serve();
    await site.ask('/a');
    await site.clock.advance(STALE_MS);
    await site.ask('/a');
    expect(site.asked[1]?.headers).toMatchObject({
      'if-none-match': '"v1"',
      'if-modified-since': DATE,
    });
  });

  test.each([
    ['that is weak', 'W/"v1"', 'text/x'],
    ['of which its compression made a weak one', '"v1"', 'text/css'],
    ['that was weak before its compression', 'W/"v1"', 'text/css'],
  ])('is asked for by the tag %s, as the origin sent it', async (_, etag, type) => {
    const body = 'body { color: red }\n'.repeat(200);
    const first = { etag, 'content-type': type, 'content-length': body.length };
    once(first, { etag }, body);
    await site.serve();
    const headers = { 'accept-encoding': 'gzip' };
    await site.ask('/a', { headers });
    await site.clock.advance(STALE_MS);
    const renewed = await site.ask('/a', { headers });
    expect(site.asked[1]?.headers['if-none-match']).toBe(etag);
    expect(renewed.headers).toMatchObject({
      etag: 'W/"v1"',
      'x-cache': 'RefreshHit from cloudfront',
    });
  });

  test('that Vary describes is asked for by its tag', async () => {
    once({ etag: '"v1"', vary: 'Abc' }, {});
    await site.serve();
    await site.ask('/a', { headers: { abc: '123' } });
    await site.clock.advance(STALE_MS);
    const renewed = await site.ask('/a', { headers: { abc: '123' } });
    expect(site.asked[1]?.headers['if-none-match']).toBe('"v1"');
    expect(renewed.headers['x-cache']).toBe('RefreshHit from cloudfront');
  });
});

describe('a 304', () => {
  test('renews what it says of the answer, and nothing that describes the stored body', async () => {
    once(
      { etag: '"v1"', 'x-kept': 'old', 'x-new': 'old', 'content-type': 'text/x' },
      {
        etag: 'W/"v1"',
        'x-new': 'new',
        'content-length': '10',
        'content-encoding': 'gzip',
        'content-range': 'bytes 0-9/10',
      },
    );
    await site.serve();
    await site.ask('/a');
    await site.clock.advance(STALE_MS);
    for (const cached of ['RefreshHit from cloudfront', 'Hit from cloudfront']) {
      const answer = await site.ask('/a');
      expect([answer.status, answer.body]).toEqual([200, BODY]);
      expect(answer.headers).toMatchObject({
        'x-cache': cached,
        etag: '"v1"',
        'x-kept': 'old',
        'x-new': 'new',
        'content-length': String(BODY.length),
      });
      for (const name of ['content-encoding', 'content-range'])
        expect(answer.headers).not.toHaveProperty(name);
    }
  });

  test('leaves a compressed copy what its compression made of its headers', async () => {
    const body = 'body { color: red }\n'.repeat(200);
    const described = { etag: '"v1"', 'content-type': 'text/css', 'content-length': body.length };
    once({ ...described, vary: 'Origin' }, { ...described, vary: 'Origin' }, body);
    await site.serve();
    const headers = { 'accept-encoding': 'gzip' };
    const first = await site.askBytes('/a', { headers });
    await site.clock.advance(STALE_MS);
    const renewed = await site.askBytes('/a', { headers });
    expect(gunzipSync(renewed.body).toString()).toBe(body);
    expect(renewed.headers['content-length']).toBe(String(renewed.body.length));
    for (const name of ['etag', 'vary', 'content-encoding', 'accept-ranges'])
      expect([name, renewed.headers[name]]).toEqual([name, first.headers[name]]);
  });
});

// "If-Modified-Since", "If-None-Match: CloudFront forwards the header to your origin."
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#request-custom-headers-behavior
describe('conditions of a viewer', () => {
  const all = { behavior: 'all' as const, items: [] };
  const forwarding = { originRequestPolicy: { headers: all, cookies: all, queryStrings: all } };
  const headers = { 'if-none-match': '"v1"', 'if-modified-since': DATE };

  beforeEach(() => {
    site.respond = (request, response) => {
      response.setHeader('etag', '"v1"').setHeader('cache-control', 'max-age=60');
      const isKnown = request.headers['if-none-match'] === '"v1"';
      response.writeHead(isKnown ? 304 : 200).end(isKnown ? undefined : BODY);
    };
  });

  test('go to the origin where a policy forwards them and nothing is stored', async () => {
    await site.serve(forwarding);
    expect((await site.ask('/a', { headers })).status).toBe(304);
    expect(site.asked[0]?.headers).toMatchObject(headers);
    // Its 304 is not kept, and is nobody else's.
    const whole = await site.ask('/a');
    expect([whole.status, whole.body]).toEqual([200, BODY]);
    expect((await site.ask('/a', { headers })).headers['x-cache']).toBe('Hit from cloudfront');
    expect(site.asked).toHaveLength(2);
  });

  test('stay at the edge where none does', async () => {
    await site.serve();
    expect((await site.ask('/a', { headers })).status).toBe(304);
    for (const name of Object.keys(headers))
      expect(site.asked[0]?.headers).not.toHaveProperty(name);
    expect((await site.ask('/a')).body).toBe(BODY);
    expect(site.asked).toHaveLength(1);
  });
});

test('a tag that the stored answer had not is taken from the 304', () => {
  expect(renewedHeaders({ 'last-modified': DATE }, { etag: '"v1"' })).toEqual({
    'last-modified': DATE,
    etag: '"v1"',
  });
});
