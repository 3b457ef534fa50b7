import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SeededRandom } from '@understudy/contract/testing';
import {
  balancerAddresses,
  chooseFailover,
  chooseLatency,
  chooseMultiValue,
  chooseWeighted,
  isRecordHealthy,
  shuffle,
} from './choose.ts';

const PRIMARY = 0;
const SECONDARY = 1;

test.each([
  { primary: true, secondary: true, answer: PRIMARY },
  { primary: true, secondary: false, answer: PRIMARY },
  { primary: false, secondary: true, answer: SECONDARY },
  { primary: false, secondary: false, answer: PRIMARY },
  { primary: true, secondary: undefined, answer: PRIMARY },
  { primary: false, secondary: undefined, answer: PRIMARY },
  { primary: undefined, secondary: true, answer: SECONDARY },
  { primary: undefined, secondary: false, answer: SECONDARY },
  { primary: undefined, secondary: undefined, answer: undefined },
])(
  'answers $answer when the primary is healthy: $primary, the secondary: $secondary',
  ({ primary, secondary, answer }) => {
    const members = [
      { failover: 'PRIMARY' as const, healthy: primary },
      { failover: 'SECONDARY' as const, healthy: secondary },
    ];
    const present = members.flatMap(({ failover, healthy }) =>
      healthy === undefined ? [] : [{ failover, healthy }],
    );
    const choice = chooseFailover(present);
    const chosen = choice === undefined ? undefined : present[choice.index]?.failover;
    const expected = answer === undefined ? undefined : members[answer]?.failover;
    expect(chosen).toBe(expected);
  },
);

test.each([
  { healthCheck: undefined, target: undefined, healthy: true },
  { healthCheck: true, target: undefined, healthy: true },
  { healthCheck: false, target: undefined, healthy: false },
  { healthCheck: undefined, target: true, healthy: true },
  { healthCheck: undefined, target: false, healthy: false },
  { healthCheck: true, target: true, healthy: true },
  { healthCheck: true, target: false, healthy: false },
  { healthCheck: false, target: true, healthy: false },
  { healthCheck: false, target: false, healthy: false },
])('a record with check $healthCheck and target $target is healthy: $healthy', (row) => {
  expect(isRecordHealthy(row)).toBe(row.healthy);
});

// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-weighted.html has this
// very table.
test.each([
  { health: [false, false, true], answered: [2] },
  { health: [false, false, false], answered: [0, 1] },
  { health: [false, true, false], answered: [1] },
  { health: [true, true, false], answered: [0, 1] },
  { health: [true, true, true], answered: [0, 1] },
])('weights 1, 1 and 0 with health $health answer $answered', ({ health, answered }) => {
  const random = new SeededRandom(7);
  const members = health.map((healthy, index) => ({ healthy, weight: index === 2 ? 0 : 1 }));
  const seen = new Set(Array.from({ length: 200 }, () => chooseWeighted(members, random)));
  expect([...seen].sort()).toEqual(answered);
});

test('weights are shares of the answers', () => {
  const random = new SeededRandom(3);
  const members = [
    { weight: 10, healthy: true },
    { weight: 30, healthy: true },
  ];
  const answers = Array.from({ length: 4_000 }, () => chooseWeighted(members, random));
  const share = answers.filter((index) => index === 1).length / answers.length;
  expect(share).toBeGreaterThan(0.72);
  expect(share).toBeLessThan(0.78);
});

test('records that all have weight 0 are answered with equal shares', () => {
  const random = new SeededRandom(5);
  const members = [
    { weight: 0, healthy: true },
    { weight: 0, healthy: true },
  ];
  const seen = new Set(Array.from({ length: 50 }, () => chooseWeighted(members, random)));
  expect(seen.size).toBe(2);
});

test.each([
  { health: [true, true, true], answered: 1 },
  { health: [true, false, true], answered: 2 },
  { health: [true, false, false], answered: 0 },
  { health: [false, false, false], answered: 1 },
  { health: [], answered: undefined },
])('latencies 30, 10 and 20 with health $health answer $answered', ({ health, answered }) => {
  const members = health.map((healthy, index) => ({ region: 'abc'.charAt(index), healthy }));
  const latencies: Record<string, number> = { a: 30, b: 10, c: 20 };
  const chosen = chooseLatency(members, (region) => latencies[region] ?? Number.NaN);
  expect(chosen).toBe(answered);
});

test('a latency answer among regions of which nothing is known is the first', () => {
  const members = ['x', 'y'].map((region) => ({ region, healthy: true }));
  expect(chooseLatency(members, () => Number.POSITIVE_INFINITY)).toBe(0);
});

test('a multivalue answer has up to eight records, healthy ones only, unless none is', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 20 }), fc.integer(), (health, seed) => {
      const members = health.map((healthy) => ({ healthy }));
      const chosen = chooseMultiValue(members, new SeededRandom(seed));
      const healthyCount = health.filter(Boolean).length;
      const candidates = healthyCount > 0 ? healthyCount : health.length;
      expect(chosen.length).toBe(Math.min(8, candidates));
      expect(new Set(chosen).size).toBe(chosen.length);
      if (healthyCount > 0) expect(chosen.every((index) => health[index])).toBe(true);
    }),
  );
});

test("a load balancer's name leaves unhealthy zones out, unless all are unhealthy", () => {
  const nodes = [
    { zone: 'a', address: '127.0.0.1' },
    { zone: 'b', address: '127.0.0.2' },
  ];
  const health = (a: boolean, b: boolean) => ({
    healthy: a || b,
    zones: { a: { healthy: a }, b: { healthy: b } },
  });
  expect(balancerAddresses(nodes, undefined)).toEqual(['127.0.0.1', '127.0.0.2']);
  expect(balancerAddresses(nodes, health(true, false))).toEqual(['127.0.0.1']);
  expect(balancerAddresses(nodes, health(false, false))).toEqual(['127.0.0.1', '127.0.0.2']);
});

test('shuffling loses and invents nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
      const sorted = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);
      expect(sorted(shuffle(items, new SeededRandom(seed)))).toEqual(sorted(items));
    }),
  );
});
