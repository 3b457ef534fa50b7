import type { TargetGroup } from '@understudy/contract';
import { SeededRandom } from '@understudy/contract/testing';
import { describe, expect, test } from 'vitest';
import { chooseByWeight, chooseTarget, eligible } from './choose.ts';
import { Target } from './target.ts';

describe('the choice of a target', () => {
  const candidate = (name: string, changed = {}) => ({
    name,
    isHealthy: true,
    outstanding: 0,
    share: 1,
    ...changed,
  });
  const random = new SeededRandom(3);
  const choose = (
    candidates: ReturnType<typeof candidate>[],
    algorithm: TargetGroup['attributes']['algorithm'],
    turn = 0,
  ) => chooseTarget(candidates, { algorithm, unhealthyRouting: { count: 1 }, turn, random })?.name;

  test('is among the healthy ones while there are any', () => {
    const sick = candidate('sick', { isHealthy: false });
    const names = (...all: ReturnType<typeof candidate>[]) =>
      eligible(all, { count: 1 }).map((one) => one.name);
    expect(names(sick, candidate('well'))).toEqual(['well']);
    expect(names(sick)).toEqual(['sick']);
    expect(choose([], 'round_robin')).toBeUndefined();
  });

  test('by least outstanding requests takes the least busy', () => {
    const busy = [candidate('a', { outstanding: 3 }), candidate('b', { outstanding: 1 })];
    for (let turn = 0; turn < 4; turn += 1)
      expect(choose(busy, 'least_outstanding_requests', turn)).toBe('b');
  });

  test('gives a target that warms up its share', () => {
    const both = [candidate('cold', { share: 0.25 }), candidate('warm')];
    let cold = 0;
    for (let turn = 0; turn < 4_000; turn += 1)
      if (choose(both, 'round_robin', turn) === 'cold') cold += 1;
    // A quarter of its turns, which are half of all.
    expect(cold).toBeGreaterThan(400);
    expect(cold).toBeLessThan(600);
  });

  test('among groups goes by weight, and by none when all weights are zero', () => {
    const groups = [
      { arn: 'a', weight: 3 },
      { arn: 'b', weight: 1 },
      { arn: 'c', weight: 0 },
    ];
    const counts: Record<string, number> = {};
    for (let index = 0; index < 4_000; index += 1) {
      const arn = chooseByWeight(groups, random)?.arn ?? 'none';
      counts[arn] = (counts[arn] ?? 0) + 1;
    }
    expect(counts['c']).toBeUndefined();
    expect((counts['a'] ?? 0) / (counts['b'] ?? 1)).toBeCloseTo(3, 0);
    expect(chooseByWeight([{ weight: 0 }], random)).toBeUndefined();
    expect(chooseByWeight([], random)).toBeUndefined();
  });

  test('a warming target’s share grows with time and ends at one', () => {
    const registered = { instanceId: 'i', port: 80, zone: 'a', loopbackAddress: '' };
    const target = new Target({ registered, source: 'fleet', isLocated: true });
    expect(target.share(0)).toBe(1);
    target.startSlowly(0, 100);
    expect(target.share(25)).toBe(0.25);
    expect(target.isWarmingUp).toBe(true);
    expect(target.share(100)).toBe(1);
    expect(target.isWarmingUp).toBe(false);
  });
});
