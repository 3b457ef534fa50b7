import { moment } from '../../words/quantities.ts';
import type { Bucket } from './buckets.ts';
import type { Context } from './context.ts';
import { markup, nothing, type Markup } from './markup.ts';
import { tickText, ticks } from './time-scale.ts';

/** Of every drawing; it is stretched to its place, so that words stand beside it, not in it. */
export const WIDTH = 1000;
export const HEIGHT = 100;

export interface Row {
  name: string;
  /** Below the name, smaller. */
  about: string;
  /** Instead of the drawing, for whoever does not see it. */
  text: string;
  drawing: Markup;
  /** Of the drawing, in the style sheet. */
  kind?: 'tall' | 'thin';
  /** On the drawing, from its bottom: HTML. */
  over?: Markup;
}

/** A drawing over the drill's time, with its name beside it. */
export function row({ name, about, text, drawing, kind = 'tall', over }: Row, of: Context): Markup {
  return markup`<div class="row"><div class="who"><b>${name}</b><span>${about}</span></div><div class="plot ${kind}"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${text}">${grid(of)}${faultBands(of)}${drawing}</svg>${over ?? nothing}</div></div>`;
}

/** The words below rows. */
export function axis(of: Context): Markup {
  const { time, words } = of;
  const labels = ticks(time.fromSeconds, time.toSeconds).map(
    (seconds, index) =>
      markup`<span class="${index % 2 === 0 ? 'even' : 'odd'}" style="left:${time.percent(seconds)}%">${tickText(seconds, time, words)}</span>`,
  );
  return markup`<div class="row" aria-hidden="true"><div class="who"></div><div class="axis">${labels}</div></div>`;
}

export function legend(entries: readonly { className: string; name: string }[]): Markup {
  const items = entries.map(
    ({ className, name }) => markup`<li><i class="key ${className}"></i>${name}</li>`,
  );
  return markup`<ul class="legend">${items}</ul>`;
}

export function xOf(seconds: number, { time }: Context): number {
  return (time.percent(seconds) * WIDTH) / 100;
}

export interface BarPart {
  className: string;
  name: string;
  value: number;
}

/** Of a bar's width, what it leaves to its neighbour. */
const GAP = 0.12;

/** A bucket's parts on one another, the first at the foot; `most` is as high as the chart. */
export function barOf(
  parts: readonly BarPart[],
  { atSeconds, seconds }: Pick<Bucket, 'atSeconds' | 'seconds'>,
  most: number,
  of: Context,
): Markup {
  const from = xOf(atSeconds, of);
  const width = (xOf(atSeconds + seconds, of) - from) * (1 - GAP);
  const there = parts.filter(({ value }) => value > 0);
  let top = HEIGHT;
  const rects = there.map(({ className, value }) => {
    const height = (0.96 * HEIGHT * value) / most;
    top -= height;
    return markup`<rect class="${className}" x="${from}" y="${top}" width="${width}" height="${height}"/>`;
  });
  const told = there.map(({ name, value }) => `${name} ${value}`).join(', ');
  return markup`<g><title>${of.words.barOf(moment(atSeconds, of.words), told)}</title>${rects}</g>`;
}

function grid(of: Context): Markup {
  const lines = ticks(of.time.fromSeconds, of.time.toSeconds).map((seconds) => {
    const x = xOf(seconds, of);
    return markup`<line class="grid" x1="${x}" x2="${x}" y1="0" y2="${HEIGHT}"/>`;
  });
  return markup`${lines}`;
}

function faultBands(of: Context): Markup {
  const bands = of.report.faults.map(({ atSeconds, untilSeconds }) => {
    const [from, to] = [xOf(atSeconds, of), xOf(untilSeconds ?? of.time.toSeconds, of)];
    return markup`<rect class="band" x="${from}" y="0" width="${to - from}" height="${HEIGHT}"/>`;
  });
  return markup`${bands}`;
}

/** The same bands, of percents, where what is drawn is HTML. */
export function block(of: Context, fromSeconds: number, toSeconds: number): string {
  const from = of.time.percent(fromSeconds);
  const width = of.time.percent(toSeconds) - from;
  return `left:${from.toFixed(2)}%;width:${width.toFixed(2)}%`;
}
