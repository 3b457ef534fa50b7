import { once } from 'node:events';
import { Agent } from 'node:http';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ask, DNS_NAME, Rig } from './balancer.fixture.ts';

const SPEED = 20;
const region = 'ap-northeast-2';
let rig: Rig;

beforeEach(() => {
  rig = new Rig('127.104.190', SPEED);
});
afterEach(async () => {
  await rig.close();
});

async function took(run: () => Promise<{ status: number }>): Promise<number> {
  const began = performance.now();
  expect((await run()).status).toBe(200);
  return (performance.now() - began) * SPEED;
}

describe('a slow region', () => {
  test('answers late by two round trips, and as ever when it is healed', async () => {
    await rig.apply();
    const { instanceId } = await rig.target((_, response) => response.end());
    await rig.untilState(instanceId, 'healthy');
    rig.faults.apply([{ subject: 'region', region, mode: 'slow', delaySeconds: 4 }]);
    expect(await took(() => rig.get('/'))).toBeGreaterThanOrEqual(8_000 - SPEED);
    rig.faults.apply([]);
    expect(await took(() => ask({ host: rig.nodeA, port: 8080 }))).toBeLessThan(8_000);
  });

  test('does not forward what a viewer no longer waits for', async () => {
    await rig.apply();
    let asked = 0;
    const { instanceId } = await rig.target((request, response) => {
      if (request.url === '/late') asked += 1;
      response.end();
    });
    await rig.untilState(instanceId, 'healthy');
    rig.faults.apply([{ subject: 'region', region, mode: 'slow', delaySeconds: 4 }]);
    await expect(rig.get('/late', { signal: AbortSignal.timeout(50) })).rejects.toThrow();
    expect((await rig.get('/')).status).toBe(200);
    expect(asked).toBe(0);
  });
});

describe('a node of a load balancer', () => {
  const node = (zone: string, mode: 'crash' | 'hang') =>
    ({ subject: 'load-balancer', region, zone, mode }) as const;

  test('that crashes refuses connections, breaks those it has, and leaves DNS', async () => {
    await rig.apply();
    const { instanceId } = await rig.target((_, response) => response.end());
    await rig.untilState(instanceId, 'healthy');
    rig.faults.apply([node('a', 'crash')]);
    await rig.apply();
    await expect(rig.get('/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect((await ask({ host: rig.nodeB, port: 8080 })).status).toBe(200);
    expect(rig.balancers.health(DNS_NAME)).toEqual({
      healthy: true,
      zones: { a: { healthy: false }, b: { healthy: true } },
    });
    rig.faults.apply([]);
    await rig.apply();
    expect((await rig.get('/')).status).toBe(200);
    expect(rig.balancers.health(DNS_NAME)?.zones['a']).toEqual({ healthy: true });
  });

  test('of a zone in a black hole leaves its address, keeps its connections silent, and comes back', async () => {
    await rig.apply();
    const { instanceId } = await rig.target((_, response) => response.end());
    await rig.untilState(instanceId, 'healthy');
    const agent = new Agent({ keepAlive: true });
    expect((await rig.get('/', { agent })).status).toBe(200);
    rig.faults.apply([{ subject: 'zone', zone: 'a', mode: 'blackhole' }]);
    await rig.apply();
    const signal = AbortSignal.timeout(100);
    await expect(rig.get('/', { agent, signal })).rejects.toThrow(/aborted/);
    // The address is free for who holds it from now on.
    const holder = createServer().listen(8080, rig.nodeA);
    await once(holder, 'listening');
    await new Promise((resolve) => holder.close(resolve));
    await expect(rig.get('/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(rig.balancers.health(DNS_NAME)?.zones).toEqual({
      ...{ a: { healthy: false }, b: { healthy: true } },
    });
    rig.faults.apply([]);
    await rig.apply();
    expect((await rig.get('/')).status).toBe(200);
    agent.destroy();
  });

  test('that hangs opens connections and answers nothing, also on those it has', async () => {
    await rig.apply();
    const { instanceId } = await rig.target((_, response) => response.end());
    await rig.untilState(instanceId, 'healthy');
    const agent = new Agent({ keepAlive: true });
    expect((await rig.get('/', { agent })).status).toBe(200);
    rig.faults.apply([node('a', 'hang')]);
    await rig.apply();
    const signal = (): AbortSignal => AbortSignal.timeout(100);
    await expect(rig.get('/', { agent, signal: signal() })).rejects.toThrow(/aborted/);
    await expect(rig.get('/', { signal: signal() })).rejects.toThrow(/aborted/);
    expect(rig.balancers.health(DNS_NAME)?.zones['a']).toEqual({ healthy: false });
    agent.destroy();
  });
});
