import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Site } from '../site.fixture.ts';

let site: Site;

beforeEach(() => {
  site = new Site('127.107.33.1');
  site.respond = (_request, response) =>
    response.setHeader('etag', '"v1"').setHeader('content-type', 'text/x').end('0123456789');
});
afterEach(() => site.close());

describe('of a stored object', () => {
  beforeEach(async () => {
    await site.serve();
    await site.ask('/a');
  });

  test('one range is that part', async () => {
    const part = await site.ask('/a', { headers: { range: 'bytes=2-4' } });
    expect([part.status, part.body]).toEqual([206, '234']);
    expect(part.headers).toMatchObject({
      'content-range': 'bytes 2-4/10',
      'content-length': '3',
      'content-type': 'text/x',
      etag: '"v1"',
      'x-cache': 'Hit from cloudfront',
    });
  });

  test('several ranges are one body of several parts', async () => {
    const answer = await site.ask('/a', { headers: { range: 'bytes=0-1,4-4,-2' } });
    const { 'content-type': type = '', 'content-range': range } = answer.headers;
    expect([answer.status, range]).toEqual([206, undefined]);
    const boundary = `--${type.replace('multipart/byteranges; boundary=', '')}`;
    const parts = answer.body.split(boundary).map((part) => part.trim().split('\r\n'));
    expect(parts).toEqual([
      [''],
      ['Content-Type: text/x', 'Content-Range: bytes 0-1/10', '', '01'],
      ['Content-Type: text/x', 'Content-Range: bytes 4-4/10', '', '4'],
      ['Content-Type: text/x', 'Content-Range: bytes 8-9/10', '', '89'],
      ['--'],
    ]);
    expect(answer.headers['content-length']).toBe(String(answer.body.length));
  });

  test('one of several that can be satisfied is that part', async () => {
    const part = await site.ask('/a', { headers: { range: 'bytes=8-9,20-30' } });
    expect([part.status, part.body]).toEqual([206, '89']);
    expect(part.headers['content-range']).toBe('bytes 8-9/10');
  });

  test('ranges in the wrong order are the whole, and none is 416', async () => {
    const whole = await site.ask('/a', { headers: { range: 'bytes=4-5,0-1' } });
    expect([whole.status, whole.body]).toEqual([200, '0123456789']);
    const none = await site.ask('/a', { headers: { range: 'bytes=10-' } });
    expect([none.status, none.body, none.headers['content-range']]).toEqual([
      416,
      '',
      'bytes */10',
    ]);
  });

  test('a range of the compressed copy is all of it', async () => {
    const text = 'body { color: red }\n'.repeat(200);
    site.respond = (_request, response) => response.setHeader('content-type', 'text/css').end(text);
    const headers = { 'accept-encoding': 'gzip' };
    const whole = await site.askBytes('/a.css', { headers });
    const ranged = { ...headers, range: 'bytes=0-9' };
    const answer = await site.askBytes('/a.css', { headers: ranged });
    expect([answer.status, answer.headers['x-cache']]).toEqual([200, 'Hit from cloudfront']);
    expect(answer.body).toEqual(whole.body);
  });

  test('a condition is judged before the range', async () => {
    const headers = { range: 'bytes=0-1', 'if-none-match': '"v1"' };
    expect((await site.ask('/a', { headers })).status).toBe(304);
  });
});

// RFC 9110, section 13.1.5.
describe('If-Range', () => {
  test.each([
    ['"v1"', 206, '23'],
    ['"v0"', 200, '0123456789'],
    ['W/"v1"', 200, '0123456789'],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 200, '0123456789'],
  ])('%s of a stored object is answered %i', async (tag, status, body) => {
    await site.serve();
    await site.ask('/a');
    const headers = { range: 'bytes=2-3', 'if-range': tag };
    const answer = await site.ask('/a', { headers });
    expect([answer.status, answer.body]).toEqual([status, body]);
    expect(site.asked).toHaveLength(1);
  });

  test('goes to the origin with the range that it is about', async () => {
    await site.serve();
    await site.ask('/a', { headers: { range: 'bytes=2-3', 'if-range': '"v0"' } });
    expect(site.asked[0]?.headers).toMatchObject({ range: 'bytes=2-3', 'if-range': '"v0"' });
    await site.ask('/b', { headers: { 'if-range': '"v0"' } });
    expect(site.asked[1]?.headers).not.toHaveProperty('if-range');
  });
});
