import { colors } from '../render/colors.ts';
import { table } from '../render/table.ts';
import type { Row, RowState } from './row.ts';

const MARKS: Record<RowState, string> = {
  ok: colors.green('●'),
  poor: colors.yellow('●'),
  lacking: colors.red('●'),
};

/** A line a row, with the fix below it where there is one, and the sum of it. */
export function renderRows(rows: readonly Row[]): string {
  const lines = table(rows.map(({ name, state, seen }) => [MARKS[state], name, seen])).split('\n');
  const told = rows.flatMap(({ fix }, index) => [
    lines[index] ?? '',
    ...(fix === null ? [] : [`   ${colors.dim('→')} ${fix}`]),
  ]);
  return [...told, '', sum(rows)].join('\n');
}

function sum(rows: readonly Row[]): string {
  const lacking = rows.filter(({ state }) => state === 'lacking').length;
  const poor = rows.filter(({ state }) => state === 'poor').length;
  if (lacking > 0) return `${lacking} of ${rows.length} stand in the way`;
  return poor === 0 ? 'all is there' : `it will work; ${poor} could be better`;
}
