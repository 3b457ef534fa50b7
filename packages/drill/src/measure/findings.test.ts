import { describe, expect, test } from 'vitest';
import { predictRto } from '../predict/predict-rto.ts';
import { sampleReport } from '../report/sample-report.fixture.ts';
import type { Rto } from '../report/schema.ts';
import { findingsOf, type Found } from './findings.ts';

const prediction = {
  detection: { intervalSeconds: 10, failureThreshold: 3, checkers: 16, failsAfterSeconds: 0 },
  ttlSeconds: 60,
};
const { rto, predicted } = sampleReport();
const FRESH = rto.fresh;

function found(change: Partial<Found>): string[] {
  return findingsOf({
    ...{ rto: {}, rpo: null, writes: null, prediction, addedSeconds: null },
    predicted: { ...predicted, standby: null, rto: { fresh: predictRto('fresh', prediction) } },
    site: { design: 'viewer', healthCheck: { intervalSeconds: 10, failureThreshold: 2 } },
    ...{ namesMoved: true, failedShare: 0.2 },
    ...change,
  })
    .map(({ id }) => id)
    .filter((id) => id !== 'slow-checks');
}

function back(seconds: number, toSeconds = seconds): Partial<Found> {
  if (FRESH === undefined) throw new Error('the sample has it');
  const fresh: Rto = { ...FRESH, seconds, toSeconds };
  return { rto: { fresh } };
}

describe('a recovery', () => {
  test.each([
    [50, []],
    [90, []],
    [100, ['outside-prediction-fresh']],
    // In one of a hundred cases, and in none.
    [29, []],
    [20, ['sooner-than-predicted-fresh']],
  ])('after %d s: %j', (seconds, ids) => {
    expect(found(back(seconds))).toEqual(ids);
  });

  test('is counted from the loss on, where that is not the first fault', () => {
    const late = { ...prediction, atSeconds: 30 };
    expect(found({ ...back(20, 50), prediction: late })).toEqual(['sooner-than-predicted-fresh']);
    expect(found({ ...back(40, 70), prediction: late })).toEqual([]);
  });
});

test.each([
  [null, []],
  [200, []],
  [240, ['outside-prediction-standby']],
])('the first instance added after %j s: %j', (addedSeconds, ids) => {
  const short = { ...predicted, rto: {} };
  expect(found({ predicted: short, addedSeconds })).toEqual([...ids, 'standby-short']);
});
