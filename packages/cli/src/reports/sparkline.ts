const BARS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** Numbers as bars, the greatest of them the highest; nothing where all are 0. */
export function sparkline(values: readonly number[]): string {
  const most = Math.max(...values, 0);
  if (most === 0) return '';
  return values.map((value) => BARS[Math.ceil((value / most) * (BARS.length - 1))] ?? ' ').join('');
}
