import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { until } from '@understudy/contract/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { Rig } from '../balancer.fixture.ts';

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});

let block = 180;
async function start(speed = 10, ...changed: Parameters<Rig['apply']>): Promise<Rig> {
  block += 1;
  const rig = new Rig(`127.104.${block}`, speed);
  rigs.push(rig);
  await rig.apply(...changed);
  return rig;
}

describe('WebSockets', () => {
  const UPGRADE =
    'GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
  async function heardFrom(
    rig: Rig,
    text: string,
  ): Promise<{ socket: Socket; heard: () => string }> {
    const socket = connect(8080, rig.nodeA);
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    await once(socket, 'connect');
    socket.write(text);
    return { socket, heard: () => heard };
  }

  test('join viewer and target in both directions', async () => {
    const rig = await start();
    const { instanceId, server } = await rig.target((_, response) => response.end());
    server.on('upgrade', (_, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n');
      socket.write('Upgrade: websocket\r\n\r\nwelcome ');
      socket.on('data', (chunk: Buffer) => socket.write(`echo ${chunk.toString()}`));
      socket.on('error', () => undefined);
    });
    await rig.untilState(instanceId, 'healthy');
    const { socket, heard } = await heardFrom(rig, UPGRADE);
    await until(() => heard().endsWith('welcome '), { withinMs: 3_000, what: 'the upgrade' });
    expect(heard()).toMatch(/^HTTP\/1.1 101 /);
    socket.write('hello');
    await until(() => heard().endsWith('echo hello'), { withinMs: 3_000, what: 'the echo' });
    socket.destroy();
  });

  test('pass on what a target answers that does not upgrade', async () => {
    const rig = await start();
    const { instanceId, server } = await rig.target((_, response) => response.end());
    server.on('upgrade', (_, socket) => {
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno');
    });
    await rig.untilState(instanceId, 'healthy');
    const { socket, heard } = await heardFrom(rig, UPGRADE);
    await once(socket, 'close');
    expect(heard()).toMatch(/^HTTP\/1.1 403 Forbidden\r\n[^]*no$/);
  });

  test('are not begun in the middle of another answer', async () => {
    const rig = await start();
    const { instanceId } = await rig.target((_, response) => response.end('fine'));
    await rig.untilState(instanceId, 'healthy');
    const { socket } = await heardFrom(rig, `GET / HTTP/1.1\r\nHost: a\r\n\r\n${UPGRADE}`);
    await once(socket, 'close');
    expect((await rig.get('/')).body).toBe('fine');
  });

  test('end with the idle time-out', async () => {
    const rig = await start();
    await rig.apply({
      loadBalancer: {
        attributes: { ...rig.loadBalancer().attributes, idleTimeoutSeconds: 4 },
      },
    });
    const { instanceId, server } = await rig.target((_, response) => response.end());
    server.on('upgrade', (_, socket) => {
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n');
    });
    await rig.untilState(instanceId, 'healthy');
    const { socket, heard } = await heardFrom(rig, UPGRADE);
    await once(socket, 'close');
    expect(heard()).toMatch(/^HTTP\/1.1 101 /);
  });

  test('get the load balancer’s own errors', async () => {
    const rig = await start();
    const { socket, heard } = await heardFrom(rig, UPGRADE);
    await once(socket, 'close');
    expect(heard()).toMatch(/^HTTP\/1.1 503 /);
  });
});
