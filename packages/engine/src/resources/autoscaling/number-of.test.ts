import { expect, test } from 'vitest';
import { numberOf } from './number-of.ts';

test('text that is a number is one, and other text is refused by the name of its property', () => {
  expect(numberOf({ MinSize: '0' }, 'MinSize')).toBe(0);
  expect(numberOf({ MinSize: undefined }, 'MinSize')).toBeUndefined();
  for (const text of ['', ' ', 'two'])
    expect(() => numberOf({ MinSize: text }, 'MinSize')).toThrow(
      'Value of property MinSize must be a number',
    );
});
