import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { createSecureContext, type TlsOptions } from 'node:tls';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import type { HealthCheck } from '@understudy/contract';
import { SeededRandom } from '@understudy/contract/testing';
import { SystemClock } from '@understudy/contract/system-clock';
import { INVALID_CERTIFICATE } from '../certificate.fixture.ts';
import { healthCheck } from '../checkers.fixture.ts';
import { createProbe, type ProbeResult } from './probe.ts';

const ENDPOINT = '127.103.7.1';
const CHECKER = '127.103.8.1';
/** AWS's two seconds for an answer are 100 ms here. */
const SPEED = 20;

const servers: { close(): void; closeAllConnections?(): void }[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections?.();
  }
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, ENDPOINT);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const serve = (handler: RequestListener): Promise<number> => listen(createServer(handler));

function probe(
  changes: Partial<HealthCheck>,
  options: { addresses?: string[]; speed?: number; signal?: AbortSignal } = {},
): Promise<ProbeResult> {
  const context = {
    clock: new SystemClock({ epochMs: 1_700_000_000_000, speed: options.speed ?? 1 }),
    random: new SeededRandom(1),
    emit: () => undefined,
  };
  const run = createProbe(context, {
    resolve: (name) =>
      options.addresses
        ? Promise.resolve({ addresses: options.addresses, ttlSeconds: 60 })
        : Promise.reject(new Error(`the resolver answered NXDOMAIN for ${name}`)),
    ports: { privilegedPortOffset: 0 },
  });
  const signal = options.signal ?? new AbortController().signal;
  return run({ check: healthCheck(changes), localAddress: CHECKER }, signal);
}

test.each([
  [200, true, 'Success: HTTP Status Code 200, OK'],
  [302, true, 'Success: HTTP Status Code 302, Found'],
  [404, false, 'Failure: HTTP Status Code 404, Not Found'],
  [503, false, 'Failure: HTTP Status Code 503, Service Unavailable'],
])('HTTP status %i is healthy: %s', async (code, ok, status) => {
  const port = await serve((_, response) => {
    response.writeHead(code, { location: '/elsewhere' }).end();
  });
  expect(await probe({ port })).toEqual({ ok, status });
});

test("asks as AWS's checkers do, from the checker's own address", async () => {
  const seen: { request: IncomingMessage; from: string | undefined }[] = [];
  const port = await serve((request, response) => {
    seen.push({ request, from: request.socket.remoteAddress });
    response.end();
  });
  await probe({ port, id: 'abc', resourcePath: 'health?deep=1' });
  const [{ request, from } = {}] = seen;
  expect(from).toBe(CHECKER);
  expect(request?.method).toBe('GET');
  expect(request?.url).toBe('/health?deep=1');
  expect(request?.headers).toEqual({
    host: `${ENDPOINT}:${port}`,
    connection: 'close',
    'user-agent': 'Amazon-Route53-Health-Check-Service (ref abc; report http://amzn.to/1vsZADi)',
    accept: '*/*',
    'accept-encoding': 'identity,gzip,deflate',
  });
});

test('by name: asks DNS, sends the name as Host, and tells the address', async () => {
  const hosts: (string | undefined)[] = [];
  const port = await serve((request, response) => {
    hosts.push(request.headers.host);
    response.end();
  });
  const { ipAddress: _, ...byName } = healthCheck({ port });
  const check = { ...byName, fullyQualifiedDomainName: 'seoul.ticketing.pw' };
  const run = (addresses?: string[]) =>
    createProbe(
      {
        clock: new SystemClock({ epochMs: 0, speed: 1 }),
        random: new SeededRandom(1),
        emit: () => undefined,
      },
      {
        resolve: () =>
          addresses
            ? Promise.resolve({ addresses, ttlSeconds: 1 })
            : Promise.reject(new Error('the resolver answered NXDOMAIN for it')),
        ports: { privilegedPortOffset: 0 },
      },
    )({ check, localAddress: CHECKER }, new AbortController().signal);
  expect(await run([ENDPOINT])).toEqual({
    ok: true,
    status: `Success: HTTP Status Code 200, OK. Resolved IP: ${ENDPOINT}`,
  });
  expect(hosts).toEqual([`seoul.ticketing.pw:${port}`]);
  expect(await run()).toMatchObject({
    ok: false,
    status: 'Failure: DNS resolution failed: NXDOMAIN',
  });
  expect((await run([])).status).toContain('DNS resolution failed');
});

test('an endpoint that accepts and says nothing fails two AWS seconds after it connected', async () => {
  const port = await serve(() => undefined);
  const startMs = performance.now();
  const result = await probe({ port }, { speed: SPEED });
  expect(result.ok).toBe(false);
  expect(result.status).toContain('did not receive a response');
  const tookMs = performance.now() - startMs;
  expect(tookMs).toBeGreaterThan(90);
  expect(tookMs).toBeLessThan(2_000);
});

test('an endpoint where nothing listens fails at once', async () => {
  const port = await serve(() => undefined);
  for (const server of servers.splice(0)) server.close();
  expect(await probe({ port })).toMatchObject({ ok: false });
  expect((await probe({ port })).status).toMatch(/^Failure: Connection refused/);
});

test('headers above 16,384 bytes fail', async () => {
  const port = await serve((_, response) => {
    response.setHeader('x-large', 'x'.repeat(17_000)).end();
  });
  expect((await probe({ port })).ok).toBe(false);
});

const TEXT = { type: 'HTTP_STR_MATCH' as const, searchString: 'All Good' };

test.each([
  ['at the start', 'All Good, and more', true],
  ['in another case', 'all good', false],
  ['not at all', 'nothing here', false],
  ['up to the last byte', `${'x'.repeat(5_112)}All Good`, true],
  ['one byte too late', `${'x'.repeat(5_113)}All Good`, false],
])('a string %s of the first 5,120 bytes', async (_, body, ok) => {
  const port = await serve((_, response) => void response.end(body));
  expect(await probe({ port, ...TEXT })).toMatchObject({ ok });
});

test('a string in two pieces of the body is found, without waiting for the end', async () => {
  const port = await serve((_, response) => {
    response.write('All ');
    setImmediate(() => response.write('Good'));
  });
  expect(await probe({ port, ...TEXT })).toMatchObject({ ok: true });
});

test('a string is looked for only in answers with a good status', async () => {
  const port = await serve((_, response) => void response.writeHead(500).end('All Good'));
  expect(await probe({ port, ...TEXT })).toMatchObject({ ok: false });
});

test('a body that does not come fails two AWS seconds after the status', async () => {
  const port = await serve((_, response) => {
    response.write('All');
  });
  const result = await probe({ port, ...TEXT }, { speed: SPEED });
  expect(result.status).toContain('body was not received within');
});

test.each([
  ['gzip', gzipSync('All Good')],
  ['deflate', deflateSync('All Good')],
])('a %s body is decompressed', async (encoding, body) => {
  const port = await serve((_, response) => {
    response.setHeader('content-encoding', encoding).end(body);
  });
  expect(await probe({ port, ...TEXT })).toMatchObject({ ok: true });
});

test('a body that is not what it says it is fails', async () => {
  const port = await serve((_, response) => {
    response.setHeader('content-encoding', 'gzip').end('All Good');
  });
  expect(await probe({ port, ...TEXT })).toMatchObject({ ok: false });
});

/** The certificate is `other.invalid`'s, and long expired. */
test.each([
  ['its own name', 'other.invalid', true, ['other.invalid'], 'other.invalid'],
  ['another name', 'seoul.ticketing.pw', true, ['seoul.ticketing.pw'], false],
  ['no name, without SNI', 'seoul.ticketing.pw', false, [], false],
])('HTTPS takes any certificate; asked for %s, the handshakes say so', async (...row) => {
  const [, fullyQualifiedDomainName, enableSni, names, inTheEnd] = row;
  const named: string[] = [];
  const requests: unknown[] = [];
  const own = createSecureContext(INVALID_CERTIFICATE);
  const SNICallback: TlsOptions['SNICallback'] = (name, done) => {
    named.push(name);
    done(null, own);
  };
  const server = createSecureServer(
    { ...INVALID_CERTIFICATE, SNICallback },
    (request, response) => {
      requests.push((request.socket as { servername?: unknown }).servername);
      response.end();
    },
  );
  const port = await listen(server);
  const check = { type: 'HTTPS' as const, port, fullyQualifiedDomainName, enableSni };
  expect(await probe({ ...check, measureLatency: true })).toMatchObject({
    ok: true,
    latencies: {
      connectMs: expect.any(Number) as number,
      handshakeMs: expect.any(Number) as number,
      firstByteMs: expect.any(Number) as number,
    },
  });
  expect(named).toEqual(names);
  expect(requests).toEqual([inTheEnd]);
});

test("a handshake that the endpoint refuses is told by its alert, in Route 53's words", async () => {
  // Without a certificate a server has nothing to agree on.
  const port = await listen(createSecureServer({}));
  expect(await probe({ type: 'HTTPS', port })).toEqual({
    ok: false,
    status: 'Failure: SSL alert handshake_failure',
  });
});

test('an endpoint that speaks no TLS, and one that closes', async () => {
  const plain = await serve((_, response) => void response.end());
  expect(await probe({ type: 'HTTPS', port: plain })).toEqual({
    ok: false,
    status: 'Failure: The SSL handshake with the endpoint failed.',
  });
  const closing = createTcpServer((socket) => void socket.destroy());
  servers.push(closing);
  closing.listen(0, ENDPOINT);
  await once(closing, 'listening');
  const { port } = closing.address() as AddressInfo;
  for (const type of ['HTTP', 'HTTPS'] as const)
    expect(await probe({ type, port })).toEqual({
      ok: false,
      status: 'Failure: The connection was closed by the endpoint.',
    });
});

test('TCP is healthy when a connection is made, and not when none is', async () => {
  const server = createTcpServer((socket) => void socket.resume());
  servers.push(server);
  server.listen(0, ENDPOINT);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await probe({ type: 'TCP', port })).toEqual({
    ok: true,
    status: 'Success: TCP connection established',
  });
  server.close();
  await once(server, 'close');
  expect((await probe({ type: 'TCP', port })).ok).toBe(false);
});

test('a privileged port is probed where the port plan has it', async () => {
  const server = createServer((_, response) => void response.end());
  servers.push(server);
  server.listen(8_081, ENDPOINT);
  await once(server, 'listening');
  const run = createProbe(
    {
      clock: new SystemClock({ epochMs: 0, speed: 1 }),
      random: new SeededRandom(1),
      emit: () => undefined,
    },
    {
      resolve: () => Promise.reject(new Error('unused')),
      ports: { privilegedPortOffset: 8_000 },
    },
  );
  const target = { check: healthCheck({ port: 81 }), localAddress: CHECKER };
  expect(await run(target, new AbortController().signal)).toMatchObject({ ok: true });
});

test('what cannot be asked fails instead of ending the checker', async () => {
  expect(await probe({ resourcePath: '/a path\n' })).toMatchObject({ ok: false });
});

test('a probe that is aborted ends at once', async () => {
  const port = await serve(() => undefined);
  const abort = new AbortController();
  const result = probe({ port }, { signal: abort.signal });
  abort.abort();
  expect(await result).toMatchObject({ ok: false });
});
