import { stripVTControlCharacters } from 'node:util';

/** Columns aligned, two spaces between, nothing after the last. Colours do not count. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries())
      widths[column] = Math.max(widths[column] ?? 0, visibleWidth(cell));
  }
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === row.length - 1
            ? cell
            : cell + ' '.repeat((widths[column] ?? 0) - visibleWidth(cell)),
        )
        .join('  '),
    )
    .join('\n');
}

function visibleWidth(text: string): number {
  return stripVTControlCharacters(text).length;
}
