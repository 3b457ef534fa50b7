import { SeededRandom } from '@understudy/contract/testing';
import { describe, expect, test } from 'vitest';
import { detectionAt, detectionBound, orderStatisticQuantile, turnedNeeded } from './detection.ts';

const FAST = { intervalSeconds: 10, failureThreshold: 3, checkers: 16, failsAfterSeconds: 0 };

test('of sixteen checkers fourteen must turn: three that see it well are above 18 %', () => {
  expect(turnedNeeded(16)).toBe(14);
});

describe('an order statistic', () => {
  test('of one number is the number', () => {
    expect(orderStatisticQuantile(1, 1, 0.3)).toBeCloseTo(0.3, 9);
  });

  test('of the largest of n is the n-th root', () => {
    expect(orderStatisticQuantile(4, 4, 0.5)).toBeCloseTo(0.5 ** (1 / 4), 9);
  });
});

test('the model agrees with checkers that are played out', () => {
  const random = new SeededRandom(7);
  const times = Array.from({ length: 4_000 }, () => {
    const phases = Array.from({ length: 16 }, () => random.next() * 10).toSorted((a, b) => a - b);
    return 20 + (phases[13] ?? 0);
  }).toSorted((a, b) => a - b);
  for (const share of [0.1, 0.5, 0.9])
    expect(detectionAt(FAST, share)).toBeCloseTo(times[Math.round(share * 4_000)] ?? 0, 0);
  expect(Math.max(...times)).toBeLessThanOrEqual(detectionBound(FAST));
});
