import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { Distribution, EventBody } from '@understudy/contract';
import { VirtualClock } from '@understudy/contract/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Edge } from './edge.ts';
import {
  behavior,
  CACHING_DISABLED,
  customOrigin,
  distribution,
  edgeConfig,
  testEdge,
} from './edge.fixture.ts';

const ADDRESS = '127.107.2.1';
/** Any other address of this machine, where nothing listens. */
const NOBODY = '127.107.9.9';

let origin: http.Server;
let asked: http.IncomingMessage[];
let respond: (request: http.IncomingMessage, response: http.ServerResponse) => void;
let edge: Edge;
let clock: VirtualClock;
let events: EventBody[];

beforeEach(async () => {
  asked = [];
  events = [];
  respond = (_request, response) => response.end('hello');
  origin = http.createServer((request, response) => {
    asked.push(request);
    respond(request, response);
  });
  await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
  clock = new VirtualClock();
  edge = testEdge({
    clock,
    emit: (event) => events.push(event),
    addressOf: (name) => (name === 'dead.example' ? NOBODY : undefined),
  });
});

afterEach(async () => {
  await edge.close();
  origin.closeAllConnections();
  await new Promise((resolve) => origin.close(resolve));
});

async function serve(change: Partial<Distribution> = {}): Promise<void> {
  const { port } = origin.address() as AddressInfo;
  const problems = await edge.apply(
    edgeConfig(
      ADDRESS,
      distribution({
        aliases: ['example.com'],
        origins: [customOrigin({ httpPort: port })],
        ...change,
      }),
    ),
  );
  expect(problems).toEqual([]);
}

interface Got {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

function get(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const request = http.request({
      host: ADDRESS,
      port: edge.portsOf('ICN57-P1')?.httpPort,
      path,
      method: options.method ?? 'GET',
      headers: { host: 'example.com', ...options.headers },
      agent: false,
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
      response.on('error', reject);
    });
    request.end(options.body);
  });
}

describe('caching', () => {
  test('misses, then hits with an age, then asks again when stale', async () => {
    respond = (_request, response) =>
      response.setHeader('cache-control', 'max-age=60').end('hello');
    await serve();
    const first = await get('/a');
    expect([first.status, first.headers['x-cache'], first.headers['x-amz-cf-pop']]).toEqual([
      200,
      'Miss from cloudfront',
      'ICN57-P1',
    ]);
    await clock.advance(30_000);
    const second = await get('/a');
    expect([second.headers['x-cache'], second.headers['age'], second.body.toString()]).toEqual([
      'Hit from cloudfront',
      '30',
      'hello',
    ]);
    await clock.advance(31_000);
    expect((await get('/a')).headers['x-cache']).toBe('Miss from cloudfront');
    expect(asked).toHaveLength(2);
  });

  test('revalidates a stale object by its entity tag', async () => {
    respond = (request, response) => {
      response.setHeader('etag', '"v1"').setHeader('cache-control', 'max-age=5');
      if (request.headers['if-none-match'] === '"v1"') response.writeHead(304).end();
      else response.end('hello');
    };
    await serve();
    await get('/a');
    await clock.advance(6_000);
    const renewed = await get('/a');
    expect([renewed.status, renewed.headers['x-cache'], renewed.body.toString()]).toEqual([
      200,
      'RefreshHit from cloudfront',
      'hello',
    ]);
    expect((await get('/a', { headers: { 'if-none-match': '"v1"' } })).status).toBe(304);
    expect(asked).toHaveLength(2);
  });

  test('serves the stale object while the origin fails, and errors from the cache for ten seconds', async () => {
    respond = (_request, response) => response.setHeader('cache-control', 'max-age=5').end('good');
    await serve();
    await get('/a');
    respond = (_request, response) => response.writeHead(503).end('bad');
    await clock.advance(6_000);
    expect((await get('/a')).body.toString()).toBe('good');
    expect((await get('/b')).status).toBe(503);
    const askedBefore = asked.length;
    expect((await get('/b')).headers['x-cache']).toBe('Error from cloudfront');
    expect(asked).toHaveLength(askedBefore);
    await clock.advance(11_000);
    await get('/b');
    expect(asked).toHaveLength(askedBefore + 1);
  });

  test('asks the origin once for equal questions at the same time', async () => {
    const waiting: http.ServerResponse[] = [];
    const arrived = new Promise<void>((resolve) => {
      respond = (_request, response) => {
        waiting.push(response);
        resolve();
      };
    });
    await serve();
    const answers = Promise.all([get('/a'), get('/a'), get('/a')]);
    await arrived;
    for (const response of waiting) response.end('once');
    expect((await answers).map((answer) => answer.body.toString())).toEqual([
      'once',
      'once',
      'once',
    ]);
    expect(asked).toHaveLength(1);
  });

  test('gives parts of what it keeps', async () => {
    await serve();
    await get('/a');
    const part = await get('/a', { headers: { range: 'bytes=1-3' } });
    expect([part.status, part.body.toString(), part.headers['content-range']]).toEqual([
      206,
      'ell',
      'bytes 1-3/5',
    ]);
  });

  test('compresses for viewers that take it', async () => {
    const text = 'body { color: red }\n'.repeat(200);
    respond = (_request, response) => response.setHeader('content-type', 'text/css').end(text);
    await serve();
    const zipped = await get('/a.css', { headers: { 'accept-encoding': 'gzip' } });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(zipped.body).toString()).toBe(text);
    expect((await get('/a.css')).body.toString()).toBe(text);
  });

  test('forgets what is invalidated', async () => {
    await serve();
    await get('/css/a');
    await get('/js/a');
    expect(edge.invalidate('E1', ['/css/*'])).toBe(1);
    expect((await get('/css/a')).headers['x-cache']).toBe('Miss from cloudfront');
    expect((await get('/js/a')).headers['x-cache']).toBe('Hit from cloudfront');
  });
});

describe('origins', () => {
  test('passes bodies on without caching, and tells the origin who asked', async () => {
    respond = (request, response) => void request.pipe(response);
    const all = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'];
    const everything = { behavior: 'all', items: [] } as { behavior: 'all'; items: string[] };
    await serve({
      defaultBehavior: behavior({
        allowedMethods: all,
        cachePolicy: CACHING_DISABLED,
        originRequestPolicy: { headers: everything, cookies: everything, queryStrings: everything },
      }),
    });
    const answer = await get('/echo?a=1', {
      method: 'POST',
      body: 'order',
      headers: { cookie: 's=1', 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'http' },
    });
    expect(answer.body.toString()).toBe('order');
    expect(asked[0]?.url).toBe('/echo?a=1');
    expect(asked[0]?.headers).toMatchObject({
      host: 'example.com',
      cookie: 's=1',
      'x-forwarded-for': '203.0.113.9, 127.0.0.1',
    });
    expect(asked[0]?.headers).not.toHaveProperty('x-forwarded-proto');
  });

  test('names itself and the origin when no policy forwards anything', async () => {
    await serve();
    await get('/a', { headers: { 'user-agent': 'browser', cookie: 's=1' } });
    expect(asked[0]?.headers).toMatchObject({
      host: 'origin.example',
      'user-agent': 'Amazon CloudFront',
    });
    expect(asked[0]?.headers).not.toHaveProperty('cookie');
  });

  test('answers 502 with its own page when the origin refuses, and says so once', async () => {
    await serve({ origins: [customOrigin({ domainName: 'dead.example' })] });
    const answer = await get('/a');
    expect([answer.status, answer.headers['x-cache']]).toEqual([502, 'Error from cloudfront']);
    expect(answer.body.toString()).toContain('Generated by cloudfront');
    await clock.advance(11_000);
    await get('/a');
    expect(events).toEqual([
      expect.objectContaining({ type: 'origin', originId: 'origin', ok: false }),
    ]);
  });

  test('answers 504 when the origin is silent', async () => {
    const reached = new Promise<void>((resolve) => (respond = () => resolve()));
    clock = new VirtualClock({ speed: 20 });
    edge = testEdge({ clock });
    await serve();
    const answer = get('/a');
    await reached;
    expect((await answer).status).toBe(504);
  });

  test('asks the second origin of a group when the first gives a failure status, for GET only', async () => {
    respond = (request, response) =>
      response.writeHead(request.url?.startsWith('/one/') ? 500 : 200).end(request.url);
    const { port } = origin.address() as AddressInfo;
    await serve({
      origins: [
        customOrigin({ id: 'one', httpPort: port, originPath: '/one' }),
        customOrigin({ id: 'two', httpPort: port, originPath: '/two' }),
      ],
      originGroups: [
        { id: 'group', statusCodes: [500], primaryOriginId: 'one', secondaryOriginId: 'two' },
      ],
      defaultBehavior: behavior({
        targetOriginId: 'group',
        allowedMethods: ['GET', 'HEAD', 'POST'],
      }),
    });
    expect((await get('/a')).body.toString()).toBe('/two/a');
    expect((await get('/a', { method: 'POST', body: 'x' })).status).toBe(500);
  });

  test('breaks off what the origin breaks off', async () => {
    respond = (_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    };
    await serve({ defaultBehavior: behavior({ cachePolicy: CACHING_DISABLED }) });
    await expect(get('/a')).rejects.toThrow();
  });
});

describe('answers of its own', () => {
  test('refuses hosts that belong to no distribution', async () => {
    await serve();
    expect((await get('/', { headers: { host: 'other.example' } })).status).toBe(403);
  });

  test('serves the default root object at the root, and custom error pages', async () => {
    respond = (request, response) =>
      response.writeHead(request.url === '/missing' ? 404 : 200).end(request.url);
    await serve({
      defaultRootObject: 'index.html',
      customErrorResponses: [
        {
          errorCode: 404,
          responsePagePath: '/404.html',
          responseCode: 200,
          errorCachingMinTtlSeconds: 1,
        },
      ],
    });
    expect((await get('/')).body.toString()).toBe('/index.html');
    const missing = await get('/missing');
    expect([missing.status, missing.body.toString()]).toEqual([200, '/404.html']);
  });
});
