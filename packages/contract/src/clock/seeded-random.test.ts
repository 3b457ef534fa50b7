import { expect, test } from 'vitest';
import { SeededRandom } from './seeded-random.ts';

const draws = (seed: number, count: number): number[] => {
  const random = new SeededRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

test('gives the same numbers for the same seed', () => {
  expect(draws(7, 100)).toEqual(draws(7, 100));
});

test('gives other numbers for another seed', () => {
  expect(draws(7, 10)).not.toEqual(draws(8, 10));
});

test('is mulberry32, the same on every machine', () => {
  // From the algorithm's published C, seed 1.
  expect(draws(1, 3).map((number) => Math.round(number * 4_294_967_296))).toEqual([
    2_693_262_067, 11_749_833, 2_265_367_787,
  ]);
});

test('is uniform in [0, 1)', () => {
  const tenths = Array.from({ length: 10 }, () => 0);
  for (const number of draws(42, 10_000)) {
    expect(number >= 0 && number < 1).toBe(true);
    const tenth = Math.floor(number * 10);
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(150);
});
