import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { certificate } from '../../../balancer/balancer.fixture.ts';
import { CACHING_DISABLED } from '../../edge.fixture.ts';
import { Site } from '../site.fixture.ts';
import { fieldOf, storable } from './stored-headers.ts';

const COOKIES = ['a=1; Path=/', 'b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT'];
const NEWER = ['a=3', 'c=4'];

const NONE = { behavior: 'none' as const, items: [] };
const FORWARDS_COOKIES = {
  headers: NONE,
  cookies: { behavior: 'all' as const, items: [] },
  queryStrings: NONE,
};

let site: Site;

beforeEach(() => {
  site = new Site('127.107.11.1');
  site.respond = (_request, response) => response.setHeader('set-cookie', COOKIES).end('hello');
});
afterEach(() => site.close());

// RFC 9110, section 5.3: Set-Cookie "often appears in multiple field lines … and … cannot be
// combined".
describe('several cookies stay apart', () => {
  test('in an answer that is stored, and out of the cache', async () => {
    await site.serve({ originRequestPolicy: FORWARDS_COOKIES });
    const answers = [await site.ask('/a'), await site.ask('/a'), await site.ask('/a')];
    expect(answers.map(({ headers }) => headers['set-cookie'])).toEqual([
      COOKIES,
      COOKIES,
      COOKIES,
    ]);
    expect(site.asked).toHaveLength(1);
  });

  test.each(['GET', 'POST'])('in an answer to %s that is not cached', async (method) => {
    await site.serve({
      allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
      cachePolicy: CACHING_DISABLED,
      originRequestPolicy: FORWARDS_COOKIES,
    });
    const answer = await site.ask('/a', { method });
    expect(answer.headers['set-cookie']).toEqual(COOKIES);
  });

  test('in an error, and in a part', async () => {
    site.respond = (request, response) =>
      response
        .setHeader('set-cookie', COOKIES)
        .writeHead(request.headers.range === undefined ? 500 : 206, {
          'content-range': 'bytes 0-1/5',
        })
        .end('he');
    await site.serve({ originRequestPolicy: FORWARDS_COOKIES });
    expect((await site.ask('/a')).headers['set-cookie']).toEqual(COOKIES);
    const part = await site.ask('/b', { headers: { range: 'bytes=0-1' } });
    expect(part.headers['set-cookie']).toEqual(COOKIES);
  });

  test('in what a 304 renews', async () => {
    site.respond = (request, response) => {
      const isAsking = request.headers['if-none-match'] === '"v1"';
      response.setHeader('etag', '"v1"').setHeader('cache-control', 'max-age=5');
      response.setHeader('set-cookie', isAsking ? NEWER : COOKIES);
      response.writeHead(isAsking ? 304 : 200).end(isAsking ? undefined : 'hello');
    };
    await site.serve({ originRequestPolicy: FORWARDS_COOKIES });
    expect((await site.ask('/a')).headers['set-cookie']).toEqual(COOKIES);
    await site.clock.advance(6_000);
    const renewed = await site.ask('/a');
    expect(renewed.headers).toMatchObject({
      'x-cache': 'RefreshHit from cloudfront',
      'set-cookie': NEWER,
    });
  });

  test('over HTTP/2, from the origin and from the cache', async () => {
    await site.serve(
      { originRequestPolicy: FORWARDS_COOKIES },
      { certificate: await certificate('example.com') },
    );
    for (const cached of ['Miss from cloudfront', 'Hit from cloudfront']) {
      const headers = await site.ask2('/a');
      expect(headers).toMatchObject({ 'x-cache': cached, 'set-cookie': COOKIES });
    }
  });
});

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Cookies.html
describe('cookies of an answer', () => {
  test('are removed, cached or not, where no policy forwards cookies', async () => {
    await site.serve({
      allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
    });
    const answers = [await site.ask('/a'), await site.ask('/a')];
    answers.push(await site.ask('/a', { method: 'POST' }));
    for (const { status, headers } of answers)
      expect([status, headers['set-cookie']]).toEqual([200, undefined]);
  });

  test('are given to one viewer only, where the origin says that they are not to be stored', async () => {
    site.respond = (request, response) => {
      const isAsking = request.headers['if-none-match'] === '"v1"';
      response.setHeader('cache-control', 'max-age=5, no-cache="Set-Cookie"');
      response.setHeader('etag', '"v1"').setHeader('set-cookie', isAsking ? NEWER : COOKIES);
      response.writeHead(isAsking ? 304 : 200).end(isAsking ? undefined : 'hello');
    };
    await site.serve({ originRequestPolicy: FORWARDS_COOKIES });
    const given = async (): Promise<unknown[]> => {
      const { headers } = await site.ask('/a');
      return [headers['x-cache'], headers['set-cookie']];
    };
    expect(await given()).toEqual(['Miss from cloudfront', COOKIES]);
    expect(await given()).toEqual(['Hit from cloudfront', undefined]);
    await site.clock.advance(6_000);
    expect(await given()).toEqual(['RefreshHit from cloudfront', NEWER]);
    expect(await given()).toEqual(['Hit from cloudfront', undefined]);
  });
});

test('keeps neither the headers of the connection, nor those that it names', () => {
  const kept = storable({
    connection: 'close, X-Hop, Content-Length',
    'x-hop': '1',
    'keep-alive': 'timeout=5',
    'content-length': '5',
    'set-cookie': COOKIES,
  });
  expect(kept).toEqual({ 'content-length': '5', 'set-cookie': COOKIES });
});

test('reads lines of a list as one value', () => {
  expect(fieldOf({ vary: ['Accept', 'Origin'] }, 'vary')).toBe('Accept, Origin');
  expect(fieldOf({}, 'vary')).toBeUndefined();
});
