import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ask, Rig } from './balancer.fixture.ts';

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
