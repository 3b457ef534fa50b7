import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Site } from './cache/site.fixture.ts';
import { behavior, CACHING_DISABLED } from './edge.fixture.ts';

let site: Site;
/** What the origin answers, by path. */
let pages: Record<string, [status: number, headers?: Record<string, string>]>;

beforeEach(() => {
  site = new Site('127.107.32.1');
  pages = { '/page': [200, { 'cache-control': 'no-store' }] };
  site.respond = (request, response) => {
    const [status, headers] = pages[request.url ?? ''] ?? [404];
    response.writeHead(status, headers).end(request.url);
  };
});
afterEach(() => site.close());

const asked = (): (string | undefined)[] => site.asked.map(({ url }) => url);

async function serve(errorCode = 404): Promise<void> {
  const shown = { responsePagePath: '/page', responseCode: 200, errorCachingMinTtlSeconds: 30 };
  await site.serve(
    {},
    {
      // The page itself is not cached: what keeps it is the error.
      behaviors: [behavior({ pathPattern: '/page', cachePolicy: CACHING_DISABLED })],
      customErrorResponses: [{ errorCode, ...shown }],
    },
  );
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html#HTTPStatusCodes-custom-error-pages */
describe('the custom error page', () => {
  test('is kept for the error caching minimum TTL, each URL’s its own', async () => {
    await serve();
    for (const path of ['/a', '/b', '/a', '/b']) {
      const shown = await site.ask(path);
      expect([shown.status, shown.body]).toEqual([200, '/page']);
      expect(shown.headers['x-cache']).toBe('Error from cloudfront');
    }
    expect(asked()).toEqual(['/a', '/page', '/b', '/page']);
    await site.clock.advance(29_000);
    await site.ask('/a');
    expect(asked()).toHaveLength(4);
    await site.clock.advance(1_000);
    await site.ask('/a');
    expect(asked().slice(4)).toEqual(['/a', '/page']);
  });

  test('is kept for as long as the error’s own max-age says', async () => {
    pages['/a'] = [404, { 'cache-control': 'max-age=60' }];
    await serve();
    await site.ask('/a');
    await site.clock.advance(59_000);
    expect((await site.ask('/a')).body).toBe('/page');
    expect(asked()).toEqual(['/a', '/page']);
  });

  test('of an error that is not kept is asked for each time', async () => {
    pages['/a'] = [403];
    await serve(403);
    for (let time = 0; time < 2; time += 1) expect((await site.ask('/a')).body).toBe('/page');
    expect(asked()).toEqual(['/a', '/page', '/a', '/page']);
  });

  test('is forgotten with the error when its URL is invalidated', async () => {
    await serve();
    await site.ask('/a');
    expect(site.edge.invalidate('E1', ['/a'])).toBe(1);
    pages['/a'] = [200];
    expect((await site.ask('/a')).body).toBe('/a');
  });

  test('is whole, whatever conditions and ranges the viewer has', async () => {
    pages['/page'] = [200, { etag: '"page"' }];
    await serve();
    const headers = { range: 'bytes=0-1', 'if-none-match': '"page"' };
    for (let time = 0; time < 2; time += 1) {
      const shown = await site.ask('/a', { headers });
      expect([shown.status, shown.body]).toEqual([200, '/page']);
    }
  });

  test('that breaks off leaves the error as it was', async () => {
    await serve();
    const answer = site.respond;
    site.respond = (request, response) => {
      if (request.url !== '/page') return answer(request, response);
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    };
    const shown = await site.ask('/a');
    expect([shown.status, shown.body]).toEqual([404, '/a']);
  });

  test('that is missing itself gives its own status', async () => {
    pages['/page'] = [404];
    pages['/a'] = [500];
    await serve(500);
    expect((await site.ask('/a')).status).toBe(404);
  });
});
