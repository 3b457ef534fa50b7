import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runInOrder } from './run-in-order.ts';

const graph = (edges: Record<string, string[]>) =>
  new Map(Object.entries(edges).map(([id, on]) => [id, new Set(on)]));

test('holds back what depends on a failure, and runs the rest', async () => {
  const outcome = await runInOrder({
    graph: graph({ A: [], B: ['A'], C: [], D: ['B', 'C'] }),
    run: (id) => Promise.resolve(id !== 'A'),
  });
  expect(outcome).toEqual({ done: ['C'], failed: ['A'], skipped: ['B', 'D'] });
});

test('takes a rejection for a failure', async () => {
  const outcome = await runInOrder({
    graph: graph({ A: [] }),
    run: () => Promise.reject(new Error('no')),
  });
  expect(outcome.failed).toEqual(['A']);
});

test('starts nothing more once given up', async () => {
  let given = false;
  const started: string[] = [];
  const outcome = await runInOrder({
    graph: graph({ A: [], B: [], C: [] }),
    parallelMax: 1,
    giveUp: () => given,
    run: (id) => {
      started.push(id);
      given = true;
      return Promise.resolve(true);
    },
  });
  expect(started).toEqual(['A']);
  expect(outcome.skipped).toEqual(['B', 'C']);
});

test('any graph without a circle is run whole, in order, within the bound', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.nat(20), { maxLength: 3 }), { maxLength: 20 }),
      fc.integer({ min: 1, max: 4 }),
      async (rows, parallelMax) => {
        const edges = new Map(
          rows.map((row, index) => [
            `${index}`,
            new Set(index === 0 ? [] : row.map((wish) => `${wish % index}`)),
          ]),
        );
        const done = new Set<string>();
        let running = 0;
        const outcome = await runInOrder({
          graph: edges,
          parallelMax,
          run: async (id) => {
            running += 1;
            expect(running).toBeLessThanOrEqual(parallelMax);
            for (const dependency of edges.get(id) ?? []) expect(done.has(dependency)).toBe(true);
            await Promise.resolve();
            running -= 1;
            done.add(id);
            return true;
          },
        });
        expect(outcome.done).toHaveLength(rows.length);
      },
    ),
  );
});
