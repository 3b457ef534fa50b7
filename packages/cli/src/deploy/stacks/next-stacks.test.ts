import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextStacks } from './next-stacks.ts';

const STACKS = [
  { name: 'zone', dependsOn: [] },
  { name: 'standby', dependsOn: ['zone'] },
  { name: 'primary', dependsOn: ['standby'] },
  { name: 'mail', dependsOn: ['zone'] },
  { name: 'other', dependsOn: ['not-of-this-deployment'] },
];

const begun = (done: string[], atWork: string[], atOnceMax = 3): string[] =>
  nextStacks(STACKS, { done: new Set(done), atWork: new Set(atWork), atOnceMax }).map(
    ({ name }) => name,
  );

test('a stack is begun after all that it depends on, and once', () => {
  expect(begun([], [])).toEqual(['zone', 'other']);
  expect(begun([], ['zone', 'other'])).toEqual([]);
  expect(begun(['zone'], ['other'])).toEqual(['standby', 'mail']);
  expect(begun(['zone', 'standby', 'other', 'mail'], ['primary'])).toEqual([]);
});

test('no more are at work than may be', () => {
  expect(begun(['zone'], ['other'], 2)).toEqual(['standby']);
  expect(begun(['zone'], ['other', 'mail'], 2)).toEqual([]);
});

/** Stacks each of which may depend on any before it. */
const anyStacks = fc
  .array(fc.array(fc.nat({ max: 9 }), { maxLength: 3 }), { minLength: 1, maxLength: 10 })
  .map((all) =>
    all.map((others, index) => ({
      name: `s${index}`,
      dependsOn: others.filter((other) => other < index).map((other) => `s${other}`),
    })),
  );

test('every stack comes to its turn, none before what it depends on', () => {
  fc.assert(
    fc.property(anyStacks, fc.integer({ min: 1, max: 4 }), (stacks, atOnceMax) => {
      const done = new Set<string>();
      for (let turns = 0; done.size < stacks.length && turns <= stacks.length; turns += 1) {
        const next = nextStacks(stacks, { done, atWork: new Set(), atOnceMax });
        expect(next.length).toBeLessThanOrEqual(atOnceMax);
        for (const { dependsOn } of next)
          expect(dependsOn.every((other) => done.has(other))).toBe(true);
        for (const { name } of next) done.add(name);
      }
      expect(done.size).toBe(stacks.length);
    }),
  );
});
