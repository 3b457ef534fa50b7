import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  always,
  coarser,
  later,
  meanSeconds,
  ofCumulative,
  quantile,
  sum,
  uniform,
} from './distribution.ts';

const STEP = 0.05;
const whole = (shares: readonly number[]): number => shares.reduce((all, one) => all + one, 0);

test('any moment of a minute is half a minute in the mean, and a tenth of them within six seconds', () => {
  const minute = uniform(60, STEP);
  expect(whole(minute.shares)).toBeCloseTo(1, 9);
  expect(meanSeconds(minute)).toBeCloseTo(30, 6);
  for (const share of [0, 0.1, 0.5, 0.9, 1])
    expect(quantile(minute, share)).toBeCloseTo(60 * share, 6);
});

test('a length that is no whole number of cells loses nothing', () => {
  const odd = uniform(0.12, STEP);
  expect(odd.shares).toHaveLength(3);
  expect(whole(odd.shares)).toBeCloseTo(1, 9);
  expect(uniform(0, STEP).shares).toEqual([1]);
});

describe('a sum', () => {
  test('of two equal lengths is a triangle', () => {
    const triangle = sum(uniform(10, STEP), uniform(10, STEP));
    expect(meanSeconds(triangle)).toBeCloseTo(10, 6);
    // Below the middle its share is x² / 200.
    for (const share of [0.05, 0.1, 0.25, 0.5])
      expect(quantile(triangle, share)).toBeCloseTo(Math.sqrt(200 * share), 2);
  });

  test('of three is what every combination of a fine grid comes to', () => {
    const lengths = [7, 11, 3];
    const POINTS = 60;
    const within = (length: number): number[] =>
      Array.from({ length: POINTS }, (_, index) => (length * (index + 0.5)) / POINTS);
    const [first = [], second = [], third = []] = lengths.map(within);
    const all = first
      .flatMap((one) => second.flatMap((two) => third.map((three) => one + two + three)))
      .toSorted((a, b) => a - b);
    const [a = 0, b = 0, c = 0] = lengths;
    const convolved = sum(sum(uniform(a, STEP), uniform(b, STEP)), uniform(c, STEP));
    for (const share of [0.01, 0.1, 0.5, 0.9, 0.99])
      expect(
        Math.abs(quantile(convolved, share) - (all[Math.floor(share * all.length)] ?? 0)),
      ).toBeLessThan(0.1);
    expect(meanSeconds(convolved)).toBeCloseTo(10.5, 6);
  });

  test('has the sum of the means and of the bounds, whatever is added', () => {
    const length = fc.double({ min: 0.1, max: 40, noNaN: true });
    fc.assert(
      fc.property(length, length, fc.double({ min: 0, max: 50, noNaN: true }), (one, other, by) => {
        const step = 0.2;
        // Of the shape of a square, so that the two are not alike.
        const left = ofCumulative((x) => (x / one) ** 2, one, step);
        const right = later(uniform(other, step), by);
        const both = sum(left, right);
        expect(whole(both.shares)).toBeCloseTo(1, 6);
        expect(meanSeconds(both)).toBeCloseTo(meanSeconds(left) + meanSeconds(right), 6);
        expect(quantile(both, 0)).toBeCloseTo(by, 6);
        expect(quantile(both, 1)).toBeGreaterThanOrEqual(one + other + by - 1e-6);
        expect(quantile(both, 1)).toBeLessThan(one + other + by + 2 * step);
      }),
      { numRuns: 50 },
    );
  });

  test('with what is always so long is later by that', () => {
    const one = sum(uniform(4, STEP), always(3, STEP));
    expect(quantile(one, 0.5)).toBeCloseTo(5, 6);
    expect(meanSeconds(one)).toBeCloseTo(5, 6);
  });
});

test('in fewer cells it has the same mean, but for the width of a cell', () => {
  const fine = sum(uniform(10, STEP), uniform(33, STEP));
  const coarse = coarser(fine, 40);
  expect(coarse.shares.length).toBeLessThanOrEqual(40);
  expect(whole(coarse.shares)).toBeCloseTo(1, 9);
  expect(meanSeconds(coarse)).toBeCloseTo(meanSeconds(fine), 1);
});
