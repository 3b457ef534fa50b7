import { bucketsOf, type Bucket } from '../parts/buckets.ts';
import type { Context } from '../parts/context.ts';
import { coordinate, markup, type Markup } from '../parts/markup.ts';
import { axis, HEIGHT, legend, row, xOf, WIDTH } from '../parts/plot.ts';
import { count, milliseconds } from '../../words/quantities.ts';

const DECADES = [1, 10, 100, 1000, 10_000];

/** Latency of pages over time, a row a kind of client, and all of it by what was asked for. */
export function latency(of: Context): Markup {
  const { words, profiles, report, time } = of;
  const all = profiles.map((profile) => ({
    profile,
    buckets: bucketsOf(report.seconds, { profile, target: 'page' }, time),
  }));
  const scale = logScale(all.flatMap(({ buckets }) => buckets));
  const rows = all.map(({ profile, buckets }) => {
    const about = aboutOf(profile, of);
    return row(
      {
        ...{ name: profile, about, text: `${profile}: ${about}`, over: labels(scale) },
        drawing: markup`${gridOf(scale)}<path class="line p99" d="${lineOf(buckets, 'p99Ms', scale, of)}"/><path class="line p50" d="${lineOf(buckets, 'p50Ms', scale, of)}"/>`,
      },
      of,
    );
  });
  const keys = [
    { className: 'k-p50', name: words.median },
    { className: 'k-p99', name: words.percentile(99) },
    { className: 'band', name: words.fault },
  ];
  return markup`<section><h2>${words.latency}</h2><p class="intro">${words.latencyIntro}</p>${legend(keys)}<div class="chart" data-from="${time.fromSeconds}" data-to="${time.toSeconds}">${rows}${axis(of)}</div>${table(of)}</section>`;
}

function aboutOf(profile: string, { report, words }: Context): string {
  const whole = report.latencies.find((one) => one.profile === profile && one.target === 'page');
  if (whole === undefined) return '–';
  return `${words.median} ${milliseconds(whole.p50Ms)} ms, ${words.percentile(99)} ${milliseconds(whole.p99Ms)} ms`;
}

interface LogScale {
  lowMs: number;
  highMs: number;
}

/** From the decade below the quickest to the one above the slowest. */
function logScale(buckets: readonly Bucket[]): LogScale {
  const values = buckets
    .flatMap(({ p50Ms, p99Ms }) => [p50Ms ?? 0, p99Ms ?? 0])
    .filter((value) => value > 0);
  const [least, most] = [Math.min(...values, 1000), Math.max(...values, 10)];
  return {
    lowMs: Math.max(0.1, 10 ** Math.floor(Math.log10(least))),
    highMs: 10 ** Math.ceil(Math.log10(most)),
  };
}

function yOf(valueMs: number, { lowMs, highMs }: LogScale): number {
  const part = Math.log(Math.max(valueMs, lowMs) / lowMs) / Math.log(highMs / lowMs);
  return HEIGHT * (0.97 - 0.94 * part);
}

/** A line where seconds follow one another; a dot where one stands alone. */
function lineOf(
  buckets: readonly Bucket[],
  what: 'p50Ms' | 'p99Ms',
  scale: LogScale,
  of: Context,
): string {
  let before: number | undefined;
  let written = '';
  for (const bucket of buckets) {
    const value = bucket[what];
    if (value === null) continue;
    const isNext = before !== undefined && bucket.atSeconds - before <= 3 * bucket.seconds;
    const x = coordinate(xOf(bucket.atSeconds + bucket.seconds / 2, of));
    const y = coordinate(yOf(value, scale));
    written += isNext ? `L${x} ${y}` : `M${x} ${y}h0`;
    before = bucket.atSeconds;
  }
  return written;
}

function decadesOf({ lowMs, highMs }: LogScale): number[] {
  return DECADES.filter((value) => value > lowMs && value < highMs);
}

function gridOf(scale: LogScale): Markup {
  const lines = decadesOf(scale).map((value) => {
    const y = yOf(value, scale);
    return markup`<line class="grid" x1="0" x2="${WIDTH}" y1="${y}" y2="${y}"/>`;
  });
  return markup`${lines}`;
}

function labels(scale: LogScale): Markup {
  const texts = decadesOf(scale).map(
    (value) =>
      markup`<span class="scale" style="top:${yOf(value, scale)}%">${value < 1000 ? `${value} ms` : `${value / 1000} s`}</span>`,
  );
  return markup`${texts}`;
}

function table({ report, words }: Context): Markup {
  const heads = [words.count, words.median, words.percentile(90), words.percentile(99)];
  const rows = report.latencies.map(
    ({ profile, target, count: answers, p50Ms, p90Ms, p99Ms, maxMs }) =>
      markup`<tr><th scope="row">${profile}</th><td>${words.targets[target]}</td><td class="n">${count(answers)}</td>${[p50Ms, p90Ms, p99Ms, maxMs].map((value) => markup`<td class="n">${milliseconds(value)} ms</td>`)}</tr>`,
  );
  return markup`<div class="scroll"><table><thead><tr><th scope="col">${words.client}</th><th scope="col">${words.target}</th>${[...heads, words.highest].map((head) => markup`<th scope="col" class="n">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
