import { expect, test } from 'vitest';
import { own, withMembers } from './own.ts';

test.each(['constructor', 'toString', '__proto__'])('%s is there once it was put there', (name) => {
  const nothing: Record<string, string> = {};
  expect(own(nothing, name)).toBeUndefined();
  const record = withMembers(nothing, [[name, 'x']]);
  expect(own(record, name)).toBe('x');
  expect(Object.keys(record)).toEqual([name]);
});
