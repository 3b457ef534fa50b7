import { stripVTControlCharacters } from 'node:util';

export interface TableOptions {
  /** Columns of numbers, which end where their head does. */
  right?: readonly number[];
}

/** Columns aligned, two spaces between, nothing after the last. Colours do not count. */
export function table(
  rows: readonly (readonly string[])[],
  { right = [] }: TableOptions = {},
): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries())
      widths[column] = Math.max(widths[column] ?? 0, visibleWidth(cell));
  }
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const padding = ' '.repeat((widths[column] ?? 0) - visibleWidth(cell));
          if (right.includes(column)) return padding + cell;
          return column === row.length - 1 ? cell : cell + padding;
        })
        .join('  '),
    )
    .join('\n');
}

function visibleWidth(text: string): number {
  return stripVTControlCharacters(text).length;
}
