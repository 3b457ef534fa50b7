import { expect, test } from 'vitest';
import { compilePattern } from './pattern.ts';

function fits(pattern: string, value: string): boolean | string {
  const compiled = compilePattern(pattern);
  return compiled.kind === 'pattern' ? compiled.fits(value) : compiled.problem;
}

test.each([
  ['[a-z]+', 'abc', true],
  ['[a-z]+', 'abc1', false],
  ['a|b', 'a', true],
  ['^[a-zA-Z][a-zA-Z0-9-]*$', 'My-Stack', true],
  [String.raw`\d{3}`, '123', true],
  [String.raw`[\w-]+`, 'a_b-c', true],
])('%s fits all of %s: %s', (pattern, value, expected) => {
  expect(fits(pattern, value)).toBe(expected);
});

test('is linear where a backtracking engine never comes back', () => {
  expect(fits('^(a+)+$', `${'a'.repeat(100_000)}b`)).toBe(false);
});

test.each([
  ['(?=a)b', /\(\?=/],
  [String.raw`(a)\1`, /escape/],
  ['[', /missing closing/],
  ['[a-z&&[^b]]', /intersections/],
  ['((a{1000}){1000}){1000}', /repeat/],
  ['('.repeat(5_000), /longer than 1024/],
])('rejects %s with the reason', (pattern, reason) => {
  expect(fits(pattern, '')).toMatch(reason);
});
