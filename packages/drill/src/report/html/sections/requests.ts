import { bucketsOf, type Bucket } from '../parts/buckets.ts';
import { placeClass, placeName, type Context } from '../parts/context.ts';
import { markup, type Markup } from '../parts/markup.ts';
import { axis, barOf, legend, row, type BarPart } from '../parts/plot.ts';
import { count } from '../../words/quantities.ts';

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
        drawing: markup`${buckets.map((bucket) => barOf(partsOf(bucket, of), bucket, most, of))}`,
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
function partsOf(bucket: Bucket, of: Context): BarPart[] {
  const { places, report, words } = of;
  return [
    { className: 'failed', name: words.failed, value: bucket.failed },
    ...places.map((place) => ({
      className: placeClass(place, report),
      name: placeName(place, of),
      value: bucket.byPlace.get(place) ?? 0,
    })),
  ];
}
