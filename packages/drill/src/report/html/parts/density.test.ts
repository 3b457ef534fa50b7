import { expect, test } from 'vitest';
import type { PredictedRto } from '../../schema.ts';
import { cut, densityOf, percentWithin } from './density.ts';

/** A triangle from 10 s to 30 s. */
const PREDICTED: PredictedRto = {
  ...{ lowSeconds: 13, typicalSeconds: 20, highSeconds: 30, because: '' },
  distribution: {
    ...{ p10Seconds: 14.5, p50Seconds: 20, p90Seconds: 25.5, fromSeconds: 10, stepSeconds: 5 },
    shares: [0.125, 0.375, 0.375, 0.125],
  },
};

test('a curve rises from where it begins, and ends at its bound', () => {
  const density = densityOf(PREDICTED);
  expect(density?.points.map(({ seconds, height }) => [seconds, height.toFixed(2)])).toEqual([
    ...[
      [10, '0.00'],
      [12.5, '0.33'],
      [17.5, '1.00'],
    ],
    ...[
      [22.5, '1.00'],
      [27.5, '0.33'],
      [30, '0.00'],
    ],
  ]);
  expect(density?.most).toEqual({ fromSeconds: 14.5, toSeconds: 25.5 });
});

test('a part of it is as high at its ends as the whole is there', () => {
  const points = densityOf(PREDICTED)?.points ?? [];
  const part = cut(points, { fromSeconds: 15, toSeconds: 27.5 });
  expect(part.map(({ seconds }) => seconds)).toEqual([15, 17.5, 22.5, 27.5]);
  expect(part[0]?.height).toBeCloseTo(2 / 3, 6);
  expect(part.at(-1)?.height).toBeCloseTo(1 / 3, 6);
});

test.each([
  [5, 0],
  [10, 0],
  [17.5, 31],
  [20, 50],
  [30, 100],
  [99, 100],
])('%d s is longer than in %d of a hundred', (seconds, percent) => {
  expect(percentWithin(PREDICTED, seconds)).toBe(percent);
});

test('an older report has bounds only, and one that never comes has no curve', () => {
  const { distribution: _, ...older } = PREDICTED;
  expect(densityOf(older)).toMatchObject({ fromSeconds: 13, toSeconds: 30, most: undefined });
  expect(percentWithin(older, 20)).toBeUndefined();
  const never = { lowSeconds: null, typicalSeconds: null, highSeconds: null, because: '' };
  expect(densityOf(never)).toBeUndefined();
});
