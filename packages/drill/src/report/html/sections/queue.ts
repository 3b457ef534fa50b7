import type { Context } from '../parts/context.ts';
import { coordinate, markup, nothing, type Markup } from '../parts/markup.ts';
import { axis, HEIGHT, row, xOf } from '../parts/plot.ts';
import { count } from '../../words/quantities.ts';

/** What waited to be replicated, as steps. */
export function queue(of: Context): Markup {
  const { report, words, time } = of;
  const { replicationQueue, rpo } = report;
  if (rpo === null || replicationQueue.length === 0) return nothing;
  const most = replicationQueue.reduce((highest, { objects }) => Math.max(highest, objects), 0);
  const text = words.queueOf(count(most));
  const drawing = markup`<path class="area" d="${areaOf(Math.max(1, most), of)}"/>`;
  return markup`<section><h2>${words.queue}</h2><p class="intro">${words.queueIntro}</p><div class="chart" data-from="${time.fromSeconds}" data-to="${time.toSeconds}">${row({ name: `${report.site.primary} →`, about: text, text, drawing }, of)}${axis(of)}</div></section>`;
}

function areaOf(most: number, of: Context): string {
  const points = of.report.replicationQueue.map(({ atSeconds, objects }) => ({
    x: coordinate(xOf(atSeconds, of)),
    y: coordinate(HEIGHT - (0.92 * HEIGHT * objects) / most),
  }));
  const steps = points.map(({ x, y }) => `H${x}V${y}`).join('');
  return `M${points[0]?.x ?? 0} ${HEIGHT}${steps}V${HEIGHT}Z`;
}
