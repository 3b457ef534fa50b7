import { bucketsOf, type Bucket } from '../parts/buckets.ts';
import { placeClass, placeName, type Context } from '../parts/context.ts';
import { markup, type Markup } from '../parts/markup.ts';
import { axis, HEIGHT, legend, row, xOf } from '../parts/plot.ts';
import { count, moment } from '../../words/quantities.ts';

/** Of a bar's width, what it leaves to its neighbour. */
const GAP = 0.12;

/** Requests by the time that they were made, a row a kind of client. */
export function requests(of: Context): Markup {
  const { words, profiles, places, report, time } = of;
  const all = profiles.map((profile) => ({
    profile,
    buckets: bucketsOf(report.seconds, { profile }, time),
  }));
  const most = all
    .flatMap(({ buckets }) => buckets.map(({ good, failed }) => good + failed))
    .reduce((highest, value) => Math.max(highest, value), 1);
  const rows = all.map(({ profile, buckets }) => {
    const text = words.requestsOf(count(sum(buckets, 'good')), count(sum(buckets, 'failed')));
    return row(
      {
        ...{ name: profile, about: text, text: `${profile}: ${text}` },
        drawing: markup`${buckets.map((bucket) => barOf(bucket, most, of))}`,
      },
      of,
    );
  });
  const keys = [
    ...places
      .filter((place) => place !== 'nowhere')
      .map((place) => ({ className: placeClass(place, report), name: placeName(place, of) })),
    { className: 'failed', name: words.failed },
    { className: 'band', name: words.fault },
  ];
  return markup`<section><h2>${words.requests}</h2><p class="intro">${words.requestsIntro}</p>${legend(keys)}<div class="chart" data-from="${time.fromSeconds}" data-to="${time.toSeconds}">${rows}${axis(of)}</div></section>`;
}

function sum(buckets: readonly Bucket[], what: 'good' | 'failed'): number {
  return buckets.reduce((total, bucket) => total + bucket[what], 0);
}

/** Failures at the foot, so that they stand on one line; what was answered, by place, on them. */
function barOf(bucket: Bucket, most: number, of: Context): Markup {
  const { places, report, words } = of;
  const from = xOf(bucket.atSeconds, of);
  const width = (xOf(bucket.atSeconds + bucket.seconds, of) - from) * (1 - GAP);
  const parts = [
    { className: 'failed', name: words.failed, value: bucket.failed },
    ...places.map((place) => ({
      className: placeClass(place, report),
      name: placeName(place, of),
      value: bucket.byPlace.get(place) ?? 0,
    })),
  ].filter(({ value }) => value > 0);
  let top = HEIGHT;
  const rects = parts.map(({ className, value }) => {
    const height = (0.96 * HEIGHT * value) / most;
    top -= height;
    return markup`<rect class="${className}" x="${from}" y="${top}" width="${width}" height="${height}"/>`;
  });
  const told = parts.map(({ name, value }) => `${name} ${value}`).join(', ');
  return markup`<g><title>${words.barOf(moment(bucket.atSeconds, words), told)}</title>${rects}</g>`;
}
