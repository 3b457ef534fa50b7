import fc from 'fast-check';
import { maintenanceWindow } from '@understudy/dataplane';
import { expect, test } from 'vitest';
import { decideRefresh, type RefreshedInstance, type RefreshQuestion } from './decide-refresh.ts';

const WARMUP_MS = 60_000;

function instances(
  old: number,
  fresh: number,
  more: Partial<RefreshedInstance> = {},
): RefreshedInstance[] {
  const of = (name: string, count: number, isOld: boolean): RefreshedInstance[] =>
    Array.from({ length: count }, (_, index) => ({
      ...{ instanceId: `${name}-${index}`, isOld, isHealthy: true, launchedMs: 0 },
      ...(isOld ? {} : more),
    }));
  return [...of('old', old, true), ...of('new', fresh, false)];
}

function decide(more: Partial<RefreshQuestion>): ReturnType<typeof decideRefresh> {
  return decideRefresh({
    ...{ nowMs: 1_000_000, desiredCapacity: 4, minHealthyPercentage: 90, warmupMs: WARMUP_MS },
    ...{ total: 4, instances: instances(4, 0) },
    ...more,
  });
}

test('as many end as leave the minimum, and one where that leaves none', () => {
  expect(decide({}).terminate).toHaveLength(1);
  expect(decide({ minHealthyPercentage: 50 }).terminate).toHaveLength(2);
  expect(decide({ minHealthyPercentage: 0 }).terminate).toHaveLength(4);
  expect(decide({ minHealthyPercentage: 100 }).terminate).toHaveLength(1);
});

test('the next one waits until the successor is healthy and warmed up', () => {
  const waits = (more: Partial<RefreshedInstance>): unknown =>
    decide({ instances: instances(3, 1, more) });
  expect(waits({ isHealthy: false })).toMatchObject({ terminate: [], percentageComplete: 0 });
  expect(waits({ launchedMs: 1_000_000 - WARMUP_MS + 1 })).toMatchObject({ terminate: [] });
  expect(waits({})).toMatchObject({ terminate: ['old-0'], percentageComplete: 25 });
});

test('it is done when all are new, and at once where none were to go', () => {
  expect(decide({ instances: instances(0, 4) })).toMatchObject({
    ...{ isDone: true, percentageComplete: 100, instancesToUpdate: 0 },
  });
  expect(decide({ instances: instances(0, 3) })).toMatchObject({ isDone: false });
  expect(decide({ total: 0, instances: instances(0, 4) }).isDone).toBe(true);
});

test('never fewer serve than the minimum, but for the one that must go', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 0, max: 100 }),
      (size, least) => {
        const { terminate } = decide({
          ...{ desiredCapacity: size, total: size, minHealthyPercentage: least },
          instances: instances(size, 0),
        });
        const stay = size - terminate.length;
        expect(stay >= Math.ceil((size * least) / 100) || terminate.length === 1).toBe(true);
        expect(terminate.length).toBeGreaterThan(0);
      },
    ),
  );
});

test('within its percentages a refresh replaces all, also with checkpoints', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: 0, max: 100 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 3 }),
      (size, minHealthyPercentage, over, some) => {
        const maxHealthyPercentage = Math.max(100, Math.min(minHealthyPercentage + over, 200));
        const percentages = { minHealthyPercentage, maxHealthyPercentage };
        const { least, most } = maintenanceWindow(size, percentages);
        const checkpoints = [...some.toSorted((one, other) => one - other), 100];
        let group = instances(size, 0);
        let done = false;
        for (let round = 0; round < 100 && !done; round++) {
          const step = decide({
            ...{ ...percentages, desiredCapacity: size, total: size, instances: group },
            checkpoint: checkpoints[0],
          });
          done = step.isDone;
          while ((checkpoints[0] ?? 101) <= step.percentageComplete) checkpoints.shift();
          const kept = group
            .filter(({ instanceId }) => !step.terminate.includes(instanceId))
            .map((each) => ({ ...each, isLeaving: step.leaving.includes(each.instanceId) }));
          const counted = kept.filter(({ isLeaving }) => !isLeaving).length;
          expect(kept.filter(({ isHealthy }) => isHealthy).length).toBeGreaterThanOrEqual(least);
          const fresh = Array.from({ length: Math.max(0, size - counted) }, (_, index) => ({
            ...{ instanceId: `r${round}-${index}`, isOld: false, isHealthy: false, launchedMs: 0 },
            isLeaving: false,
          }));
          expect(kept.length + fresh.length).toBeLessThanOrEqual(most);
          // What was launched a round before serves by now.
          group = [...kept.map((each) => ({ ...each, isHealthy: true })), ...fresh];
        }
        expect(done).toBe(true);
        expect(group).toHaveLength(size);
      },
    ),
  );
});
