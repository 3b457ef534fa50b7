import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ignoredBy } from './ignored.ts';

test.each<[string[], string, boolean, boolean]>([
  [['node_modules'], 'node_modules', true, true],
  [['node_modules/'], 'a/node_modules', true, true],
  [['dist/'], 'dist', false, false],
  [['*.log'], 'a/b/x.log', false, true],
  [['*.log'], 'x.logs', false, false],
  [['/build'], 'build', true, true],
  [['/build'], 'a/build', true, false],
  [['a/*.tmp'], 'a/x.tmp', false, true],
  [['a/*.tmp'], 'b/a/x.tmp', false, false],
  [['a/**/x'], 'a/x', false, true],
  [['a/**/x'], 'a/b/c/x', false, true],
  [['a/**'], 'a/b/c', false, true],
  [['*.log', '!keep.log'], 'keep.log', false, false],
  [['# a comment', '', 'x?z'], 'xyz', false, true],
  [['a.b'], 'axb', false, false],
  [['(x)+'], '(x)+', false, true],
])('%j: %s', (lines, path, isFolder, expected) => {
  expect(ignoredBy(lines)(path, isFolder)).toBe(expected);
});

test('whatever the lines are, they are read', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.string(), (lines, path) => {
      expect(typeof ignoredBy(lines)(path, false)).toBe('boolean');
    }),
  );
});
