import fc from 'fast-check';
import { expect, test } from 'vitest';
import { table } from './table.ts';

test('aligns columns, two spaces between', () => {
  expect(
    table([
      ['a', 'long', 'x'],
      ['longer', 'b', 'y'],
    ]),
  ).toBe('a       long  x\nlonger  b     y');
});

test('writes nothing behind the last cell, also of rows of other lengths', () => {
  expect(table([['a'], ['longer', 'b'], ['', 'longest']])).toBe('a\nlonger  b\n        longest');
});

test('does not count colours', () => {
  const red = '\x1b[31mred\x1b[39m';
  expect(
    table([
      [red, 'x'],
      ['blue', 'y'],
    ]),
  ).toBe(`${red}   x\nblue  y`);
});

test('is empty without rows', () => {
  expect(table([])).toBe('');
});

test('begins each column at the same place in every row', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'b', '-'), minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
      const width = Math.max(...rows.map(([first]) => first.length));
      for (const [index, line] of table(rows).split('\n').entries())
        expect(line.slice(width)).toBe(`  ${rows[index]?.[1]}`);
    }),
  );
});
