import { describe, expect, test } from 'vitest';
import { fail } from './fail.ts';
import { page, positionOf } from './page.ts';

const LETTERS = ['a', 'b', 'c', 'd', 'e'];

describe('a page', () => {
  test('is what was asked for, and tells what comes next', () => {
    expect(page(LETTERS, { size: 2 })).toEqual({ items: ['a', 'b'], next: 'c', nextPosition: '2' });
    expect(page(LETTERS, { start: 2, size: 2 }).items).toEqual(['c', 'd']);
  });

  test.each([
    ['the rest without a size', { start: 3 }, ['d', 'e']],
    ['the last items', { start: 4, size: 2 }, ['e']],
    ['the last items to the very end', { start: 3, size: 2 }, ['d', 'e']],
    ['nothing past the end', { start: 9, size: 2 }, []],
  ])('that is %s has none after it', (_, bounds, items) => {
    expect(page(LETTERS, bounds)).toEqual({ items, next: undefined, nextPosition: undefined });
  });

  test('is never longer than the service allows', () => {
    expect(page(LETTERS, { size: 4, max: 3 }).items).toEqual(['a', 'b', 'c']);
    expect(page(LETTERS, { max: 3 }).nextPosition).toBe('3');
    expect(page(LETTERS, { size: 2, max: 3 }).items).toEqual(['a', 'b']);
  });
});

describe('a position', () => {
  const refuse = (marker: string): never => fail('ValidationError', `no marker: '${marker}'`);

  test('is told by a marker, and is the start without one', () => {
    expect(positionOf(undefined, refuse)).toBe(0);
    expect(positionOf('', refuse)).toBe(0);
    expect(positionOf('12', refuse)).toBe(12);
  });

  test.each(['x', '-1', '1.5', '1e1', ' 1', '99999999999999999999'])(
    "is not told by '%s'",
    (marker) => {
      expect(() => positionOf(marker, refuse)).toThrow(`no marker: '${marker}'`);
    },
  );
});
