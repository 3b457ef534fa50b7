import { once } from 'node:events';
import { createServer as createTcpServer, connect } from 'node:net';
import { until } from '@understudy/contract/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { GROUP_ARN, Rig } from '../balancer.fixture.ts';

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});

let block = 0;
/** Time runs ten times as fast: an idle time-out of 10 s is over after a second. */
async function start(speed = 10, ...changed: Parameters<Rig['apply']>): Promise<Rig> {
  block += 1;
  const rig = new Rig(`127.104.${block}`, speed);
  rigs.push(rig);
  await rig.apply(...changed);
  return rig;
}

const shortIdle = (rig: Rig, idleTimeoutSeconds: number) => ({
  loadBalancer: {
    attributes: { ...rig.loadBalancer().attributes, idleTimeoutSeconds },
  },
});

describe('a request that is forwarded', () => {
  test('by a sender of AWS is told with the address that AWS publishes', async () => {
    const rig = await start();
    rig.network.published.set('127.0.0.1', '13.124.199.21');
    const { instanceId } = await rig.target((request, response) =>
      response.end(request.headers['x-forwarded-for']),
    );
    await rig.untilState(instanceId, 'healthy');
    expect((await rig.get('/')).body).toBe('13.124.199.21');
  });

  test('tells the port that the client came from, where it is to', async () => {
    const rig = await start();
    const { attributes } = rig.loadBalancer();
    await rig.apply({ loadBalancer: { attributes: { ...attributes, xffClientPort: true } } });
    const { instanceId } = await rig.target((request, response) =>
      response.end(request.headers['x-forwarded-for']),
    );
    await rig.untilState(instanceId, 'healthy');
    const client = connect(8080, rig.nodeA);
    await once(client, 'connect');
    const { localPort } = client;
    client.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    let answer = '';
    client.setEncoding('utf8').on('data', (text: string) => (answer += text));
    await once(client, 'close');
    expect(answer).toContain(`\r\n\r\n127.0.0.1:${localPort}`);
  });

  test('reaches the target from the node’s address with the documented headers', async () => {
    const rig = await start();
    let from: string | undefined;
    const { instanceId } = await rig.target((request, response) => {
      from = request.socket.remoteAddress;
      response.setHeader('X-Own', 'kept');
      response.end(JSON.stringify(request.headers));
    });
    await rig.untilState(instanceId, 'healthy');
    const answer = await rig.get('/a?b=c', {
      headers: {
        Host: 'www.example.com:8080',
        'X-Forwarded-For': '203.0.113.7',
        'X-Forwarded-Proto': 'lies',
        Connection: 'X-Secret',
        'X-Secret': 'for this hop',
      },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers['x-own']).toBe('kept');
    const seen = JSON.parse(answer.body) as Record<string, string>;
    expect(seen).toMatchObject({
      host: 'www.example.com',
      'x-forwarded-for': '203.0.113.7, 127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-port': '80',
      connection: 'keep-alive',
    });
    expect(seen['x-amzn-trace-id']).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
    expect(seen['x-secret']).toBeUndefined();
    expect(from).toBe(rig.nodeA);
  });

  test('streams a body up and a body down without waiting for either to end', async () => {
    const rig = await start();
    const { instanceId } = await rig.target((request, response) => {
      if (request.url === '/health') response.end();
      else request.pipe(response);
    });
    await rig.untilState(instanceId, 'healthy');
    const socket = connect(8080, rig.nodeA);
    socket.write('POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
    socket.write('5\r\nhello\r\n');
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    await until(() => heard.includes('hello'), { withinMs: 3_000, what: 'first chunk back' });
    expect(heard).toContain('200 OK');
    socket.write('5\r\nworld\r\n0\r\n\r\n');
    await until(() => heard.endsWith('0\r\n\r\n'), { withinMs: 3_000, what: 'the end' });
    socket.destroy();
  });

  test('whose answer comes before its body was all sent has that answer all the same', async () => {
    const rig = await start();
    const asked: string[] = [];
    const { instanceId } = await rig.target((request, response) => {
      if (request.url === '/health') return void response.end();
      asked.push(request.url ?? '');
      response.writeHead(413, { 'content-length': 5 }).end('hello');
    });
    await rig.untilState(instanceId, 'healthy');
    const socket = connect(8080, rig.nodeA);
    socket.write('POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nabc');
    let heard = '';
    let isClosed = false;
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    socket.on('close', () => (isClosed = true));
    await until(() => heard.endsWith('hello'), { withinMs: 3_000, what: 'the answer' });
    expect(heard).toMatch(/^HTTP\/1\.1 413 /);
    expect(isClosed).toBe(false);
    socket.write(`${'x'.repeat(99_997)}GET /b HTTP/1.1\r\nHost: a\r\n\r\n`);
    await until(() => asked.length === 2, { withinMs: 3_000, what: 'the next request' });
    socket.destroy();
  });

  test('does not read more from the target than the viewer takes', async () => {
    const rig = await start();
    const total = 64 * 1024 * 1024;
    let sent = 0;
    const { instanceId } = await rig.target((request, response) => {
      if (request.url === '/health') return void response.end();
      const chunk = Buffer.alloc(256 * 1024);
      const push = (): void => {
        while (sent < total) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', push);
        }
        response.end();
      };
      push();
    });
    await rig.untilState(instanceId, 'healthy');
    const socket = connect(8080, rig.nodeA);
    socket.write('GET /big HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(socket, 'readable');
    let last = -1;
    await until(
      () => {
        const isStill = sent === last;
        last = sent;
        return isStill;
      },
      { withinMs: 5_000, what: 'the target stopped' },
    );
    expect(sent).toBeLessThan(total / 2);
    socket.destroy();
  });

  test('uses the connection to the target again', async () => {
    const rig = await start();
    const { instanceId, server } = await rig.target((_, response) => response.end('x'));
    await rig.untilState(instanceId, 'healthy');
    let connections = 0;
    server.on('connection', () => (connections += 1));
    for (let index = 0; index < 5; index += 1) await rig.get('/');
    // Health checks of two nodes connect each time anew; five requests share one.
    expect(connections).toBeLessThan(5);
  });

  test('takes turns', async () => {
    const rig = await start();
    for (const name of ['one', 'two', 'three']) {
      const made = await rig.target((_, response) => response.end(name));
      await rig.untilState(made.instanceId, 'healthy');
    }
    const answers: string[] = [];
    for (let index = 0; index < 6; index += 1) answers.push((await rig.get('/')).body);
    expect(answers.slice(0, 3).sort()).toEqual(['one', 'three', 'two']);
    expect(answers.slice(3)).toEqual(answers.slice(0, 3));
  });
});

describe('the load balancer answers by itself', () => {
  test('503 when nothing is registered', async () => {
    const rig = await start();
    const answer = await rig.get('/');
    expect(answer.status).toBe(503);
    expect(answer.headers['server']).toBe('awselb/2.0');
    expect(answer.body).toContain('<center><h1>503 Service Temporarily Unavailable</h1></center>');
  });

  test('502 when the target refuses the connection', async () => {
    const rig = await start();
    rig.balancers.register(GROUP_ARN, {
      instanceId: 'i-none',
      port: 80,
      zone: 'a',
      loopbackAddress: '127.104.250.1',
    });
    expect((await rig.get('/')).status).toBe(502);
  });

  test.each([
    ['closes in the middle of a request', ''],
    ['answers what is no HTTP', 'nonsense\r\n\r\n'],
    ['sends headers over 32 K', `HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(33_000)}\r\n\r\n`],
  ])('502 when the target %s', async (_, reply) => {
    const rig = await start();
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(reply));
    });
    server.listen(8080, '127.104.251.1');
    await once(server, 'listening');
    rig.balancers.register(GROUP_ARN, {
      instanceId: 'i-broken',
      port: 80,
      zone: 'a',
      loopbackAddress: '127.104.251.1',
    });
    expect((await rig.get('/')).status).toBe(502);
    await new Promise((resolve) => server.close(resolve));
  });

  test('504 when the network does not let it connect, after ten seconds', async () => {
    const rig = await start(20);
    const { instanceId, address } = await rig.target((_, response) => response.end());
    rig.network.refuse = ({ toAddress }) => toAddress === address;
    const beforeMs = rig.clock.nowMs();
    expect((await rig.get('/')).status).toBe(504);
    const tookMs = rig.clock.nowMs() - beforeMs;
    expect(tookMs).toBeGreaterThanOrEqual(9_900);
    expect(tookMs).toBeLessThan(20_000);
    expect(rig.balancers.state(GROUP_ARN, instanceId)).toBeDefined();
  });

  test('504 when the target says nothing for the idle time-out', async () => {
    const rig = await start();
    const { instanceId } = await rig.target((request, response) => {
      if (request.url === '/health') response.end();
    });
    await rig.untilState(instanceId, 'healthy');
    await rig.apply(shortIdle(rig, 4));
    const beforeMs = rig.clock.nowMs();
    expect((await rig.get('/')).status).toBe(504);
    expect(rig.clock.nowMs() - beforeMs).toBeGreaterThanOrEqual(3_900);
  });

  test('408 when the viewer stops in the middle of its body', async () => {
    const rig = await start();
    const { instanceId } = await rig.target((request, response) => {
      if (request.url === '/health') response.end();
    });
    await rig.untilState(instanceId, 'healthy');
    await rig.apply(shortIdle(rig, 4));
    expect(await talk(rig, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf')).toMatch(
      /^HTTP\/1.1 408 /,
    );
  });

  test.each([
    ['400 for a malformed request', 'nonsense\r\n\r\n', 400],
    ['400 for two hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 400],
    ['400 for HTTP/1.1 without Host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['405 for TRACE', 'TRACE / HTTP/1.1\r\nHost: a\r\n\r\n', 405],
    ['414 for a long URL', `GET /${'x'.repeat(17_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 414],
    ['414 for a very long URL', `GET /${'x'.repeat(99_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 414],
    [
      '400 for a header over 16 K',
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`,
      400,
    ],
    [
      '400 for headers over 64 K',
      `GET / HTTP/1.1\r\nHost: a\r\n${`X: ${'x'.repeat(15_000)}\r\n`.repeat(5)}\r\n`,
      400,
    ],
    [
      '463 for too many forwarded addresses',
      `GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: ${'1.1.1.1,'.repeat(30)}1.1.1.1\r\n\r\n`,
      463,
    ],
    [
      '501 for another transfer coding',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n',
      501,
    ],
    ['505 for another version', 'GET / HTTP/3.0\r\nHost: a\r\n\r\n', 505],
  ])('%s', async (_, text, status) => {
    const rig = await start();
    const { instanceId } = await rig.target((_request, response) => response.end('forwarded'));
    await rig.untilState(instanceId, 'healthy');
    expect(await talk(rig, text)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  test('460 is counted when the viewer leaves before the answer', async () => {
    const rig = await start(50);
    let isAsked = false;
    const { instanceId } = await rig.target((request, response) => {
      if (request.url === '/health') response.end();
      else isAsked = true;
    });
    await rig.untilState(instanceId, 'healthy');
    const socket = connect(8080, rig.nodeA);
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await until(() => isAsked, { withinMs: 3_000, what: 'the request at the target' });
    socket.destroy();
    const isCounted = (): boolean =>
      rig.metrics.some((datum) => datum.metricName === 'HTTPCode_ELB_4XX_Count');
    await until(isCounted, { withinMs: 3_000, what: 'the metric' });
  });

  test('a response that breaks off does not look complete', async () => {
    const rig = await start();
    const { instanceId } = await rig.target((request, response) => {
      if (request.url === '/health') return void response.end();
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('half', () => response.destroy());
    });
    await rig.untilState(instanceId, 'healthy');
    await expect(rig.get('/')).rejects.toThrow(/aborted|socket hang up/);
  });
});

/**
 * Sends raw text and gives what came back until the connection closed, or the first complete head.
 */
async function talk(rig: Rig, text: string): Promise<string> {
  const socket = connect(8080, rig.nodeA);
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  socket.on('error', () => undefined);
  socket.write(text);
  await until(() => heard.includes('\r\n\r\n'), { withinMs: 5_000, what: 'an answer' });
  socket.destroy();
  return heard;
}
