import { LAYERS, type Layer, type Report } from '@understudy/drill/report';
import { colors } from '../render/colors.ts';
import { table } from '../render/table.ts';
import { sparkline } from './sparkline.ts';

/** Of a terminal's line, what is left beside the words. */
const COLUMNS = 44;

/** Failures by who made them, over the drill's time; empty where the report does not tell. */
export function renderFailures({ seconds }: Pick<Report, 'seconds'>): string {
  const failing = seconds.filter(({ failed }) => failed > 0);
  const layers = LAYERS.filter((layer) => failing.some(({ byLayer }) => (byLayer[layer] ?? 0) > 0));
  if (layers.length === 0) return '';
  const times = seconds.map(({ atSeconds }) => atSeconds);
  const [from, to] = times.reduce(
    ([least, most], at) => [Math.min(least, at), Math.max(most, at + 1)] as const,
    [Infinity, -Infinity] as const,
  );
  const bars = barsOf(failing, { from, to });
  const rows = layers.map((layer) => {
    const values = bars.map((bar) => bar.get(layer) ?? 0);
    const total = values.reduce((sum, value) => sum + value, 0);
    return [layer, String(total), colors.red(sparkline(values))];
  });
  const head = ['FAILED BY', 'COUNT', `${from} s to ${to} s`].map((text) => colors.dim(text));
  return table([head, ...rows], { right: [1] });
}

function barsOf(
  failing: Report['seconds'],
  { from, to }: { from: number; to: number },
): Map<Layer, number>[] {
  // Of whole seconds: else some bars have one more than others.
  const seconds = Math.ceil((to - from) / COLUMNS);
  const bars = Array.from(
    { length: Math.ceil((to - from) / seconds) },
    () => new Map<Layer, number>(),
  );
  for (const { atSeconds, byLayer } of failing) {
    const bar = bars[Math.floor((atSeconds - from) / seconds)];
    for (const layer of LAYERS) bar?.set(layer, (bar.get(layer) ?? 0) + (byLayer[layer] ?? 0));
  }
  return bars;
}
