import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until, VirtualClock } from '@understudy/contract/testing';
import { describe, expect, test } from 'vitest';
import { CertificateAuthority } from '../../services/acm/authority.ts';
import { startEndpoint, startStore, type TestEndpoint } from '../endpoint.fixture.ts';
import { S3Forwarder } from './s3-forwarder.ts';

const REGION = 'eu-west-1';

/** Whose answers say on which connection they came, and for which request of it. */
async function numberingStore(
  answer: (seen: { connection: number; nth: number }, ...rest: Parameters<RequestListener>) => void,
): Promise<Awaited<ReturnType<typeof startStore>> & { connections: () => number }> {
  const counts = new Map<Socket, { connection: number; nth: number }>();
  const store = await startStore((request, response) => {
    const seen = counts.get(request.socket) ?? { connection: counts.size + 1, nth: 0 };
    counts.set(request.socket, seen);
    seen.nth += 1;
    answer({ ...seen }, request, response);
  });
  return { ...store, connections: () => counts.size };
}

const telling = (): ReturnType<typeof numberingStore> =>
  numberingStore(({ connection, nth }, request, response) => {
    request.resume().on('end', () => response.end(`${connection}.${nth}`));
  });

interface Asked {
  method?: string;
  body?: string | undefined;
}

async function ask(port: number, { method = 'GET', body }: Asked = {}): Promise<string> {
  const request = httpRequest({ host: '127.0.0.1', port, path: '/b/k', method, agent: false });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const text = Buffer.concat(await response.toArray()).toString();
  return response.statusCode === 200 ? text : `${response.statusCode}`;
}

describe('connections to a store', () => {
  test('carry one request after the other, and are as many as requests at once', async () => {
    await using store = await telling();
    await using endpoint = await startEndpoint({ stores: { [REGION]: store } });
    for (const nth of [1, 2, 3]) expect(await ask(endpoint.port)).toBe(`1.${nth}`);
    expect(await ask(endpoint.port, { method: 'PUT', body: 'x' })).toBe('1.4');
    await Promise.all([1, 2, 3].map(() => ask(endpoint.port)));
    expect(store.connections()).toBeLessThanOrEqual(3);
  });

  test('that wait are closed when the store is another, and no request goes there', async () => {
    await using store = await telling();
    const place = { ...store, incarnation: 'before' };
    await using endpoint = await startEndpoint({ stores: { [REGION]: place } });
    expect(await ask(endpoint.port)).toBe('1.1');
    place.incarnation = 'after';
    expect(await ask(endpoint.port)).toBe('2.1');
    place.incarnation = 'before';
    expect(await ask(endpoint.port)).toBe('3.1');
  });

  test('that carry a request carry its answer still, and nothing after it', async () => {
    let answer: (() => void) | undefined;
    await using store = await numberingStore(({ connection, nth }, _request, response) => {
      const end = (): unknown => response.end(`${connection}.${nth}`);
      if (connection === 1) answer = end;
      else end();
    });
    const place = { ...store, incarnation: 'before' };
    await using endpoint = await startEndpoint({ stores: { [REGION]: place } });
    const slow = ask(endpoint.port);
    await until(() => answer, { withinMs: 5_000, what: 'the request' });
    place.incarnation = 'after';
    expect(await ask(endpoint.port)).toBe('2.1');
    answer?.();
    expect(await slow).toBe('1.1');
    expect(await ask(endpoint.port)).toBe('2.2');
  });

  test('are not kept where the answer says so, or the request was not all sent', async () => {
    await using store = await numberingStore(({ connection }, request, response) => {
      if (request.method === 'GET') response.setHeader('connection', 'close');
      else if (connection === 2) response.writeHead(403);
      response.end(String(connection));
    });
    await using endpoint = await startEndpoint({ stores: { [REGION]: store } });
    expect(await ask(endpoint.port)).toBe('1');
    const large = 'x'.repeat(20_000_000);
    expect(await ask(endpoint.port, { method: 'PUT', body: large })).toBe('403');
    expect(await ask(endpoint.port)).toBe('3');
  });

  test('hand over answers of every form', async () => {
    await using store = await startStore((request, response) => {
      if (request.method === 'DELETE') response.writeHead(204).end();
      else if (request.method === 'POST') request.pipe(response);
      else response.end('a told length');
    });
    await using endpoint = await startEndpoint({ stores: { [REGION]: store } });
    for (let round = 0; round < 2; round++) {
      expect(await ask(endpoint.port)).toBe('a told length');
      expect(await ask(endpoint.port, { method: 'HEAD' })).toBe('');
      expect(await ask(endpoint.port, { method: 'DELETE' })).toBe('204');
      expect(await ask(endpoint.port, { method: 'POST', body: 'in chunks' })).toBe('in chunks');
    }
  });
});

/** Ends the connection on its second request, without an answer. */
const forgetful = (asked: string[]): ReturnType<typeof numberingStore> =>
  numberingStore(({ connection, nth }, request, response) => {
    asked.push(`${request.method} ${connection}.${nth}`);
    if (nth === 2) request.socket.destroy();
    else request.resume().on('end', () => response.end(`${connection}.${nth}`));
  });

async function withForgetful(
  use: (endpoint: TestEndpoint, asked: string[]) => Promise<void>,
): Promise<void> {
  const asked: string[] = [];
  await using store = await forgetful(asked);
  await using endpoint = await startEndpoint({ stores: { [REGION]: store } });
  expect(await ask(endpoint.port)).toBe('1.1');
  await use(endpoint, asked);
}

describe('a connection that ends without an answer', () => {
  test.each(['GET', 'HEAD', 'DELETE', 'PUT'])('has %s sent once more, on a new one', (method) =>
    withForgetful(async ({ port }, asked) => {
      const answer = await ask(port, { method });
      expect(answer).toBe(method === 'HEAD' ? '' : '2.1');
      expect(asked).toEqual(['GET 1.1', `${method} 1.2`, `${method} 2.1`]);
    }),
  );

  test.each([
    { why: 'it is not the same twice', method: 'POST', body: undefined },
    { why: 'its body is gone', method: 'PUT', body: 'a body' },
  ])('has nothing repeated where $why', ({ method, body }) =>
    withForgetful(async ({ port }, asked) => {
      expect(await ask(port, { method, body })).toBe('503');
      expect(asked).toEqual(['GET 1.1', `${method} 1.2`]);
      // And who asks again is served.
      expect(await ask(port, { method, body })).toBe('2.1');
    }),
  );

  test('has nothing repeated where it was a new one', async () => {
    let asked = 0;
    await using store = await startStore((request) => {
      asked += 1;
      request.socket.destroy();
    });
    await using endpoint = await startEndpoint({ stores: { [REGION]: store } });
    expect(await ask(endpoint.port)).toBe('503');
    expect(asked).toBe(1);
  });
});

describe('under TLS', () => {
  test('one handshake serves many requests, and only a store of our own authority any', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'understudy-pool-'));
    const clock = new VirtualClock({ startMs: Math.round(performance.timeOrigin) });
    const authority = await CertificateAuthority.load({ directory, clock });
    const { certificateChainPem: cert, privateKeyPem: key } = await authority.issue([
      `s3.${REGION}.amazonaws.com`,
    ]);
    const server = createSecureServer({ cert, key }, (_request, response) => response.end('there'));
    let handshakes = 0;
    server.on('secureConnection', () => (handshakes += 1));
    await new Promise<void>((resolve) => server.listen(0, '127.101.0.2', resolve));
    const { port } = server.address() as AddressInfo;
    const endpointOf = (): { host: string; port: number; incarnation: string } => ({
      ...{ host: '127.101.0.2', port, incarnation: '' },
    });
    const { rootPem } = authority;
    await using endpoint = await startEndpoint({
      s3: new S3Forwarder({ endpointOf, secure: { rootPem, token: 'token' } }),
    });
    for (let nth = 0; nth < 5; nth++) expect(await ask(endpoint.port)).toBe('there');
    expect(handshakes).toBe(1);
    const stranger = path.join(directory, 'stranger');
    const other = await CertificateAuthority.load({ directory: stranger, clock });
    const s3 = new S3Forwarder({ endpointOf, secure: { rootPem: other.rootPem, token: 'token' } });
    await using distrusting = await startEndpoint({ s3 });
    expect(await ask(distrusting.port)).toBe('503');
    await distrusting[Symbol.asyncDispose]();
    await endpoint[Symbol.asyncDispose]();
    await new Promise((resolve) => server.close(resolve));
    await rm(directory, { recursive: true });
  });
});

test('a client that takes its answer slowly holds up no other', async () => {
  const large = Buffer.alloc(8_000_000, 'x');
  await using store = await startStore((request, response) => {
    response.end(request.url === '/b/large' ? large : 'small');
  });
  await using endpoint = await startEndpoint({ stores: { [REGION]: store } });
  const { port } = endpoint;
  const request = httpRequest({ host: '127.0.0.1', port, path: '/b/large', agent: false }).end();
  const [slow] = (await once(request, 'response')) as [IncomingMessage];
  slow.pause();
  for (let nth = 0; nth < 5; nth++) expect(await ask(port)).toBe('small');
  expect(Buffer.concat(await slow.toArray()).length).toBe(large.length);
  expect(await ask(port)).toBe('small');
});
