import type http from 'node:http';
import { until } from '@understudy/contract/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readRange } from './range.ts';
import { cachePolicy } from '../../edge.fixture.ts';
import { Site, type Got } from '../site.fixture.ts';

const MODIFIED = 'Sun, 06 Nov 1994 08:49:37 GMT';
const NO_LEAST = cachePolicy({ minTtlSeconds: 0 });

let site: Site;
/** What the origin has, and what it says of it. */
let body: string;
let says: http.OutgoingHttpHeaders;

beforeEach(() => {
  site = new Site('127.107.35.1');
  body = '0123456789';
  says = { etag: '"v1"', 'cache-control': 'max-age=60', 'content-type': 'text/x' };
  site.respond = serveRanges;
});
afterEach(() => site.close());

/** An origin that knows ranges, one in a request, and conditions by tag. */
function serveRanges(request: http.IncomingMessage, response: http.ServerResponse): void {
  const { range, 'if-none-match': known } = request.headers;
  const [spec] = readRange(range) ?? [];
  if (known !== undefined && known === says['etag']) response.writeHead(304, says).end();
  else if (spec === undefined || !('first' in spec)) response.writeHead(200, says).end(body);
  else if (spec.first >= body.length) response.writeHead(416, says).end();
  else {
    const end = Math.min(spec.last, body.length - 1);
    const part = body.slice(spec.first, end + 1);
    const is = { 'content-range': `bytes ${spec.first}-${end}/${body.length}` };
    response.writeHead(206, { ...says, ...is, 'content-length': part.length }).end(part);
  }
}

async function range(text: string, headers = {}): Promise<string> {
  const got: Got = await site.ask('/a', { headers: { ...headers, range: text } });
  const [cached] = String(got.headers['x-cache']).split(' ');
  return `${got.status} ${got.body} ${cached}`;
}

const asked = (): (string | undefined)[] => site.asked.map((request) => request.headers.range);

// "If the origin supports Range GET requests: It returns the requested range. CloudFront serves the
// requested range and also caches it for future requests."
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RangeGETs.html
describe('a range that was asked for', () => {
  test('is a hit, with what is within it', async () => {
    await site.serve();
    expect(await range('bytes=2-5')).toBe('206 2345 Miss');
    expect(await range('bytes=2-5')).toBe('206 2345 Hit');
    expect(await range('bytes=3-3')).toBe('206 3 Hit');
    expect(asked()).toEqual(['bytes=2-5']);
    const hit = await site.ask('/a', { headers: { range: 'bytes=4-5' } });
    expect(hit.headers).toMatchObject({
      'content-range': 'bytes 4-5/10',
      'content-length': '2',
      'content-type': 'text/x',
      etag: '"v1"',
    });
  });

  test('joins those that it touches, until all are the whole', async () => {
    await site.serve();
    for (const text of ['bytes=0-2', 'bytes=6-', 'bytes=3-6']) await range(text);
    expect(await range('bytes=1-8')).toBe('206 12345678 Hit');
    expect(await range('bytes=0-1,-2')).toMatch(/^206 [^]* Hit$/);
    const whole = await site.ask('/a');
    expect([whole.status, whole.body, whole.headers['x-cache']]).toEqual([
      200,
      body,
      'Hit from cloudfront',
    ]);
    expect(whole.headers).toMatchObject({ 'content-length': '10', 'content-type': 'text/x' });
    expect(whole.headers).not.toHaveProperty('content-range');
    expect(asked()).toHaveLength(3);
  });

  test('does not stand for another, nor for the whole', async () => {
    await site.serve();
    expect(await range('bytes=0-2')).toBe('206 012 Miss');
    expect(await range('bytes=2-4')).toBe('206 234 Miss');
    expect(await range('bytes=8-9')).toBe('206 89 Miss');
    expect(await range('bytes=0-4')).toBe('206 01234 Hit');
    expect((await site.ask('/a')).headers['x-cache']).toBe('Miss from cloudfront');
    expect(asked()).toEqual(['bytes=0-2', 'bytes=2-4', 'bytes=8-9', undefined]);
  });

  test('tells the length of the whole: HEAD, 416 and 304 are answered from it', async () => {
    await site.serve();
    await range('bytes=0-2');
    const head = await site.ask('/a', { method: 'HEAD' });
    expect([head.status, head.headers['content-length']]).toEqual([200, '10']);
    const none = await site.ask('/a', { headers: { range: 'bytes=10-' } });
    expect([none.status, none.headers['content-range']]).toEqual([416, 'bytes */10']);
    expect((await site.ask('/a', { headers: { 'if-none-match': '"v1"' } })).status).toBe(304);
    expect(asked()).toHaveLength(1);
  });

  test('is asked for once by several at the same time', async () => {
    const answers: (() => void)[] = [];
    site.respond = (request, response) => void answers.push(() => serveRanges(request, response));
    await site.serve();
    const ranges = ['bytes=0-2', 'bytes=0-2', 'bytes=5-6'].map((text) => range(text));
    await until(() => answers.length === 2, { withinMs: 3_000, what: 'the questions' });
    for (const answer of answers) answer();
    const got = (await Promise.all(ranges)).toSorted();
    expect(got).toEqual(['206 012 Hit', '206 012 Miss', '206 56 Miss']);
  });
});

describe('parts of an object', () => {
  test.each([
    ['another tag', () => (says['etag'] = '"v2"')],
    ['another length', () => (body = '0123456789a')],
    ['no tag any more', () => delete says['etag']],
  ])('are given up when the origin sends %s', async (_what, change) => {
    await site.serve();
    await range('bytes=0-2');
    change();
    expect(await range('bytes=5-6')).toBe('206 56 Miss');
    expect(await range('bytes=0-2')).toBe('206 012 Miss');
  });

  test.each([
    ['a strong tag', { etag: '"v1"' }, true],
    ['a weak tag', { etag: 'W/"v1"' }, false],
    ['a date that is long past', { 'last-modified': MODIFIED }, true],
    ['a date of the same second', { 'last-modified': MODIFIED, date: MODIFIED }, false],
    ['no validator', {}, false],
  ])('are of one version by %s', async (_what, validators, expected) => {
    says = { 'cache-control': 'max-age=60', ...validators };
    await site.serve();
    await range('bytes=0-2');
    await range('bytes=3-5');
    expect(await range('bytes=3-5')).toBe('206 345 Hit');
    expect(await range('bytes=0-2')).toBe(`206 012 ${expected ? 'Hit' : 'Miss'}`);
  });

  test('are asked for by their tag when they are stale', async () => {
    await site.serve();
    await range('bytes=0-2');
    await site.clock.advance(61_000);
    expect(await range('bytes=0-1')).toBe('206 01 RefreshHit');
    expect(await range('bytes=0-1')).toBe('206 01 Hit');
    await site.clock.advance(61_000);
    says['etag'] = '"v2"';
    body = 'abcdefghij';
    expect(await range('bytes=0-1')).toBe('206 ab Miss');
    expect(await range('bytes=2-2')).toBe('206 c Miss');
  });

  test('are given stale while the origin fails', async () => {
    await site.serve();
    await range('bytes=0-2');
    await site.clock.advance(61_000);
    site.respond = (_request, response) => response.writeHead(503).end();
    expect(await range('bytes=0-1')).toBe('206 01 RefreshHit');
    expect(await range('bytes=0-1')).toBe('206 01 Hit');
  });

  test('are renewed with a further one, all of them', async () => {
    await site.serve();
    await range('bytes=0-2');
    await site.clock.advance(50_000);
    await range('bytes=3-5');
    await site.clock.advance(50_000);
    expect(await range('bytes=0-5')).toBe('206 012345 Hit');
  });

  test('are invalidated with their object', async () => {
    await site.serve();
    await range('bytes=0-2');
    await range('bytes=5-6');
    expect(site.edge.invalidate('E1', ['/a'])).toBe(1);
    expect(await range('bytes=0-2')).toBe('206 012 Miss');
  });

  test('are replaced by the whole', async () => {
    await site.serve();
    await range('bytes=0-2');
    await site.ask('/a');
    expect(await range('bytes=7-8')).toBe('206 78 Hit');
  });
});

describe('is not kept', () => {
  test.each([
    ['what must not be stored', { 'cache-control': 'no-store' }],
    ['what is of unknown length', { 'content-range': 'bytes 0-2/*' }],
    ['what is not as long as it says', { 'content-range': 'bytes 0-3/10' }],
  ])('%s', async (_what, said) => {
    site.respond = (_request, response) => response.writeHead(206, { ...says, ...said }).end('012');
    // With no least time, what must not be stored is not.
    await site.serve({ cachePolicy: NO_LEAST });
    for (let time = 0; time < 2; time += 1) expect(await range('bytes=0-2')).toBe('206 012 Miss');
  });

  test('what breaks off', async () => {
    site.respond = (_request, response) => {
      const is = { 'content-range': 'bytes 0-2/10', 'content-length': '3' };
      response.writeHead(206, { ...says, ...is });
      response.write('01', () => response.destroy());
    };
    await site.serve();
    await expect(range('bytes=0-2')).rejects.toThrow();
    site.respond = serveRanges;
    expect(await range('bytes=0-2')).toBe('206 012 Miss');
  });

  test('416, nor an answer of several parts', async () => {
    await site.serve();
    for (let time = 0; time < 2; time += 1) expect(await range('bytes=10-')).toBe('416  Error');
    site.respond = (_request, response) => {
      const type = { 'content-type': 'multipart/byteranges; boundary=x' };
      response.writeHead(206, { ...says, ...type }).end('--x--');
    };
    for (let time = 0; time < 2; time += 1)
      expect(await range('bytes=0-1,3-4')).toBe('206 --x-- Miss');
    expect(asked()).toEqual(['bytes=10-', 'bytes=10-', 'bytes=0-1,3-4', 'bytes=0-1,3-4']);
  });
});

test('a range that is none goes to no origin, and the whole is kept', async () => {
  await site.serve();
  expect(await range('bytes=4-5,0-1')).toBe('200 0123456789 Miss');
  expect(await range('bytes=4-5')).toBe('206 45 Hit');
  expect(asked()).toEqual([undefined]);
});

test('If-Range goes to the origin with the range, and its short head is not kept', async () => {
  site.respond = (request, response) => {
    if (request.headers['if-range'] === '"v1"') delete says['content-type'];
    serveRanges(request, response);
  };
  await site.serve();
  expect(await range('bytes=0-2', { 'if-range': '"v1"' })).toBe('206 012 Miss');
  says['content-type'] = 'text/x';
  expect(await range('bytes=0-2')).toBe('206 012 Miss');
  expect(await range('bytes=3-4', { 'if-range': '"v1"' })).toBe('206 34 Miss');
  const joined = await site.ask('/a', { headers: { range: 'bytes=0-4' } });
  expect([joined.body, joined.headers['content-type']]).toEqual(['01234', 'text/x']);
  expect(site.asked).toHaveLength(3);
});
