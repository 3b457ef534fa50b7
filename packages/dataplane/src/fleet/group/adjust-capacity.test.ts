import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustedCapacity, desiredAfter, failsElbCheck, launchPauseMs } from './adjust-capacity.ts';

const SIZES = { minSize: 1, maxSize: 20 };

describe('the desired capacity', () => {
  const group = { ...SIZES, desiredCapacity: 4, desiredRevision: 7 };
  it.each([
    ['is what the API said, at first', undefined, group, 4],
    [
      'stays what policies made of it',
      { desiredCapacity: 6, desiredRevision: 7 },
      { ...group, desiredCapacity: 4 },
      6,
    ],
    ['is what the API said anew', { desiredCapacity: 6, desiredRevision: 6 }, group, 4],
    [
      'is bounded by a lowered maximum',
      { desiredCapacity: 6, desiredRevision: 7 },
      { ...group, maxSize: 5 },
      5,
    ],
    [
      'is bounded by a raised minimum',
      { desiredCapacity: 6, desiredRevision: 7 },
      { ...group, minSize: 8 },
      8,
    ],
  ])('%s', (_name, record, next, expected) => {
    expect(desiredAfter(record, next)).toBe(expected);
  });
});

describe('a simple scaling policy', () => {
  it.each([
    ['ChangeInCapacity', 3, 0, 10, 13],
    ['ChangeInCapacity', -3, 0, 10, 7],
    ['ChangeInCapacity', -30, 0, 10, 1],
    ['ExactCapacity', 5, 0, 10, 5],
    ['ExactCapacity', 50, 0, 10, 20],
    // 1.5 → 1, 0.5 → 1, -0.5 → -1, -6.67 → -6: the examples of the user guide.
    ['PercentChangeInCapacity', 15, 0, 10, 11],
    ['PercentChangeInCapacity', 5, 0, 10, 11],
    ['PercentChangeInCapacity', -5, 0, 10, 9],
    ['PercentChangeInCapacity', -66, 0, 10, 4],
    ['PercentChangeInCapacity', 10, 2, 10, 12],
    ['PercentChangeInCapacity', -10, 2, 10, 8],
    ['PercentChangeInCapacity', 100, 0, 10, 20],
  ] as const)('%s by %i (at least %i) makes of %i: %i', (adjustmentType, by, least, from, to) => {
    const policy = { adjustmentType, scalingAdjustment: by, minAdjustmentMagnitude: least };
    expect(adjustedCapacity(policy, SIZES, from)).toBe(to);
  });

  it('never leaves the sizes, and never goes the other way', () => {
    const policies = fc.record({
      adjustmentType: fc.constantFrom(
        'ChangeInCapacity' as const,
        'PercentChangeInCapacity' as const,
      ),
      scalingAdjustment: fc.integer({ min: -300, max: 300 }),
      minAdjustmentMagnitude: fc.integer({ min: 0, max: 5 }),
    });
    fc.assert(
      fc.property(policies, fc.integer({ min: 1, max: 20 }), (policy, capacity) => {
        const next = adjustedCapacity(policy, SIZES, capacity);
        expect(Number.isInteger(next)).toBe(true);
        expect(next).toBeGreaterThanOrEqual(SIZES.minSize);
        expect(next).toBeLessThanOrEqual(SIZES.maxSize);
        expect((next - capacity) * Math.sign(policy.scalingAdjustment)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

it('pauses longer after each failure in a row, up to the ceiling', () => {
  const bounds = { launchBackoffFirstMs: 1_000, launchBackoffMsMax: 300_000 };
  expect([0, 1, 2, 3, 4, 50].map((failures) => launchPauseMs(failures, bounds))).toEqual([
    0, 0, 1_000, 2_000, 4_000, 300_000,
  ]);
});

describe('the ELB health check', () => {
  const bad = {
    healthCheckType: 'ELB' as const,
    gracePeriodMs: 60_000,
    inServiceForMs: 60_000,
    states: ['healthy', 'unhealthy'] as const,
  };
  it.each([
    ['fails when any target group calls it unhealthy', bad, true],
    ['waits for the grace period', { ...bad, inServiceForMs: 59_999 }, false],
    ['is not asked by a group of type EC2', { ...bad, healthCheckType: 'EC2' as const }, false],
    [
      'does not fail on other states',
      { ...bad, states: ['initial', 'unused', undefined] as const },
      false,
    ],
  ])('%s', (_name, options, expected) => {
    expect(failsElbCheck(options)).toBe(expected);
  });
});
