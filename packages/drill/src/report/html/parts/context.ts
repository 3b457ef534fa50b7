import { PROFILES, type Profile, type Report } from '../../schema.ts';
import type { Words } from '../../words/index.ts';
import { timeScale, type TimeScale } from './time-scale.ts';

/** What each section is made of. */
export interface Context {
  report: Report;
  words: Words;
  time: TimeScale;
  /** Those that took part, in their usual order. */
  profiles: readonly Profile[];
  /** Every place that anybody was led to, in the order of the legend. */
  places: readonly string[];
}

export function contextOf(report: Report, words: Words): Context {
  const { rto, seconds, dnsAnswers, site } = report;
  const taking = new Set<Profile>(seconds.map(({ profile }) => profile));
  const seen = new Set([
    ...dnsAnswers.map(({ leadsTo }) => leadsTo),
    ...seconds.flatMap(({ byPlace }) => Object.keys(byPlace)),
  ]);
  const usual = ['edge', site.primary, site.standby];
  const others = [...seen].filter((place) => !usual.includes(place)).toSorted();
  return {
    ...{ report, words, time: timeScale(report) },
    profiles: PROFILES.filter((profile) => taking.has(profile) || rto[profile] !== undefined),
    places: [...usual.filter((place) => seen.has(place)), ...others],
  };
}

export function placeClass(place: string, { site }: Pick<Report, 'site'>): string {
  if (place === 'edge') return 'p-edge';
  if (place === site.primary) return 'p-primary';
  if (place === site.standby) return 'p-standby';
  return place === 'nowhere' ? 'p-nowhere' : 'p-other';
}

export function placeName(place: string, { report: { site }, words }: Context): string {
  if (place === 'edge') return words.edge;
  if (place === 'nowhere') return words.nowhere;
  if (place === site.primary) return `${place} (${words.primary})`;
  return place === site.standby ? `${place} (${words.standby})` : place;
}
