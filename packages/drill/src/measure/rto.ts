import type { Rto, Split } from '../report/schema.ts';
import { splitOf, type Turns } from './split.ts';

/** So many good answers in a row are a recovery; fewer may be luck. */
export const GOOD_IN_A_ROW = 3;

/** A request's fate, as far as an outage is concerned. AWS seconds from the first fault. */
export interface Fate {
  dueSeconds: number;
  endSeconds: number;
  good: boolean;
}

export interface Watched {
  /** In the order in which they were due. */
  fates: readonly Fate[];
  /** Until when the fault lasted: what recovers after that was healed, and not failed over. */
  untilSeconds: number;
  turns: Turns;
}

export type MeasuredRto = Omit<Rto, 'because' | 'warm'>;

/**
 * A client's RTO: from the last good answer before its outage to the first of so many good ones in
 * a row after it, while the fault lasts. Of several outages the longest: one answer that was lost
 * on the way says nothing of the region that is lost.
 */
export function rtoOf({ fates, untilSeconds, turns }: Watched): MeasuredRto {
  const outage = longestOutage(fates, untilSeconds);
  if (outage === undefined) return UNAFFECTED;
  const { fromSeconds, toSeconds, firstGoodSeconds } = outage;
  if (toSeconds === null)
    return { ...UNAFFECTED, recovered: false, unaffected: false, fromSeconds };
  return {
    ...{ seconds: toSeconds - fromSeconds, recovered: true, unaffected: false },
    ...{ fromSeconds, toSeconds },
    split: splitOf({ fromSeconds, toSeconds, firstGoodSeconds, turns }),
  };
}

const UNAFFECTED: MeasuredRto = {
  seconds: null,
  recovered: true,
  unaffected: true,
  fromSeconds: null,
  toSeconds: null,
  split: null,
};

interface Outage {
  fromSeconds: number;
  /** Null: it did not end while the fault lasted. */
  toSeconds: number | null;
  /** The first good answer in it. */
  firstGoodSeconds: number;
}

/** Of those that began while the fault lasted; undefined: there was none. */
function longestOutage(fates: readonly Fate[], untilSeconds: number): Outage | undefined {
  let longest: Outage | undefined;
  let next = 0;
  while (next < fates.length) {
    const found = outageFrom(fates, next, untilSeconds);
    if (found === undefined) break;
    const { nextIndex, ...outage } = found;
    if (longest === undefined || lengthOf(outage, untilSeconds) > lengthOf(longest, untilSeconds))
      longest = outage;
    next = nextIndex;
  }
  return longest;
}

/** Of one that does not end while the fault lasts, at least so much. */
function lengthOf({ fromSeconds, toSeconds }: Outage, untilSeconds: number): number {
  return (toSeconds ?? untilSeconds) - fromSeconds;
}

function outageFrom(
  fates: readonly Fate[],
  index: number,
  untilSeconds: number,
): (Outage & { nextIndex: number }) | undefined {
  const first = fates.findIndex(
    (fate, at) =>
      at >= index && !fate.good && fate.endSeconds >= 0 && fate.dueSeconds < untilSeconds,
  );
  const failure = fates[first];
  if (failure === undefined) return undefined;
  const fromSeconds = Math.min(lastGoodBefore(fates, first) ?? 0, failure.endSeconds);
  return { fromSeconds, ...endOf(fates, first, untilSeconds) };
}

function lastGoodBefore(fates: readonly Fate[], first: number): number | undefined {
  for (let index = first - 1; index >= 0; index -= 1)
    if (fates[index]?.good === true) return fates[index]?.endSeconds;
  return undefined;
}

/** Looked for ten times a second while a drill runs, so that nothing is copied. */
function endOf(
  fates: readonly Fate[],
  first: number,
  untilSeconds: number,
): Omit<Outage, 'fromSeconds'> & { nextIndex: number } {
  let [inRow, toSeconds] = [0, 0];
  let firstGoodSeconds: number | undefined;
  for (let index = first; index < fates.length; index += 1) {
    const fate = fates[index];
    if (fate === undefined || fate.endSeconds > untilSeconds) continue;
    if (fate.good) {
      firstGoodSeconds ??= fate.endSeconds;
      if (inRow === 0) toSeconds = fate.endSeconds;
    }
    inRow = fate.good ? inRow + 1 : 0;
    if (inRow === GOOD_IN_A_ROW)
      return { toSeconds, firstGoodSeconds: firstGoodSeconds ?? toSeconds, nextIndex: index + 1 };
  }
  return {
    ...{ toSeconds: null, firstGoodSeconds: firstGoodSeconds ?? untilSeconds },
    nextIndex: fates.length,
  };
}

export function totalOf({ detect, decide, propagate, serve, warm }: Split): number {
  return detect + decide + propagate + serve + warm;
}
