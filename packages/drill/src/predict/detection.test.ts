import { SeededRandom } from '@understudy/contract/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  detectionBound,
  detectionTime,
  orderStatisticAtMost,
  turnedNeeded,
  type Detection,
} from './detection.ts';
import { meanSeconds, quantile } from './time/distribution.ts';

const FAST = { intervalSeconds: 10, failureThreshold: 3, checkers: 16, failsAfterSeconds: 0 };
const STEP = 0.05;

test('of sixteen checkers fourteen must turn: three that see it well are above 18 %', () => {
  expect(turnedNeeded(16)).toBe(14);
});

describe('an order statistic', () => {
  test('of one number is the number', () => {
    expect(orderStatisticAtMost(1, 1, 0.3)).toBeCloseTo(0.3, 9);
  });

  test('of the largest of n is the n-th root', () => {
    expect(orderStatisticAtMost(4, 4, 0.5 ** (1 / 4))).toBeCloseTo(0.5, 9);
  });
});

/** Checkers one by one: each probes, waits until it fails, waits for the interval. */
function playedOut(detection: Detection, fails: () => number, random: SeededRandom): number {
  const failsAfter = fails();
  const turns = Array.from({ length: detection.checkers }, () => {
    let at = random.next() * detection.intervalSeconds;
    for (let failures = 1; ; failures += 1) {
      at += failsAfter;
      if (failures === detection.failureThreshold) return at;
      at += detection.intervalSeconds;
    }
  });
  const healthyAt = (time: number): number =>
    turns.filter((turn) => turn > time).length / detection.checkers;
  return turns.toSorted((a, b) => a - b).find((time) => healthyAt(time) <= 0.18) ?? Infinity;
}

test.each<[string, Detection]>([
  ['refused at once', FAST],
  ['never connected', { ...FAST, failsAfterSeconds: 4 }],
  ['slow checks', { ...FAST, intervalSeconds: 30, failureThreshold: 2, failsAfterSeconds: 2 }],
  ['six checkers', { ...FAST, checkers: 6 }],
  ['not known how', { ...FAST, failsAfterSeconds: 6, failsAfterLeastSeconds: 0 }],
])('the model agrees with checkers that are played out: %s', (_name, detection) => {
  const random = new SeededRandom(7);
  const { failsAfterSeconds: most, failsAfterLeastSeconds: least = most } = detection;
  const fails = (): number => least + random.next() * (most - least);
  const times = Array.from({ length: 8_000 }, () => playedOut(detection, fails, random)).toSorted(
    (a, b) => a - b,
  );
  const model = detectionTime(detection, STEP);
  for (const share of [0.1, 0.5, 0.9])
    expect(Math.abs(quantile(model, share) - (times[share * 8_000] ?? 0))).toBeLessThan(0.5);
  const mean = times.reduce((total, time) => total + time, 0) / times.length;
  expect(Math.abs(meanSeconds(model) - mean)).toBeLessThan(0.2);
  expect(Math.max(...times)).toBeLessThanOrEqual(detectionBound(detection));
  expect(quantile(model, 1)).toBeCloseTo(detectionBound(detection), 0);
});

test('the mean of what decides among n is k of n + 1', () => {
  // https://en.wikipedia.org/wiki/Order_statistic: of uniform numbers it is Beta(k, n + 1 - k).
  expect(meanSeconds(detectionTime(FAST, STEP))).toBeCloseTo(20 + (10 * 14) / 17, 2);
});

test('a longer interval, a higher threshold and a longer time-out never make it sooner', () => {
  const drawn = fc.record({
    intervalSeconds: fc.constantFrom(10, 30),
    failureThreshold: fc.integer({ min: 1, max: 9 }),
    checkers: fc.integer({ min: 3, max: 32 }),
    failsAfterSeconds: fc.double({ min: 0, max: 10, noNaN: true }),
  });
  fc.assert(
    fc.property(drawn, fc.constantFrom(0.05, 0.5, 0.9), (detection, share) => {
      const at = (change: Partial<Detection>): number =>
        quantile(detectionTime({ ...detection, ...change }, 0.1), share);
      const { failureThreshold, failsAfterSeconds, intervalSeconds } = detection;
      expect(at({ failureThreshold: failureThreshold + 1 })).toBeGreaterThan(at({}));
      expect(at({ failsAfterSeconds: failsAfterSeconds + 1 })).toBeGreaterThan(at({}));
      expect(at({ intervalSeconds: intervalSeconds * 2 })).toBeGreaterThan(at({}));
    }),
  );
});
