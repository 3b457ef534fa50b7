import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fates } from './fates.ts';

test('in the order in which they were due, whenever they came and whatever is counted from', () => {
  const time = fc.integer({ min: 0, max: 1_000_000 });
  const asked = fc.record({ dueMs: time, tookMs: time, good: fc.boolean() });
  fc.assert(
    fc.property(fc.array(asked, { maxLength: 50 }), time, fc.nat(50), (all, originMs, when) => {
      const fates = new Fates(0);
      for (const [index, { dueMs, tookMs, good }] of all.entries()) {
        if (index === when) fates.countFrom(originMs);
        fates.add({ dueMs, endMs: dueMs + tookMs, good });
      }
      fates.countFrom(originMs);
      const expected = all
        .map(({ dueMs, tookMs, good }) => ({
          dueMs: dueMs - originMs,
          ...{ endMs: dueMs + tookMs - originMs, good },
        }))
        .toSorted((left, right) => left.dueMs - right.dueMs);
      expect(
        fates.all.map(({ dueSeconds, endSeconds, good }) => ({
          dueMs: Math.round(dueSeconds * 1000),
          ...{ endMs: Math.round(endSeconds * 1000), good },
        })),
      ).toEqual(expected);
    }),
  );
});
