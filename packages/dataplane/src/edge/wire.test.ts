import http from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Distribution } from '@understudy/contract';
import { until, VirtualClock } from '@understudy/contract/testing';
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

const ADDRESS = '127.107.4.1';
const EVERYTHING = { behavior: 'all', items: [] } as { behavior: 'all'; items: string[] };
const OPEN = {
  allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
  originRequestPolicy: { headers: EVERYTHING, cookies: EVERYTHING, queryStrings: EVERYTHING },
};
const PASSING = behavior({ ...OPEN, cachePolicy: CACHING_DISABLED });

let origin: http.Server;
let asked: http.IncomingMessage[];
let respond: http.RequestListener;
let edge: Edge;
let clock: VirtualClock;
let sockets: Socket[];

beforeEach(async () => {
  asked = [];
  sockets = [];
  respond = (_request, response) => response.end('hello');
  origin = http.createServer((request, response) => {
    asked.push(request);
    respond(request, response);
  });
  await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
  clock = new VirtualClock();
  edge = testEdge({ clock });
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await edge.close();
  origin.closeAllConnections();
  await new Promise((resolve) => origin.close(resolve));
});

async function serve(change: Partial<Distribution> = {}): Promise<void> {
  const { port } = origin.address() as AddressInfo;
  const site = distribution({
    aliases: ['example.com'],
    origins: [customOrigin({ httpPort: port })],
    defaultBehavior: PASSING,
    ...change,
  });
  expect(await edge.apply(edgeConfig(ADDRESS, site))).toEqual([]);
}

/** A viewer that speaks by the byte. */
function viewer(text: string): { socket: Socket; heard: () => string; closed: () => boolean } {
  const socket = connect(edge.portsOf('ICN57-P1')?.httpPort ?? 0, ADDRESS);
  sockets.push(socket);
  let heard = '';
  let isClosed = false;
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
  socket.on('close', () => (isClosed = true));
  socket.on('error', () => undefined);
  socket.write(text, 'latin1');
  return { socket, heard: () => heard, closed: () => isClosed };
}

async function heardOf(text: string, end = 'hello'): Promise<string> {
  const asking = viewer(text);
  await until(() => asking.heard().endsWith(end) || asking.closed(), {
    withinMs: 3_000,
    what: 'the answer',
  });
  return asking.heard();
}

const get = (path: string, ...lines: string[]): string =>
  [`GET ${path} HTTP/1.1`, 'Host: example.com', ...lines, '', ''].join('\r\n');

describe('a request with a body', () => {
  // "If a viewer GET request includes a body, CloudFront returns an HTTP status code 403."
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#RequestCustom-get-body
  test('is refused if it is a GET, and keeps no other viewer of the URL waiting', async () => {
    await serve({ defaultBehavior: behavior(OPEN) });
    const stuck = viewer(get('/v', 'Content-Length: 5'));
    await until(() => stuck.closed(), { withinMs: 3_000, what: 'the refusal' });
    expect(stuck.heard()).toMatch(/^HTTP\/1.1 403 Forbidden\r\n/);
    expect(asked).toHaveLength(0);
    expect(await heardOf(get('/v'))).toMatch(/^HTTP\/1.1 200 /);
    expect(asked[0]?.headers).not.toHaveProperty('content-length');
  });

  test('does not lend its length to the custom error page that is asked for instead', async () => {
    respond = (request, response) =>
      request.resume().on('end', () => {
        response.writeHead(request.url === '/page' ? 200 : 404).end('hello');
      });
    await serve({
      defaultBehavior: behavior(OPEN),
      customErrorResponses: [
        {
          errorCode: 404,
          responsePagePath: '/page',
          responseCode: 404,
          errorCachingMinTtlSeconds: 0,
        },
      ],
    });
    const lines = ['POST /p HTTP/1.1', 'Host: example.com', 'Content-Length: 3'];
    await heardOf([...lines, 'Content-Type: text/x', '', 'abc'].join('\r\n'));
    expect(asked.map((request) => [request.method, request.url])).toEqual([
      ['POST', '/p'],
      ['GET', '/page'],
    ]);
    expect(asked[0]?.headers).toMatchObject({ 'content-length': '3', 'content-type': 'text/x' });
    for (const name of ['content-length', 'content-type', 'transfer-encoding'])
      expect(asked[1]?.headers).not.toHaveProperty(name);
  });

  test('does not lend its length to the second origin of a group', async () => {
    const { port } = origin.address() as AddressInfo;
    respond = (request, response) =>
      request.resume().on('end', () => {
        response.writeHead(request.url?.startsWith('/one') === true ? 500 : 200).end('hello');
      });
    await serve({
      origins: [
        customOrigin({ id: 'one', httpPort: port, originPath: '/one' }),
        customOrigin({ id: 'two', httpPort: port, originPath: '/two' }),
      ],
      originGroups: [
        { id: 'group', statusCodes: [500], primaryOriginId: 'one', secondaryOriginId: 'two' },
      ],
      defaultBehavior: behavior({ ...PASSING, targetOriginId: 'group' }),
    });
    const lines = ['OPTIONS /p HTTP/1.1', 'Host: example.com', 'Content-Length: 3', '', 'abc'];
    expect(await heardOf(lines.join('\r\n'), '0\r\n\r\n')).toMatch(/^HTTP\/1.1 200 /);
    expect(asked.map((request) => request.headers['content-length'])).toEqual(['3', undefined]);
  });

  test('that the origin does not wait for has its answer all the same', async () => {
    respond = (_request, response) =>
      void response.writeHead(413, { 'content-length': 5 }).end('hello');
    await serve();
    const lines = ['POST /p HTTP/1.1', 'Host: example.com', 'Content-Length: 100000', '', 'abc'];
    const asking = viewer(lines.join('\r\n'));
    await until(() => asking.heard().endsWith('hello'), { withinMs: 3_000, what: 'the answer' });
    expect(asking.heard()).toMatch(/^HTTP\/1\.1 413 /);
    expect(asking.closed()).toBe(false);
    // The rest is dropped, and the connection carries the next request.
    asking.socket.write(`${'x'.repeat(99_997)}${get('/next')}`);
    await until(() => asked.length === 2, { withinMs: 3_000, what: 'the next request' });
  });

  test('of a viewer that leaves is given up at the origin too', async () => {
    const broken = new Promise<void>((resolve) => {
      respond = (request) => request.on('error', () => resolve()).resume();
    });
    await serve();
    const lines = ['POST /p HTTP/1.1', 'Host: example.com', 'Content-Length: 9', '', 'abc'];
    const leaving = viewer(lines.join('\r\n'));
    await until(() => asked.length === 1, { withinMs: 3_000, what: 'the request' });
    leaving.socket.destroy();
    await broken;
  });
});

test('a viewer that leaves before the answer closes the request to the origin', async () => {
  const closed = new Promise<void>((resolve) => {
    respond = (_request, response) => void response.on('close', () => resolve());
  });
  await serve();
  const leaving = viewer(get('/slow'));
  await until(() => asked.length === 1, { withinMs: 3_000, what: 'the request' });
  leaving.socket.destroy();
  await closed;
});

describe('the target', () => {
  test('is matched by its normalised path, and sent to the origin raw', async () => {
    const secured = behavior({
      ...PASSING,
      pathPattern: '/a/*',
      viewerProtocolPolicy: 'https-only',
    });
    await serve({ behaviors: [secured] });
    for (const path of ['/a/x', '/%61/x', '//a/x', '/b/../a/x', 'http://example.com/a/x'])
      expect(await heardOf(get(path), '</HTML>\n')).toMatch(/^HTTP\/1.1 403 /);
    await heardOf(get('/a/../b//c'));
    expect(asked.map((request) => request.url)).toEqual(['/a/../b//c']);
  });

  test('in absolute form and in origin form is one object', async () => {
    await serve({ defaultBehavior: behavior() });
    expect(await heardOf(get('http://example.com/o'))).toContain('X-Cache: Miss');
    expect(await heardOf(get('/o'))).toContain('X-Cache: Hit');
  });
});

describe('answers', () => {
  test('are spelled as HTTP/1.1 is, and tell nothing of node’s', async () => {
    await serve();
    const heard = await heardOf(get('/'));
    expect(heard).toMatch(/\r\nVia: 1\.1 [0-9a-f]{32}\.cloudfront\.net \(CloudFront\)\r\n/);
    expect(heard).toMatch(/\r\nX-Amz-Cf-Pop: ICN57-P1\r\n/);
    expect(heard).toMatch(/\r\nConnection: keep-alive\r\n/);
    expect(heard).not.toMatch(/keep-alive: /i);
  });

  test('of an origin that says 100 twice are an error, other interim ones are not passed', async () => {
    respond = (_request, response) => {
      response.writeContinue();
      response.writeContinue();
      response.end('hello');
    };
    await serve();
    expect(await heardOf(get('/'), '</HTML>\n')).toMatch(/^HTTP\/1\.1 502 /);
    respond = (_request, response) => {
      response.writeContinue();
      response.writeProcessing();
      response.writeEarlyHints({ link: '</a.css>; rel=preload' });
      response.end('hello');
    };
    expect(await heardOf(get('/'))).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('carry no header that the origin’s Connection names', async () => {
    respond = (_request, response) =>
      response.setHeader('Connection', 'X-Hop, keep-alive').setHeader('X-Hop', '1').end('hello');
    await serve();
    expect(await heardOf(get('/'))).not.toMatch(/x-hop/i);
  });

  test('of HTTP/1.0 say so to the origin, and end the connection', async () => {
    await serve();
    const lines = ['GET / HTTP/1.0', 'Host: example.com', 'Accept-Encoding: gzip', '', ''];
    const heard = await heardOf(lines.join('\r\n'));
    expect(heard).toContain('\r\nConnection: close\r\n');
    expect(asked[0]?.headers.via).toMatch(/^1\.0 /);
    expect(asked[0]?.headers).not.toHaveProperty('accept-encoding');
  });
});

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#request-custom-headers-behavior */
describe('a header that every policy forwards', () => {
  const FORWARDED = [
    'Accept',
    'Accept-Charset',
    'Accept-Language',
    'Authorization',
    'Cache-Control',
    'Content-MD5',
    'Content-Type',
    'Cookie',
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
    'Referer',
    'Request-Range',
    'User-Agent',
    'Warning',
    'X-HTTP-Method-Override',
    'X-Other-Defined',
  ];
  const REMOVED = [
    'CloudFront-Forwarded-Proto',
    'CloudFront-Is-Desktop-Viewer',
    'CloudFront-Is-Mobile-Viewer',
    'CloudFront-Is-Tablet-Viewer',
    'CloudFront-Viewer-Country',
    'Keep-Alive',
    'Proxy-Authenticate',
    'Proxy-Authorization',
    'Proxy-Connection',
    'TE',
    'Trailer',
    'Upgrade',
    'X-Edge-Location',
    'X-Edge-Request-Id',
    'X-Amz-Cf-Pop',
    'X-Forwarded-Proto',
    'X-Real-IP',
  ];

  test.each(FORWARDED)('%s', async (name) => {
    await serve();
    await heardOf(get('/', `${name}: mine`));
    expect(asked[0]?.headers[name.toLowerCase()]).toBe('mine');
  });

  test.each(REMOVED)('but not %s', async (name) => {
    await serve();
    await heardOf(get('/', `${name}: mine`));
    expect(asked[0]?.headers).not.toHaveProperty(name.toLowerCase());
  });

  test.each([
    ['Connection', 'close', /^keep-alive$/i],
    ['Accept-Encoding', 'gzip, deflate', /^(gzip|br,gzip)$/],
    ['Host', 'example.com', /^example\.com$/],
    ['X-Amz-Cf-Id', 'mine', /^[-\w]{43}==$/],
    ['X-Forwarded-For', '203.0.113.9', /^203\.0\.113\.9, 127\.0\.0\.1$/],
    ['Via', '1.1 mine', /^1\.1 mine, 1\.1 [0-9a-f]{32}\.cloudfront\.net \(CloudFront\)$/],
  ])('%s as CloudFront writes it', async (name, value, expected) => {
    const cachePolicy = { ...CACHING_DISABLED, enableGzip: true, enableBrotli: true };
    await serve({ defaultBehavior: behavior({ ...OPEN, cachePolicy }) });
    await heardOf(name === 'Host' ? get('/') : get('/', `${name}: ${value}`));
    expect(asked[0]?.headers[name.toLowerCase()]).toMatch(expected);
  });

  test('Expect is answered once the head is understood, and removed', async () => {
    await serve();
    const refused = ['GET / HTTP/1.1', 'Host: example.com', 'Expect: 100-continue'];
    const heard = await heardOf([...refused, 'Content-Length: 3', '', ''].join('\r\n'));
    expect(heard).toMatch(/^HTTP\/1.1 403 /);
    const lines = ['POST / HTTP/1.1', 'Host: example.com', 'Expect: 100-continue'];
    const answer = await heardOf([...lines, 'Content-Length: 3', '', 'abc'].join('\r\n'));
    expect(answer).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 /);
    expect(asked[0]?.headers).not.toHaveProperty('expect');
  });
});
