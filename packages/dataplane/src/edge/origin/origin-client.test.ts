import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
} from 'node:net';
import { Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { Origin } from '@understudy/contract';
import { until, VirtualClock } from '@understudy/contract/testing';
import { textOf } from '@understudy/wire/http-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { certificate } from '../../balancer/balancer.fixture.ts';
import { customOrigin, distribution } from '../edge.fixture.ts';
import { OriginClient } from './origin-client.ts';
import { asksAgainAfterTimeout } from './origin-settings.ts';

const EDGE = '127.107.6.1';
/** Where nothing listens. */
const NOBODY = '127.107.6.9';

let clock: VirtualClock;
let roots: string;
/** Where the name leads, each time that it is asked for; then to 127.0.0.1. */
let leads: string[];
let client: OriginClient;
const servers: (Server | TcpServer)[] = [];

beforeEach(() => {
  clock = new VirtualClock();
  roots = '';
  leads = [];
  client = new OriginClient({
    clock,
    ports: { privilegedPortOffset: 0 },
    resolve: () => Promise.resolve({ addresses: [leads.shift() ?? '127.0.0.1'], ttlSeconds: 60 }),
    localAddress: EDGE,
    trustedRootsPem: () => roots,
  });
});

afterEach(() => {
  client.close();
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server | TcpServer): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** An origin under TLS, for whom the engine's roots vouch. */
async function listenSecurely(names: string[], server: (tls: object) => Server): Promise<Origin> {
  const { certificateChainPem: cert, privateKeyPem: key } = await certificate(...names);
  roots = cert;
  const httpsPort = await listen(server({ cert, key }));
  const origin = customOrigin();
  if (origin.target.kind !== 'custom') throw new Error('no custom origin');
  return { ...origin, target: { ...origin.target, httpsPort, protocolPolicy: 'https-only' } };
}

interface Asking {
  method?: string;
  host?: string;
  body?: Readable;
}

async function ask(origin: Origin, { method = 'GET', host, body }: Asking = {}): Promise<string> {
  const headers = { host: host ?? origin.domainName };
  const request = { method, target: '/', headers };
  const pending = body === undefined ? undefined : { stream: body, length: undefined };
  const context = { secure: false, body: pending };
  const answer = await client.fetch(distribution(), origin, request, context);
  return `${answer.status} ${await textOf(answer)}`;
}

describe('an origin under TLS', () => {
  const naming: RequestListener = (request, response) =>
    response.end(String((request.socket as TLSSocket & { servername?: unknown }).servername));

  test('is shaken hands with once for many requests, and for each Host apart', async () => {
    let handshakes = 0;
    const origin = await listenSecurely(['origin.example'], (tls) =>
      createSecureServer(tls, naming).on('secureConnection', () => (handshakes += 1)),
    );
    for (let nth = 0; nth < 3; nth++) expect(await ask(origin)).toBe('200 origin.example');
    expect(handshakes).toBe(1);
    const other = { host: 'www.example:8443' };
    for (let nth = 0; nth < 3; nth++) expect(await ask(origin, other)).toBe('200 www.example');
    expect(handshakes).toBe(2);
  });

  test('is believed by its own name or by the Host that it is sent, and by no other', async () => {
    const origin = await listenSecurely(['www.example'], (tls) => createSecureServer(tls, naming));
    expect(await ask(origin, { host: 'www.example' })).toBe('200 www.example');
    await expect(ask(origin)).rejects.toMatchObject({ status: 502 });
    roots = '';
    await expect(ask(origin, { host: 'www.example:1' })).rejects.toMatchObject({ status: 502 });
  });

  test('has as long for its handshake as for its connection, in AWS time', async () => {
    const sockets: unknown[] = [];
    const port = await listen(createTcpServer((socket) => void sockets.push(socket.resume())));
    const origin = customOrigin({ connectionAttempts: 2, connectionTimeoutSeconds: 7 });
    if (origin.target.kind !== 'custom') return;
    const target = { ...origin.target, httpsPort: port, protocolPolicy: 'https-only' as const };
    const asked = ask({ ...origin, target }).catch((error: unknown) => error);
    for (const connections of [1, 2]) {
      await until(() => sockets.length === connections, { withinMs: 3_000, what: 'a connection' });
      await clock.advance(7_000);
    }
    expect(await asked).toMatchObject({
      status: 504,
      message: 'no connection to origin.example within 7 s',
    });
    expect(sockets).toHaveLength(2);
  });
});

describe('a connection that ends without an answer', () => {
  /** Ends the second request of its first connection. */
  async function forgetful(asked: string[]): Promise<Origin> {
    const nth = new Map<unknown, number>();
    const server = createServer((request: IncomingMessage, response) => {
      const count = (nth.get(request.socket) ?? 0) + 1;
      nth.set(request.socket, count);
      asked.push(`${request.method} ${nth.size}.${count}`);
      if (count === 2 && nth.size === 1) request.socket.destroy();
      else request.resume().on('end', () => response.end('hello'));
    });
    return customOrigin({ httpPort: await listen(server), connectionAttempts: 2 });
  }

  test('was a kept one: what has no body is asked again', async () => {
    const asked: string[] = [];
    const origin = await forgetful(asked);
    expect(await ask(origin)).toBe('200 hello');
    expect(await ask(origin, { method: 'POST' })).toBe('200 hello');
    expect(asked).toEqual(['GET 1.1', 'POST 1.2', 'POST 2.1']);
  });

  test('was a kept one: what has a body is not', async () => {
    const asked: string[] = [];
    const origin = await forgetful(asked);
    expect(await ask(origin)).toBe('200 hello');
    const body = Readable.from([Buffer.from('a body')]);
    await expect(ask(origin, { method: 'POST', body })).rejects.toMatchObject({ status: 502 });
    expect(asked).toEqual(['GET 1.1', 'POST 1.2']);
  });

  test('was a new one: nothing is asked again', async () => {
    let asked = 0;
    const server = createServer((request) => {
      asked += 1;
      request.socket.destroy();
    });
    const origin = customOrigin({ httpPort: await listen(server), connectionAttempts: 3 });
    await expect(ask(origin)).rejects.toMatchObject({ status: 502 });
    expect(asked).toBe(1);
  });
});

test('a body is not touched before an origin is there to take it', async () => {
  leads = [NOBODY];
  const server = createServer((request, response) => void request.pipe(response));
  const origin = customOrigin({ httpPort: await listen(server), connectionAttempts: 2 });
  const chunks = [Buffer.from('a '), Buffer.from('body'), null];
  let reads = 0;
  const body = new Readable({
    read() {
      reads += 1;
      this.push(chunks.shift());
    },
  });
  const resolved = leads;
  const asked = ask(origin, { method: 'POST', body });
  await until(() => resolved.length === 0, { withinMs: 3_000, what: 'the first attempt' });
  expect(reads).toBe(0);
  expect(await asked).toBe('200 a body');
});

test('a GET that a custom origin does not answer is sent again; S3 is asked once', async () => {
  let requests = 0;
  const httpPort = await listen(createServer(() => (requests += 1)));
  const origin = customOrigin({ httpPort, connectionAttempts: 2 });
  const asked = ask(origin).catch((error: unknown) => error);
  for (const nth of [1, 2]) {
    await until(() => requests === nth, { withinMs: 3_000, what: 'a request' });
    await clock.advance(30_000);
  }
  expect(await asked).toMatchObject({ status: 504 });
  expect(requests).toBe(2);
  expect(asksAgainAfterTimeout(origin)).toBe(true);
  expect(asksAgainAfterTimeout({ ...origin, target: { kind: 's3' } })).toBe(false);
});
