import {
  connect as connectTcp,
  createServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Distribution } from '@understudy/contract';
import { until, VirtualClock } from '@understudy/contract/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { certificate, GROUP_ARN, Rig } from '../../balancer/balancer.fixture.ts';
import type { Edge } from '../edge.ts';
import {
  behavior,
  CACHING_DISABLED,
  customOrigin,
  distribution,
  edgeConfig,
  testEdge,
} from '../edge.fixture.ts';
import { WEB_SOCKET_IDLE_MS } from './web-socket.ts';

const ADDRESS = '127.107.5.1';
const BLOCK = '127.104.230';
const EVERYTHING = { behavior: 'all', items: [] } as { behavior: 'all'; items: string[] };
/** RFC 6455, section 1.3. */
const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

/** An origin that upgrades every request and echoes; or answers what it is told. */
class EchoOrigin {
  readonly heads: string[] = [];
  readonly sockets: Socket[] = [];
  answer = `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ${ACCEPT}\r\n\r\nwelcome `;
  readonly server: Server = createServer((socket) => {
    let head = '';
    this.sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      if (head.includes('\r\n\r\n')) {
        socket.write(`echo ${chunk.toString()}`);
        return;
      }
      head += chunk.toString();
      if (!head.includes('\r\n\r\n')) return;
      if (head.startsWith('GET /health ')) {
        head = '';
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      this.heads.push(head);
      socket.write(this.answer);
    });
  });

  async listen(port: number, address: string): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(port, address, resolve));
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

let origin: EchoOrigin;
let edge: Edge;
let clock: VirtualClock;
let viewers: Socket[];

beforeEach(() => {
  origin = new EchoOrigin();
  viewers = [];
  clock = new VirtualClock();
  edge = testEdge({
    clock,
    addressOf: (name) => (name === 'balancer.example' ? `${BLOCK}.1` : undefined),
  });
});

afterEach(async () => {
  for (const socket of viewers) socket.destroy();
  await edge.close();
  await origin.close();
});

async function serve(httpPort: number, change: Partial<Distribution> = {}): Promise<void> {
  const site = distribution({
    aliases: ['example.com'],
    origins: [customOrigin({ httpPort })],
    defaultBehavior: behavior({
      originRequestPolicy: { headers: EVERYTHING, cookies: EVERYTHING, queryStrings: EVERYTHING },
    }),
    ...change,
  });
  const config = edgeConfig(ADDRESS, site);
  const defaultCertificate = await certificate('example.com');
  expect(await edge.apply({ ...config, defaultCertificate })).toEqual([]);
}

const UPGRADE = [
  'GET /chat HTTP/1.1',
  'Host: example.com',
  'Connection: keep-alive, Upgrade',
  'Upgrade: websocket',
  `Sec-WebSocket-Key: ${KEY}`,
  'Sec-WebSocket-Version: 13',
  '',
  '',
].join('\r\n');

interface Viewer {
  socket: Socket;
  until(end: string): Promise<string>;
  untilClosed(): Promise<string>;
}

function viewer(socket: Socket, text = UPGRADE): Viewer {
  viewers.push(socket);
  let heard = '';
  let isClosed = false;
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  socket.on('close', () => (isClosed = true));
  socket.on('error', () => undefined);
  socket.write(text);
  const wait = async (what: string, done: () => boolean): Promise<string> => {
    await until(done, { withinMs: 3_000, what });
    return heard;
  };
  return {
    socket,
    until: (end) => wait(`${end} after ${heard}`, () => heard.endsWith(end)),
    untilClosed: () => wait('the end', () => isClosed),
  };
}

function plain(): Socket {
  return connectTcp(edge.portsOf('ICN57-P1')?.httpPort ?? 0, ADDRESS);
}

describe('a WebSocket through the edge', () => {
  test('passes both ways, with what the origin needs to accept it', async () => {
    await serve(await origin.listen(0, '127.0.0.1'));
    const { socket, until } = viewer(plain());
    const head = await until('welcome ');
    expect(head).toMatch(/^HTTP\/1.1 101 Switching Protocols\r\n/);
    expect(head).toContain(`\r\nSec-WebSocket-Accept: ${ACCEPT}\r\n`);
    expect(head).toContain('\r\nX-Cache: Miss from cloudfront\r\n');
    expect(origin.heads[0]).toMatch(/\r\nConnection: Upgrade\r\n/);
    expect(origin.heads[0]).toMatch(/\r\nUpgrade: websocket\r\n/);
    expect(origin.heads[0]).toContain(`\r\nSec-WebSocket-Key: ${KEY}\r\n`);
    expect(origin.heads[0]).toContain('\r\nSec-WebSocket-Version: 13\r\n');
    socket.write('hello');
    await until('echo hello');
  });

  test('gets each cookie of its answer on a line of its own', async () => {
    const cookies = 'Set-Cookie: a=1\r\nSet-Cookie: b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT\r\n';
    origin.answer = origin.answer.replace('Upgrade: websocket\r\n', `$&${cookies}`);
    await serve(await origin.listen(0, '127.0.0.1'));
    expect(await viewer(plain()).until('welcome ')).toContain(`\r\n${cookies}`);
  });

  test('passes over TLS', async () => {
    await serve(await origin.listen(0, '127.0.0.1'));
    const port = edge.portsOf('ICN57-P1')?.httpsPort ?? 0;
    const { socket, until } = viewer(
      connectTls({
        host: ADDRESS,
        port,
        servername: 'example.com',
        rejectUnauthorized: false,
        ALPNProtocols: ['http/1.1'],
      }),
    );
    await until('welcome ');
    socket.write('hello');
    await until('echo hello');
  });

  // "Specifically forward the Sec-WebSocket-Key and Sec-WebSocket-Version request headers in your
  // origin request policy."
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-working-with.websockets.html
  test('is asked for without its key where no policy forwards it', async () => {
    const httpPort = await origin.listen(0, '127.0.0.1');
    origin.answer = 'HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\nno';
    await serve(httpPort, { defaultBehavior: behavior() });
    const heard = await viewer(plain()).untilClosed();
    expect(heard).toMatch(/^HTTP\/1.1 400 Bad Request\r\n[^]*no$/);
    expect(origin.heads[0]).not.toMatch(/sec-websocket-key/i);
  });

  test('is asked for anew each time: it is never cached', async () => {
    const httpPort = await origin.listen(0, '127.0.0.1');
    origin.answer =
      'HTTP/1.1 404 Not Found\r\nCache-Control: max-age=60\r\nContent-Length: 2\r\n\r\nno';
    await serve(httpPort);
    await viewer(plain()).untilClosed();
    await viewer(plain()).untilClosed();
    expect(origin.heads).toHaveLength(2);
  });

  test('ends after ten minutes without a byte from the origin', async () => {
    await serve(await origin.listen(0, '127.0.0.1'));
    const chat = viewer(plain());
    await chat.until('welcome ');
    await clock.advance(WEB_SOCKET_IDLE_MS - 1_000);
    chat.socket.write('hello');
    await chat.until('echo hello');
    await clock.advance(WEB_SOCKET_IDLE_MS - 1_000);
    chat.socket.write('again');
    await chat.until('echo again');
    await clock.advance(WEB_SOCKET_IDLE_MS);
    await chat.untilClosed();
  });

  test('ends at both sides when one of them ends it', async () => {
    await serve(await origin.listen(0, '127.0.0.1'));
    const leaving = viewer(plain());
    await leaving.until('welcome ');
    const atOrigin = origin.sockets[0];
    const closed = new Promise((resolve) => atOrigin?.once('close', resolve));
    leaving.socket.destroy();
    await closed;
    const left = viewer(plain());
    await left.until('welcome ');
    origin.sockets[1]?.destroy();
    await left.untilClosed();
  });

  test('obeys the viewer protocol policy', async () => {
    const secured = behavior({ viewerProtocolPolicy: 'https-only' });
    await serve(await origin.listen(0, '127.0.0.1'), { defaultBehavior: secured });
    expect(await viewer(plain()).untilClosed()).toMatch(/^HTTP\/1.1 403 /);
    expect(origin.heads).toEqual([]);
  });

  test('is not begun in the middle of another answer', async () => {
    const httpPort = await origin.listen(0, '127.0.0.1');
    await serve(httpPort, { defaultBehavior: behavior({ cachePolicy: CACHING_DISABLED }) });
    const first = UPGRADE.replaceAll(/(Connection|Upgrade):.*\r\n/g, '');
    expect(await viewer(plain(), first + UPGRADE).untilClosed()).toBe('');
    const next = viewer(plain());
    await next.until('welcome ');
  });

  test('passes from the edge by a load balancer to its target', async () => {
    const rig = new Rig(BLOCK);
    try {
      await rig.apply();
      await origin.listen(8080, `${BLOCK}.11`);
      const target = { instanceId: 'i-1', port: 80, zone: 'a', loopbackAddress: `${BLOCK}.11` };
      rig.balancers.register(GROUP_ARN, target);
      await rig.untilState('i-1', 'healthy');
      const through = customOrigin({ httpPort: 8080, domainName: 'balancer.example' });
      await serve(0, { origins: [through] });
      const { socket, until, untilClosed } = viewer(plain());
      await until('welcome ');
      expect(origin.heads[0]).toMatch(/\r\nX-Forwarded-For: 127\.0\.0\.1, 127\.107\.5\.1\r\n/i);
      socket.write('hello');
      await until('echo hello');
      origin.sockets.at(-1)?.destroy();
      await untilClosed();
    } finally {
      await rig.close();
    }
  });
});
