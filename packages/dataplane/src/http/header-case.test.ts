import { expect, test } from 'vitest';
import { headerCase } from './header-case.ts';

test.each([
  ['x-amz-cf-pop', 'X-Amz-Cf-Pop'],
  ['via', 'Via'],
  ['etag', 'ETag'],
  ['x_y', 'X_y'],
])('%s is written %s', (name, expected) => {
  expect(headerCase(name)).toBe(expected);
});
