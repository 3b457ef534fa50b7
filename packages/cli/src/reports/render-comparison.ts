import type { Comparison } from '@understudy/drill/report';
import { colors } from '../render/colors.ts';
import { table } from '../render/table.ts';

const COLOUR = { better: colors.green, worse: colors.red, same: colors.dim } as const;

/** Two reports side by side, for a terminal. */
export function renderComparison({ figures, isLikeWithLike }: Comparison): string {
  const rows = figures.map(({ name, values, difference, trend }) => [
    name,
    ...values,
    COLOUR[trend](difference === '' && trend !== 'same' ? trend : difference),
  ]);
  const heads = ['FIGURE', 'A', 'B', 'DIFFERENCE'].map((head) => colors.dim(head));
  const lines = table([heads, ...rows], { right: [1, 2, 3] });
  if (isLikeWithLike) return lines;
  return `${lines}\n\nthey are not of one drill, design and speed: what differs may be due to that`;
}
