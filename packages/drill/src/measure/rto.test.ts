import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rtoOf, totalOf, type Fate } from './rto.ts';

const NO_TURNS = { unhealthySeconds: null, answeredSeconds: null, ledSeconds: null };

/** A fate a second from -3 on: `+` good, `-` failed; each answered half a second after. */
function fatesOf(text: string): Fate[] {
  return [...text].map((mark, index) => ({
    dueSeconds: index - 3,
    endSeconds: index - 2.5,
    good: mark === '+',
  }));
}

const rto = (text: string, untilSeconds = 100): ReturnType<typeof rtoOf> =>
  rtoOf({ fates: fatesOf(text), untilSeconds, turns: NO_TURNS });

test('no failure is no outage', () => {
  expect(rto('+++++++')).toMatchObject({ seconds: null, recovered: true, unaffected: true });
});

test('a failure before the fault is none of its', () => {
  expect(rto('+-+++++')).toMatchObject({ unaffected: true });
});

test('from the last good answer to the first of three in a row', () => {
  expect(rto('+++--+-+++')).toMatchObject({
    ...{ seconds: 5, recovered: true, unaffected: false, fromSeconds: -0.5, toSeconds: 4.5 },
  });
});

test('two in a row at the end may be luck', () => {
  expect(rto('+++--++')).toMatchObject({ seconds: null, recovered: false, unaffected: false });
});

test('of several outages it is the longest', () => {
  expect(rto('+++-+++----+++--+++')).toMatchObject({
    seconds: 5,
    fromSeconds: 3.5,
    toSeconds: 8.5,
  });
});

test('an answer lost just before the healing is no outage that never ends', () => {
  expect(rto('+++----+++++-', 10)).toMatchObject({ recovered: true, seconds: 5 });
});

test('while it lasts, an outage is longer than any that is over', () => {
  const lasting = rto('+++----+++--', Number.POSITIVE_INFINITY);
  expect(lasting).toMatchObject({ recovered: false, seconds: null, fromSeconds: 6.5 });
});

test('what came back with the healing was not failed over', () => {
  expect(rto('+++-----+++', 5)).toMatchObject({ seconds: null, recovered: false });
  // Asked before it, and answered after it.
  expect(rto('+++-----+++', 7.2)).toMatchObject({ seconds: null, recovered: false });
});

test('the parts add up to the whole, whatever turned and when', () => {
  const time = fc.option(fc.double({ min: -10, max: 120, noNaN: true }), { nil: null });
  const marks = fc.array(fc.boolean(), { minLength: 5, maxLength: 60 });
  fc.assert(
    fc.property(marks, time, time, time, (good, unhealthySeconds, answeredSeconds, ledSeconds) => {
      const fates = fatesOf(`+++-${good.map((one) => (one ? '+' : '-')).join('')}+++`);
      const turns = { unhealthySeconds, answeredSeconds, ledSeconds };
      const { seconds, split } = rtoOf({ fates, untilSeconds: 1000, turns });
      if (seconds === null || split === null) throw new Error('there was a recovery');
      expect(totalOf(split)).toBeCloseTo(seconds, 6);
      for (const part of Object.values(split)) expect(part).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('each second is that of the link which turned last', () => {
  const fates = fatesOf(`+++${'-'.repeat(40)}+++`);
  const turns = { unhealthySeconds: 24, answeredSeconds: 25, ledSeconds: 37 };
  expect(rtoOf({ fates, untilSeconds: 100, turns }).split).toEqual({
    ...{ detect: 24.5, decide: 1, propagate: 12, serve: 3.5, warm: 0 },
  });
});
