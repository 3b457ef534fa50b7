import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { orderStatisticAtMost } from './detection.ts';
import { predictRto } from './predict-rto.ts';

const detection = { intervalSeconds: 10, failureThreshold: 3, checkers: 16, failsAfterSeconds: 0 };
const prediction = { detection, ttlSeconds: 60 };

test('a fresh visitor waits for three checks and at most one TTL', () => {
  const { lowSeconds, typicalSeconds, highSeconds } = predictRto('fresh', prediction);
  expect(highSeconds).toBe(90);
  expect(lowSeconds).toBeGreaterThan(25);
  expect(typicalSeconds).toBeGreaterThan(lowSeconds ?? 0);
  expect(typicalSeconds).toBeLessThan(90);
});

test('a resolver that holds answers for two minutes adds them', () => {
  expect(predictRto('resolver-overcaches', prediction).highSeconds).toBe(210);
});

test.each(['browser', 'jvm-forever'] as const)('%s never comes to the standby', (profile) => {
  expect(predictRto(profile, prediction)).toMatchObject({
    ...{ lowSeconds: null, typicalSeconds: null, highSeconds: null },
  });
});

test.each(['fresh', 'mobile', 'resolver-overcaches'] as const)(
  '%s: its quantiles are in their order, and the distribution that is kept is whole',
  (profile) => {
    const { lowSeconds, highSeconds, distribution } = predictRto(profile, prediction);
    if (distribution === undefined) throw new Error('there is one');
    const { p10Seconds, p50Seconds, p90Seconds, fromSeconds, stepSeconds, shares } = distribution;
    const inTurn = [fromSeconds, lowSeconds, p10Seconds, p50Seconds, p90Seconds, highSeconds];
    expect(inTurn).toEqual(inTurn.toSorted((a, b) => Number(a) - Number(b)));
    expect(shares.reduce((all, one) => all + one, 0)).toBeCloseTo(1, 3);
    expect(fromSeconds + stepSeconds * shares.length).toBeGreaterThanOrEqual(highSeconds ?? 0);
  },
);

/**
 * Every phase of a fine grid: of the deciding checker, of the resolver's answer, of the client's.
 */
function playedOut(ttl: number, ownHeld: number | undefined): number[] {
  const POINTS = 60;
  const phases = Array.from({ length: POINTS }, (_, index) => (index + 0.5) / POINTS);
  // The fourteenth of sixteen: its quantiles, each as likely as another.
  const turns = phases.map((share) => {
    const at = Array.from({ length: 1_000 }, (_, index) => index / 1_000).find(
      (value) => orderStatisticAtMost(14, 16, value) >= share,
    );
    return 20 + 10 * (at ?? 1);
  });
  return turns
    .flatMap((turn) =>
      phases.flatMap((resolver) => {
        const runsOut = ttl * resolver;
        if (ownHeld === undefined) return [turn + runsOut];
        return phases.map((client) => {
          // What it holds runs out, and it asks the resolver: an old answer is held once more.
          let at = ownHeld * client;
          while (at < runsOut) at += ownHeld;
          return turn + at;
        });
      }),
    )
    .toSorted((a, b) => a - b);
}

test.each([
  ['fresh', 60, undefined],
  ['resolver-overcaches', 60, 120],
  ['resolver-overcaches', 300, 120],
] as const)('%s under a TTL of %d s is as when each phase is played out', (profile, ttl, held) => {
  const times = playedOut(ttl, held);
  const { distribution } = predictRto(profile, { detection, ttlSeconds: ttl });
  const at = (share: number): number => times[Math.floor(share * times.length)] ?? 0;
  for (const [share, predicted] of [
    [0.1, distribution?.p10Seconds],
    [0.5, distribution?.p50Seconds],
    [0.9, distribution?.p90Seconds],
  ] as const)
    expect(Math.abs((predicted ?? 0) - at(share)) / at(share)).toBeLessThan(0.02);
});

test('a longer TTL never makes a client sooner', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('fresh', 'mobile', 'resolver-overcaches'),
      fc.integer({ min: 1, max: 3_600 }),
      fc.integer({ min: 1, max: 600 }),
      (profile, ttlSeconds, more) => {
        const [before, after] = [ttlSeconds, ttlSeconds + more].map((ttl) =>
          predictRto(profile, { detection, ttlSeconds: ttl }),
        );
        for (const name of ['lowSeconds', 'typicalSeconds', 'highSeconds'] as const)
          // Cells are wider where all of it is.
          expect(after?.[name]).toBeGreaterThan((before?.[name] ?? 0) - 0.02 * more);
      },
    ),
    { numRuns: 30 },
  );
});

test('nobody comes back where the check does not see it', () => {
  const unnoticed = { ...prediction, isNoticed: false };
  expect(predictRto('fresh', unnoticed)).toMatchObject({
    ...{ highSeconds: null, because: 'a check that only connects, or takes the answer, passes' },
  });
});

describe('behind an edge with an origin group', () => {
  const edge = { attempts: 2, leastSeconds: 6, mostSeconds: 6, takesOver: true };

  test.each(['fresh', 'browser', 'jvm-forever'] as const)('%s sees no outage', (profile) => {
    expect(predictRto(profile, { ...prediction, edge })).toMatchObject({
      ...{ lowSeconds: 0, typicalSeconds: 0, highSeconds: 0 },
      because:
        'each request is asked of the second origin once the first is given up, after 6 s at most',
    });
  });

  test('that is asked once clients have left, it is as without', () => {
    const late = { ...edge, attempts: 3, mostSeconds: 30 };
    const without = predictRto('fresh', prediction);
    expect(predictRto('fresh', { ...prediction, edge: late })).toEqual(without);
    const fails = { ...edge, takesOver: false };
    expect(predictRto('fresh', { ...prediction, edge: fails })).toEqual(without);
  });
});

describe('a browser whose requests at the edge are given up', () => {
  const edge = { attempts: 3, leastSeconds: 90, mostSeconds: 90, takesOver: false };

  test('looks the name up again once its session has ended', () => {
    const fresh = predictRto('fresh', { ...prediction, edge });
    const browser = predictRto('browser', { ...prediction, edge });
    expect(browser.highSeconds).toBe((fresh.highSeconds ?? 0) + 30);
    // On average it is half of that later.
    expect(browser.typicalSeconds).toBeCloseTo((fresh.typicalSeconds ?? 0) + 15, 0);
    expect(browser.because).toMatch(/then up to 30 s until a request at the edge is given up/);
  });

  test('stays where it is when they fail before, and one that never looks up does so in any case', () => {
    const quick = { ...edge, mostSeconds: 29 };
    expect(predictRto('browser', { ...prediction, edge: quick }).highSeconds).toBeNull();
    expect(predictRto('jvm-forever', { ...prediction, edge }).highSeconds).toBeNull();
  });
});
