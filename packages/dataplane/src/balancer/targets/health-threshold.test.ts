import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eligible } from './choose.ts';
import { countTargets, isBelow, isHealthyInDns } from './health-threshold.ts';

const targets = fc
  .array(fc.boolean(), { maxLength: 30 })
  .map((all) => all.map((isHealthy) => ({ isHealthy, outstanding: 0, share: 1 })));
const threshold = fc.record(
  { count: fc.integer({ min: 1, max: 30 }), percentage: fc.integer({ min: 1, max: 100 }) },
  { requiredKeys: [] },
);

describe('a threshold', () => {
  // The example of
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html
  test('of half is kept by 14 of 20 targets, and broken by 4 of 10 of one zone alone', () => {
    const half = { percentage: 50 };
    expect(isBelow({ healthy: 14, registered: 20 }, half)).toBe(false);
    expect(isBelow({ healthy: 4, registered: 10 }, half)).toBe(true);
    expect(isBelow({ healthy: 5, registered: 10 }, half)).toBe(false);
  });

  test('that is broken is broken whatever the other one of its action says', () => {
    const counts = { healthy: 3, registered: 10 };
    expect(isBelow(counts, { count: 2, percentage: 50 })).toBe(true);
    expect(isBelow(counts, { count: 4, percentage: 10 })).toBe(true);
    expect(isBelow(counts, { count: 3, percentage: 30 })).toBe(false);
    expect(isBelow({ healthy: 0, registered: 10 }, {})).toBe(false);
  });

  test('is not broken by one more healthy target where it was not before', () => {
    fc.assert(
      fc.property(targets, threshold, (candidates, limit) => {
        const counts = countTargets(candidates);
        fc.pre(counts.healthy < counts.registered && !isBelow(counts, limit));
        expect(isBelow({ ...counts, healthy: counts.healthy + 1 }, limit)).toBe(false);
      }),
    );
  });
});

test('a group without targets is unhealthy in DNS, also where its thresholds are off', () => {
  expect(isHealthyInDns({ healthy: 0, registered: 0 }, {})).toBe(false);
  expect(isHealthyInDns({ healthy: 0, registered: 2 }, {})).toBe(true);
});

test('requests go to all targets or to the healthy ones, and to somebody where there is anybody', () => {
  fc.assert(
    fc.property(targets, threshold, (candidates, { count = 1, ...rest }) => {
      const limit = { count, ...rest };
      const open = eligible(candidates, limit);
      const isFailingOpen = isBelow(countTargets(candidates), limit);
      expect(open).toEqual(isFailingOpen ? candidates : candidates.filter((one) => one.isHealthy));
      expect(open.length > 0).toBe(candidates.length > 0);
    }),
  );
});

test('DNS fails over no later than routing, where its threshold is no lower', () => {
  fc.assert(
    fc.property(targets, threshold, threshold, (candidates, dns, routing) => {
      fc.pre((dns.count ?? 0) >= (routing.count ?? 0));
      fc.pre((dns.percentage ?? 0) >= (routing.percentage ?? 0));
      const counts = countTargets(candidates);
      if (isBelow(counts, routing)) expect(isBelow(counts, dns)).toBe(true);
    }),
  );
});
