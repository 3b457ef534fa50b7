import type { PredictedRto, Profile, Rto } from '../../schema.ts';
import { count, duration } from '../../words/quantities.ts';
import { cut, densityOf, percentWithin, type Density, type Point } from '../parts/density.ts';
import { TOLERANCE } from '../../tolerance.ts';
import type { Context } from '../parts/context.ts';
import { coordinate, markup, nothing, type Markup } from '../parts/markup.ts';
import { axis, HEIGHT, legend, row, xOf } from '../parts/plot.ts';

/** What a row is made of. */
interface Compared {
  profile: Profile;
  predicted: PredictedRto;
  density: Density;
  seen: Rto | undefined;
}

/** How likely each time to recover was, from the templates, and where the measured one lies. */
export function predicted(of: Context): Markup {
  const { report, words, profiles } = of;
  const compared = profiles.flatMap((profile): Compared[] => {
    const one = report.predicted.rto[profile];
    const density = one && densityOf(one);
    if (one === undefined || density === undefined) return [];
    return [{ profile, predicted: one, density, seen: report.rto[profile] }];
  });
  if (compared.length === 0 && report.predicted.edge === null) return nothing;
  return markup`<section><h2>${words.likely.title}</h2>${chart(compared, of)}${atTheEdge(of)}</section>`;
}

function chart(compared: readonly Compared[], of: Context): Markup {
  if (compared.length === 0) return nothing;
  const { words } = of;
  const own = fromTheLossOn(compared, of);
  const keys = [
    { className: 'k-likely', name: words.likely.each },
    { className: 'k-most', name: words.likely.most },
    { className: 'k-middle', name: words.likely.middle },
    { className: 'k-seen', name: words.measured },
  ];
  return markup`<p class="intro">${words.likely.intro}</p>${legend(keys)}<div class="chart">${compared.map((one) => rowOf(one, own))}${axis(own)}</div>`;
}

/** What becomes of a request behind the name, while it still leads there. */
function atTheEdge({ report, words }: Context): Markup {
  const { edge } = report.predicted;
  if (edge === null) return nothing;
  const { attempts, mostSeconds, patienceSeconds, takesOver } = edge;
  const { givenUp, atOnce, asksSecond, fails, tooLate } = words.likely.edge;
  const after =
    mostSeconds === 0
      ? atOnce(count(attempts))
      : givenUp(duration(mostSeconds, words), count(attempts));
  const then = takesOver ? asksSecond : fails;
  const late = mostSeconds < patienceSeconds ? '' : tooLate(duration(patienceSeconds, words));
  return markup`<p>${after}${then}${late}.</p>`;
}

/** Its time is not the drill's: it begins with the loss, and no fault ends in it. */
function fromTheLossOn(compared: readonly Compared[], of: Context): Context {
  const longest = compared.reduce(
    (most, { density, seen }) => Math.max(most, density.toSeconds, seen?.seconds ?? 0),
    1,
  );
  const toSeconds = longest * 1.04;
  const percent = (seconds: number): number =>
    Math.min(100, Math.max(0, (100 * seconds) / toSeconds));
  return {
    ...{ ...of, time: { fromSeconds: 0, toSeconds, percent } },
    report: { ...of.report, faults: [] },
  };
}

function rowOf({ profile, predicted: one, density, seen }: Compared, of: Context): Markup {
  const { words } = of;
  const { distribution, highSeconds, typicalSeconds } = one;
  const time = (seconds: number | null): string => duration(seconds ?? 0, words);
  const about =
    distribution === undefined
      ? words.predictedRange(time(one.lowSeconds), time(typicalSeconds), time(highSeconds))
      : words.likely.quantiles(
          ...([time(distribution.p10Seconds), time(distribution.p50Seconds)] as const),
          ...([time(distribution.p90Seconds), time(highSeconds)] as const),
        );
  const measured = measuredText(one, seen, of);
  return row(
    {
      ...{ name: profile, about, text: `${profile}: ${about}; ${measured}` },
      drawing: markup`${area(density.points, 'likely', of)}${density.most === undefined ? nothing : area(cut(density.points, density.most), 'most', of)}${upright(typicalSeconds, 'middle', of)}${upright(seen?.seconds ?? null, 'seen', of)}`,
      over: label(seen?.seconds ?? null, measured, of),
    },
    of,
  );
}

function measuredText(one: PredictedRto, seen: Rto | undefined, { words }: Context): string {
  if (seen === undefined || seen.unaffected) return words.noOutage;
  if (seen.seconds === null) return words.never;
  const percent = percentWithin(one, seen.seconds);
  const time = duration(seen.seconds, words);
  if (isBeyond(one, seen)) return words.likely.measured(`${time} · ${words.likely.beyond}`);
  return words.likely.measured(percent === undefined ? time : `${time} · p${percent}`);
}

/** By more than the clock's own error: as a finding is. */
function isBeyond({ highSeconds }: PredictedRto, { seconds }: Rto): boolean {
  return highSeconds !== null && seconds !== null && seconds > highSeconds * TOLERANCE;
}

/** Beside its mark, on the side where there is room. */
function label(seconds: number | null, text: string, { time }: Context): Markup {
  const at = coordinate(time.percent(seconds ?? 0));
  const side = at > HALF_PERCENT ? 'before' : 'behind';
  return markup`<span class="mark ${side}" style="left:${at}%">${text}</span>`;
}

const HALF_PERCENT = 50;

function area(points: readonly Point[], className: string, of: Context): Markup {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return nothing;
  const path = points.map((point) => `L${x(point.seconds, of)} ${yOf(point.height)}`).join('');
  return markup`<path class="${className}" d="M${x(first.seconds, of)} ${HEIGHT}${path}L${x(last.seconds, of)} ${HEIGHT}Z"/>`;
}

function upright(seconds: number | null, className: string, of: Context): Markup {
  if (seconds === null) return nothing;
  const at = x(seconds, of);
  return markup`<line class="${className}" x1="${at}" x2="${at}" y1="0" y2="${HEIGHT}"/>`;
}

function x(seconds: number, of: Context): number {
  return coordinate(xOf(seconds, of));
}

/** What is measured is written above the curve. */
const HIGHEST = 0.64;

function yOf(height: number): number {
  return coordinate(HEIGHT - HIGHEST * HEIGHT * height);
}
