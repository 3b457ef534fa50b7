import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planRollingUpdate } from './plan-rolling-update.ts';
import { noSignals, unsatisfied } from './signal-tally.ts';

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `i-${index}`);

// Seen on AWS: https://github.com/guardian/testing-asg-rolling-update/tree/main/observations
test.each([
  [{ maxBatchSize: 6, minInstancesInService: 5 }, [5, 5, 10], { batchSize: 5, temporarySize: 10 }],
  [{ maxBatchSize: 6, minInstancesInService: 6 }, [6, 6, 9], { batchSize: 3, temporarySize: 9 }],
  [{ maxBatchSize: 1, minInstancesInService: 3 }, [3, 3, 4], { batchSize: 1, temporarySize: 4 }],
  [{ maxBatchSize: 1, minInstancesInService: 1 }, [2, 2, 3], { batchSize: 1, temporarySize: 2 }],
])('%o with obsolete, desired and maximum %o', (policy, [obsolete, desired, max], plan) => {
  const desiredCapacity = desired ?? 0;
  const group = { obsolete: ids(obsolete ?? 0), size: desiredCapacity, desiredCapacity };
  expect(planRollingUpdate(policy, { ...group, maxSize: max ?? 0 })).toMatchObject(plan);
});

const anyRoll = fc.record({
  maxBatchSize: fc.integer({ min: 1, max: 8 }),
  minInstancesInService: fc.nat({ max: 8 }),
  desiredCapacity: fc.integer({ min: 1, max: 12 }),
  kept: fc.nat({ max: 4 }),
  room: fc.integer({ min: 1, max: 8 }),
});

test('the minimum stays in service, the maximum is kept, and the group ends no smaller than it was', () => {
  fc.assert(
    fc.property(anyRoll, ({ maxBatchSize, minInstancesInService, desiredCapacity, kept, room }) => {
      fc.pre(kept < desiredCapacity && minInstancesInService <= desiredCapacity);
      const obsolete = desiredCapacity - kept;
      const maxSize = Math.max(desiredCapacity, minInstancesInService + room);
      const group = { obsolete: ids(obsolete), size: desiredCapacity, desiredCapacity, maxSize };
      const plan = planRollingUpdate({ maxBatchSize, minInstancesInService }, group);
      expect(plan.temporarySize).toBeLessThanOrEqual(maxSize);
      expect(plan.batches.flatMap(({ instanceIds }) => instanceIds)).toEqual(ids(obsolete));
      let size = plan.temporarySize;
      for (const { instanceIds, replacedBy, sizeAfter } of plan.batches) {
        expect(instanceIds.length).toBeLessThanOrEqual(maxBatchSize);
        expect(size - instanceIds.length).toBeGreaterThanOrEqual(minInstancesInService);
        size += replacedBy - instanceIds.length;
        expect(size).toBe(sizeAfter);
      }
      expect(size).toBeGreaterThanOrEqual(desiredCapacity);
      expect(plan.launches).toBe(size - desiredCapacity + obsolete);
    }),
  );
});

test('a rollback only takes away what the failed update had added', () => {
  const group = { obsolete: ['new'], size: 3, desiredCapacity: 2, maxSize: 4 };
  const plan = planRollingUpdate({ maxBatchSize: 1, minInstancesInService: 2 }, group);
  expect(plan).toMatchObject({ temporarySize: 3, launches: 0 });
  expect(plan.batches).toEqual([{ instanceIds: ['new'], replacedBy: 0, sizeAfter: 2 }]);
});

test('"five instances with a minimum successful percentage of 50: three must signal success"', () => {
  const tally = { ...noSignals(5), succeeded: 0 };
  expect(unsatisfied({ ...tally, failed: 2 }, 50)).toBeUndefined();
  expect(unsatisfied({ ...tally, failed: 3 }, 50)).toBe(
    'Received 0 SUCCESS signal(s) out of 5. Unable to satisfy 50% MinSuccessfulInstancesPercent requirement',
  );
  expect(unsatisfied({ ...tally, failed: 3, saidFailed: 1 }, 50)).toContain('1 FAILURE signal(s)');
});
