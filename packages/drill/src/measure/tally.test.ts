import { expect, test } from 'vitest';
import type { Layer } from '../report/schema.ts';
import type { Sample } from '../traffic/sample.ts';
import { Tally } from './tally.ts';

function sample(dueMs: number, layer?: Layer): Sample {
  return {
    ...{ profile: 'fresh', target: 'page', dueMs, endMs: dueMs + 100, latencyMs: 5, lateMs: 2 },
    outcome:
      layer === undefined
        ? { good: true, status: 200, place: 'edge' }
        : { good: false, layer, kind: 'x', place: 'edge', isAnswered: false },
  };
}

test('failures of a second are told apart by who made them', () => {
  const tally = new Tally(0);
  tally.add(sample(1000));
  for (const layer of ['edge', 'network', 'edge'] as const) tally.add(sample(2500, layer));
  tally.originMs = 2000;
  const [before, after] = tally.seconds();
  expect(before).toMatchObject({ atSeconds: -1, good: 1, failed: 0, byLayer: {} });
  expect(after).toMatchObject({ atSeconds: 0, failed: 3, byLayer: { edge: 2, network: 1 } });
  expect(tally.fates('fresh', 'page').map(({ good }) => good)).toEqual([true, false, false, false]);
});

test('looking costs nothing anew: the list of fates is the same one', () => {
  const tally = new Tally(0);
  tally.add(sample(1000));
  const seen = tally.fates('fresh', 'page');
  tally.add(sample(2000));
  expect(tally.fates('fresh', 'page')).toBe(seen);
  expect(seen).toHaveLength(2);
});
