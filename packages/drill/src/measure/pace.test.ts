import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Report } from '../report/schema.ts';
import { judgePace, PACE_SECONDS_MAX, verdictOf } from './pace.ts';

type Expectation = Report['expectations'][number];

const of = (kind: Expectation['of'], met: boolean): Expectation => ({
  ...{ of: kind, text: '', measured: '', met },
});

test('a machine that is slower than a checker waits did not keep up', () => {
  const met = (lateSeconds: number, pageSeconds: number): boolean[] =>
    judgePace({ lateSeconds, pageSeconds, checksTimedOut: 0 }).map((one) => one.met);
  expect(met(0.1, PACE_SECONDS_MAX)).toEqual([true, true]);
  expect(met(2.01, 0.4)).toEqual([false, true]);
  expect(met(0.1, 3)).toEqual([true, false]);
});

test('checks that time out though nothing is broken are the machine’s', () => {
  const rows = judgePace({ lateSeconds: 0, pageSeconds: 0, checksTimedOut: 1 });
  expect(rows.at(-1)).toMatchObject({ of: 'machine', met: false });
  expect(verdictOf(rows)).toBe('inconclusive');
});

test('what is not met is said with what was measured', () => {
  const [sent] = judgePace({ lateSeconds: 4.2, pageSeconds: 0, checksTimedOut: 0 });
  expect(sent?.text).toBe('this machine sends requests at most 2 s late');
  expect(sent?.measured).toBe('it takes 4.2 s');
});

test('with a machine that did not keep up nothing is passed, and nothing missed', () => {
  const kinds = fc.constantFrom<Expectation['of']>('scenario', 'objective');
  const others = fc.array(fc.tuple(kinds, fc.boolean()));
  fc.assert(
    fc.property(others, fc.boolean(), (all, keepsUp) => {
      const rows = [...all.map(([kind, met]) => of(kind, met)), of('machine', keepsUp)];
      const judged = all.every(([, met]) => met) ? 'passed' : 'missed';
      expect(verdictOf(rows)).toBe(keepsUp ? judged : 'inconclusive');
    }),
  );
});
