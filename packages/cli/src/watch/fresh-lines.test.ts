import { expect, test } from 'vitest';
import { freshLines } from './fresh-lines.ts';

const kept = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_unused, index) => `line ${from + index}`);

test.each<[string, number | undefined, number, string[], string[], number]>([
  ['nothing new', 5, 5, kept(1, 5), [], 0],
  ['two more', 5, 7, kept(1, 7), ['line 6', 'line 7'], 0],
  ['more than are kept', 5, 300, kept(101, 300), kept(101, 300), 95],
  ['the first look', undefined, 30, kept(1, 30), kept(21, 30), 0],
  ['the first look at one that is silent', undefined, 0, [], [], 0],
  ['one that is silent', 0, 0, [], [], 0],
])('%s', (_what, seen, written, lines, fresh, missed) => {
  expect(freshLines(seen, { written, lines })).toEqual({ lines: fresh, missed });
});
