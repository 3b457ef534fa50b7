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

export type MeasuredRto = Omit<Rto, 'because' | 'latencyRestoredSeconds'>;

/**
 * A client's RTO: from the last good answer before its outage to the first of so many good ones in
 * a row after it, while the fault lasts.
 */
export function rtoOf({ fates, untilSeconds, turns }: Watched): MeasuredRto {
  const outage = outageOf(fates, untilSeconds);
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

/** The first outage that began while the fault lasted; undefined: there was none. */
function outageOf(fates: readonly Fate[], untilSeconds: number): Outage | undefined {
  const first = fates.findIndex(
    (fate) => !fate.good && fate.endSeconds >= 0 && fate.dueSeconds < untilSeconds,
  );
  const failure = fates[first];
  if (failure === undefined) return undefined;
  const before = fates.slice(0, first).findLast((fate) => fate.good);
  const fromSeconds = Math.min(before?.endSeconds ?? 0, failure.endSeconds);
  const after = fates.slice(first).filter((fate) => fate.endSeconds <= untilSeconds);
  const back = after.findIndex((_fate, index) => isRecovery(after, index));
  return {
    fromSeconds,
    toSeconds: after[back]?.endSeconds ?? null,
    firstGoodSeconds: after.find((fate) => fate.good)?.endSeconds ?? untilSeconds,
  };
}

function isRecovery(fates: readonly Fate[], from: number): boolean {
  const row = fates.slice(from, from + GOOD_IN_A_ROW);
  return row.length === GOOD_IN_A_ROW && row.every(({ good }) => good);
}

export function totalOf({ detect, decide, propagate, serve, warm }: Split): number {
  return detect + decide + propagate + serve + warm;
}
