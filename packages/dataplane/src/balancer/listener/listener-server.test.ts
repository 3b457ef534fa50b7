import { once } from 'node:events';
import { connect, createServer as createTcpServer } from 'node:net';
import { until } from '@understudy/contract/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { listener, Rig } from '../balancer.fixture.ts';

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});

let block = 60;
async function start(speed = 10, ...changed: Parameters<Rig['apply']>): Promise<Rig> {
  block += 1;
  const rig = new Rig(`127.104.${block}`, speed);
  rigs.push(rig);
  await rig.apply(...changed);
  return rig;
}

describe('listeners', () => {
  test('say nothing to a viewer that the security group does not admit', async () => {
    const rig = await start();
    rig.network.refuse = ({ toAddress, port }) => toAddress === rig.nodeA && port === 80;
    const socket = connect(8080, rig.nodeA);
    let heard = 0;
    socket.on('data', () => (heard += 1));
    await once(socket, 'connect');
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    expect((await rig.get('/', { host: rig.nodeB })).status).toBe(503);
    expect(heard).toBe(0);
    expect(socket.destroyed).toBe(false);
    socket.destroy();
  });

  test('redirect and answer with fixed responses', async () => {
    const rig = await start();
    const redirect = {
      type: 'redirect' as const,
      protocol: 'HTTPS',
      host: '#{host}',
      port: '443',
      path: '/#{path}',
      query: '#{query}',
      statusCode: 301 as const,
    };
    const fixed = {
      type: 'fixed-response' as const,
      statusCode: 418,
      contentType: 'text/plain',
      body: 'short and stout',
    };
    const rule = {
      arn: 'arn:rule/1',
      priority: 1,
      conditions: [{ field: 'path-pattern' as const, values: ['/tea*'] }],
      action: fixed,
    };
    await rig.apply({
      loadBalancer: { listeners: [listener({ defaultAction: redirect, rules: [rule] })] },
    });
    const moved = await rig.get('/a/b?c=d', { headers: { Host: 'www.example.com' } });
    expect(moved.status).toBe(301);
    expect(moved.headers['location']).toBe('https://www.example.com:443/a/b?c=d');
    const local = await rig.get('/a', { headers: { Host: 'www.example.com:8080' } });
    expect(local.headers['location']).toBe('https://www.example.com:8443/a');
    const tea = await rig.get('/teapot');
    expect(tea).toMatchObject({ status: 418, body: 'short and stout' });
  });

  test('close a connection that is older than the client keep-alive duration', async () => {
    const rig = await start(1_000);
    await rig.apply({
      loadBalancer: {
        attributes: {
          ...rig.loadBalancer().attributes,
          clientKeepAliveSeconds: 60,
          idleTimeoutSeconds: 4_000,
        },
      },
    });
    const socket = connect(8080, rig.nodeA);
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    await once(socket, 'connect');
    await rig.clock.sleep(70_000);
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(socket, 'close');
    expect(heard.toLowerCase()).toContain('connection: close');
  });

  test('keep a connection open as the viewer asked, without a Keep-Alive header', async () => {
    const rig = await start();
    const kept = await rig.get('/', { headers: { Connection: 'keep-alive' } });
    expect(kept.headers['connection']).toBe('keep-alive');
    expect(kept.headers['keep-alive']).toBeUndefined();
    const closed = await rig.get('/', { headers: { Connection: 'close' } });
    expect(closed.headers['connection']).toBe('close');
  });

  test('invite a body once its head is understood', async () => {
    const rig = await start();
    const { instanceId } = await rig.target((request, response) => {
      request.resume().on('end', () => response.end(String(request.headers.expect)));
    });
    await rig.untilState(instanceId, 'healthy');
    const heardOf = async (host: string): Promise<string> => {
      const socket = connect(8080, rig.nodeA);
      let heard = '';
      socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
      const lines = ['POST / HTTP/1.1', `Host: ${host}`, 'Expect: 100-continue'];
      socket.write([...lines, 'Connection: close', 'Content-Length: 3', '', 'abc'].join('\r\n'));
      await once(socket, 'close');
      return heard;
    };
    expect(await heardOf('a b')).toMatch(/^HTTP\/1.1 400 /);
    expect(await heardOf('a')).toMatch(
      /^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 [^]*undefined$/,
    );
  });

  test('take a new configuration without dropping a connection', async () => {
    const rig = await start();
    const socket = connect(8080, rig.nodeA);
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await until(() => heard.includes('</html>'), { withinMs: 3_000, what: 'the first answer' });
    const fixed = {
      type: 'fixed-response' as const,
      statusCode: 200,
      contentType: 'text/plain',
      body: 'now',
    };
    await rig.apply({ loadBalancer: { listeners: [listener({ defaultAction: fixed })] } });
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await until(() => heard.endsWith('now'), { withinMs: 3_000, what: 'the second answer' });
    socket.destroy();
  });

  test('tell when an address cannot be had, and listen once it can', async () => {
    const rig = await start();
    const blocker = createTcpServer().listen(9_090, rig.nodeA);
    await once(blocker, 'listening');
    const config = rig.config({ loadBalancer: { listeners: [listener({ port: 9_090 })] } });
    const problems = await rig.balancers.apply(config);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/load balancer site, listener HTTP:9090: .*EADDRINUSE/);
    await new Promise((resolve) => blocker.close(resolve));
    expect(await rig.balancers.apply(config)).toEqual([]);
    expect((await rig.get('/', { port: 9_090 })).status).toBe(503);
  });
});
