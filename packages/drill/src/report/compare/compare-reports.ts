import { PROFILES, type Report, type Rto } from '../schema.ts';
import { count, duration, milliseconds, share } from '../words/quantities.ts';
import { WORDS, type FormOptions, type Words } from '../words/index.ts';

/** A figure of two reports; all as it is shown. */
export interface ComparedFigure {
  name: string;
  values: readonly [string, string];
  /** Of the second from the first; empty where there is no number. */
  difference: string;
  /** Whether the second is the better. */
  trend: 'better' | 'worse' | 'same';
}

export interface Comparison {
  /** That a difference is of the site, not of what was done to it. */
  isLikeWithLike: boolean;
  figures: readonly ComparedFigure[];
}

type Pair = readonly [Report, Report];

/** Two reports side by side, the same figures of each. */
export function compareReports(pair: Pair, { lang }: FormOptions): Comparison {
  const words = WORDS[lang];
  const [first, second] = pair;
  return {
    isLikeWithLike:
      first.scenario.name === second.scenario.name &&
      first.design === second.design &&
      first.speed === second.speed,
    figures: [
      verdicts(pair, words),
      ...recoveries(pair, words),
      ...losses(pair, words),
      figure(words.cards.failed, each(pair, failedShare), (value) => share(value, 1)),
      ...latencies(pair, words),
    ],
  };
}

function each<T>([first, second]: Pair, take: (report: Report) => T): [T, T] {
  return [take(first), take(second)];
}

function failedShare({ requests: { failed, total } }: Report): number {
  return total === 0 ? 0 : failed / total;
}

function verdicts(pair: Pair, words: Words): ComparedFigure {
  const [before, after] = each(pair, ({ verdict }) => verdict);
  return {
    ...{ name: words.verdict, values: [words[before], words[after]], difference: '' },
    trend: before === after ? 'same' : after === 'passed' ? 'better' : 'worse',
  };
}

function recoveries(pair: Pair, words: Words): ComparedFigure[] {
  return PROFILES.flatMap((profile): ComparedFigure[] => {
    const [before, after] = each(pair, ({ rto }) => rto[profile]);
    if (before === undefined && after === undefined) return [];
    const name = `${words.rtoShort} ${profile}`;
    const values = [outcome(before, words), outcome(after, words)] as const;
    const [from, to] = [rank(before), rank(after)];
    if (from === undefined || to === undefined)
      return [{ name, values, difference: '', trend: 'same' }];
    const difference = to - from;
    return [
      {
        ...{ name, values, trend: trendOf(difference) },
        difference: Number.isFinite(difference)
          ? signed(difference, (s) => duration(s, words))
          : '',
      },
    ];
  });
}

/** No outage is the best; one without an end the worst. */
function rank(rto: Rto | undefined): number | undefined {
  if (rto === undefined) return undefined;
  return rto.unaffected ? 0 : (rto.seconds ?? Infinity);
}

function outcome(rto: Rto | undefined, words: Words): string {
  if (rto === undefined) return '–';
  if (rto.unaffected) return words.noOutage;
  return rto.seconds === null ? words.never : duration(rto.seconds, words);
}

function losses(pair: Pair, words: Words): ComparedFigure[] {
  const [before, after] = each(pair, ({ rpo }) => rpo);
  if (before === null || after === null) return [];
  const { cards } = words;
  return [
    figure(cards.rpo, [before.objects, after.objects], count),
    figure(cards.lostForGood, [before.lostForGood, after.lostForGood], count),
    figure(cards.differing, [before.diverged, after.diverged], count),
  ];
}

function latencies(pair: Pair, words: Words): ComparedFigure[] {
  return PROFILES.flatMap((profile) => {
    const [before, after] = each(
      pair,
      ({ latencies: all }) =>
        all.find((one) => one.profile === profile && one.target === 'page')?.p99Ms,
    );
    if (before === undefined || after === undefined) return [];
    const name = `${words.percentile(99)} ${profile}`;
    return [figure(name, [before, after], (value) => `${milliseconds(value)} ms`)];
  });
}

/** One of which less is better. */
function figure(
  name: string,
  [before, after]: readonly [number, number],
  text: (value: number) => string,
): ComparedFigure {
  return {
    ...{ name, values: [text(before), text(after)], trend: trendOf(after - before) },
    difference: signed(after - before, text),
  };
}

function trendOf(difference: number): ComparedFigure['trend'] {
  // Two that never came back.
  if (Number.isNaN(difference) || difference === 0) return 'same';
  return difference < 0 ? 'better' : 'worse';
}

function signed(difference: number, text: (value: number) => string): string {
  if (difference === 0) return '0';
  return `${difference < 0 ? '−' : '+'}${text(Math.abs(difference))}`;
}
