import { array, assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { joinHeaderList, splitHeaderList } from './header-list.ts';

test('gives back any items that were joined', () => {
  const item = string({ minLength: 1 }).filter((text) => text.trim() === text && !/^"/.test(text));
  assert(
    property(array(item, { minLength: 1 }), (items) => {
      expect(splitHeaderList(joinHeaderList(items, false), false)).toEqual(items);
    }),
  );
});

test('knows that a date has a comma of its own', () => {
  const dates = ['Mon, 01 Jan 2024 00:00:00 GMT', 'Tue, 02 Jan 2024 00:00:00 GMT'];
  expect(splitHeaderList(dates.join(', '), true)).toEqual(dates);
});
