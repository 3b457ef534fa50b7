import fc from 'fast-check';
import { expect, test } from 'vitest';
import { surgeLoad } from './surge-load.ts';

test.each([
  ['none', [], 0],
  ['one that stays', [{ atSeconds: 0, perSecond: 30 }], 30],
  [
    'one that is over before anybody is led there',
    [{ atSeconds: 0, forSeconds: 20, perSecond: 30 }],
    0,
  ],
  ['one that outlasts it', [{ atSeconds: 0, forSeconds: 40, perSecond: 30 }], 30],
  [
    'one after the other',
    [
      { atSeconds: 30, forSeconds: 10, perSecond: 5 },
      { atSeconds: 40, perSecond: 7 },
    ],
    7,
  ],
  [
    'two at a time',
    [
      { atSeconds: 0, perSecond: 5 },
      { atSeconds: 90, perSecond: 7 },
    ],
    12,
  ],
] as const)('%s', (_name, surges, load) => {
  expect(surgeLoad(surges, 30)).toBe(load);
});

test('it is what a look at each second finds', () => {
  const step = fc.record({
    atSeconds: fc.integer({ min: 0, max: 60 }),
    forSeconds: fc.integer({ min: 1, max: 60 }),
    perSecond: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 6 }),
      fc.integer({ min: 0, max: 80 }),
      (surges, from) => {
        const looks = Array.from({ length: 121 }, (_, second) => second).filter((at) => at >= from);
        const found = looks.map((at) =>
          surges
            .filter(({ atSeconds, forSeconds }) => atSeconds <= at && at < atSeconds + forSeconds)
            .reduce((sum, { perSecond }) => sum + perSecond, 0),
        );
        expect(surgeLoad(surges, from)).toBe(Math.max(0, ...found));
      },
    ),
  );
});
