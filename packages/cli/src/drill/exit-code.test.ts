import { expect, test } from 'vitest';
import { exitCodeOf, INCONCLUSIVE_EXIT_CODE, MISSED_EXIT_CODE } from './exit-code.ts';

test('of several drills the gravest is what it ends with, in any order', () => {
  const after = (...verdicts: Parameters<typeof exitCodeOf>[1][]): unknown =>
    verdicts.reduce<Parameters<typeof exitCodeOf>[0]>(exitCodeOf, undefined);
  expect(after('passed')).toBeUndefined();
  expect(after('inconclusive', 'passed')).toBe(INCONCLUSIVE_EXIT_CODE);
  expect(after('inconclusive', 'missed', 'passed')).toBe(MISSED_EXIT_CODE);
  expect(after('missed', 'inconclusive')).toBe(MISSED_EXIT_CODE);
});
