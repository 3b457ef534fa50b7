import process from 'node:process';
import type { Explanation, Reason, ReasonMark } from '@understudy/contract';
import { colors } from './colors.ts';
import { wrap } from './wrap.ts';

const COLUMNS = 80;
const COLUMNS_MIN = 40;
const INDENT = 2;
/** Deeper than this, nothing is indented further: a column of single words helps nobody. */
const DEPTH_MAX = 12;

const MARKS: Record<ReasonMark, { sign: string; paint: (text: string) => string }> = {
  chosen: { sign: '→', paint: colors.cyan },
  'passed-over': { sign: '·', paint: colors.dim },
  well: { sign: '✓', paint: colors.green },
  ill: { sign: '✗', paint: colors.red },
};
const STATEMENT = { sign: '-', paint: colors.dim };

/** The conclusion, and below it what it rests on, each a step further to the right. */
export function renderExplanation(
  { conclusion, because }: Pick<Explanation, 'conclusion' | 'because'>,
  columns = Math.min(process.stdout.columns || COLUMNS, COLUMNS),
): string {
  const width = Math.max(columns, COLUMNS_MIN);
  return [
    ...wrap(conclusion, width).map((line) => colors.bold(line)),
    '',
    ...because.flatMap((reason) => linesOf(reason, { depth: 0, width })),
  ].join('\n');
}

function linesOf(reason: Reason, at: { depth: number; width: number }): string[] {
  const { depth, width } = at;
  const { sign, paint } = reason.mark === undefined ? STATEMENT : MARKS[reason.mark];
  const indent = ' '.repeat(INDENT * Math.min(depth, DEPTH_MAX));
  const [first = '', ...rest] = wrap(reason.says, width - indent.length - 2);
  return [
    `${indent}${paint(sign)} ${first}`,
    ...rest.map((line) => `${indent}  ${line}`),
    ...reason.because.flatMap((below) => linesOf(below, { depth: depth + 1, width })),
  ];
}
