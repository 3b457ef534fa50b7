import { expect, test } from 'vitest';
import { SeededRandom } from '@understudy/contract/testing';
import { forgivenRttMs, orderServers, smoothedRttMs, TIMEOUT_PENALTY_MS } from './servers.ts';

test('quick servers come first, unknown ones before slow ones', () => {
  const rtts = new Map([
    ['slow', 50],
    ['quick', 0.2],
    ['mute', TIMEOUT_PENALTY_MS],
  ]);
  const order = orderServers(
    ['mute', 'slow', 'unknown', 'quick'],
    (address) => rtts.get(address),
    new SeededRandom(1),
  );
  expect(order).toEqual(['quick', 'unknown', 'slow', 'mute']);
});

test('equally quick servers share the questions', () => {
  const random = new SeededRandom(2);
  const firsts = Array.from(
    { length: 100 },
    () => orderServers(['a', 'b', 'c', 'd'], () => 0.5, random)[0],
  );
  for (const address of ['a', 'b', 'c', 'd']) {
    expect(firsts.filter((first) => first === address).length).toBeGreaterThan(10);
  }
});

test('what is passed over is forgiven in time', () => {
  let rtt = TIMEOUT_PENALTY_MS;
  for (let times = 0; times < 350; times += 1) rtt = forgivenRttMs(rtt);
  expect(rtt).toBeLessThan(1);
  expect(smoothedRttMs(undefined, 8)).toBe(8);
  expect(smoothedRttMs(10, 0)).toBeCloseTo(7);
});
