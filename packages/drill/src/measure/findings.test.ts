import { describe, expect, test } from 'vitest';
import type { EdgeWait } from '../predict/edge-wait.ts';
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

test('a client that comes back against the prediction is one', () => {
  const never = { rto: { browser: FRESH } as Found['rto'] };
  const rtoOf = (edge?: EdgeWait): Found['predicted'] => ({
    ...{ ...predicted, standby: null, edge: null },
    rto: { browser: predictRto('browser', { ...prediction, edge }) },
  });
  expect(found({ ...never, predicted: rtoOf() })).toEqual(['outside-prediction-browser']);
  // Where requests are given up, its session ends.
  const slow = { attempts: 3, leastSeconds: 90, mostSeconds: 90, takesOver: false };
  expect(found({ ...never, predicted: rtoOf(slow) })).toEqual([]);
});

test('an origin group that is later than clients wait is one', () => {
  const edge = { attempts: 3, leastSeconds: 30, mostSeconds: 30, takesOver: true };
  const late = { ...predicted, standby: null, rto: {}, edge: { ...edge, patienceSeconds: 30 } };
  expect(found({ predicted: late })).toEqual(['origin-group-too-late']);
  const sooner = { ...late.edge, mostSeconds: 6 };
  expect(found({ predicted: { ...late, edge: sooner } })).toEqual([]);
});

test.each([
  [null, []],
  [200, []],
  [240, ['outside-prediction-standby']],
])('the first instance added after %j s: %j', (addedSeconds, ids) => {
  const short = { ...predicted, rto: {} };
  expect(found({ predicted: short, addedSeconds })).toEqual([...ids, 'standby-short']);
});
