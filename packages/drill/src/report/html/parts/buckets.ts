import type { Profile, Second, Target } from '../../schema.ts';
import type { TimeScale } from './time-scale.ts';

/** As many bars as an eye tells apart in a chart's width. */
const BARS_MAX = 260;

export interface Bucket {
  atSeconds: number;
  seconds: number;
  good: number;
  failed: number;
  byPlace: ReadonlyMap<string, number>;
  /** Of good answers: the middle of the medians, the highest of the p99; null without any. */
  p50Ms: number | null;
  p99Ms: number | null;
}

/** How many seconds make a bar: one, in a drill of minutes. */
function bucketSeconds({ fromSeconds, toSeconds }: TimeScale): number {
  return Math.max(1, Math.ceil((toSeconds - fromSeconds) / BARS_MAX));
}

export interface Wanted {
  profile: Profile;
  /** Undefined: all of them. */
  target?: Target;
}

export function bucketsOf(
  seconds: readonly Second[],
  { profile, target }: Wanted,
  time: TimeScale,
): Bucket[] {
  const length = bucketSeconds(time);
  const wanted = seconds.filter(
    (second) => second.profile === profile && (target === undefined || second.target === target),
  );
  const groups = Map.groupBy(wanted, ({ atSeconds }) => Math.floor(atSeconds / length));
  return [...groups]
    .map(([index, cells]) => bucketOf(index * length, length, cells))
    .toSorted((left, right) => left.atSeconds - right.atSeconds);
}

function bucketOf(atSeconds: number, seconds: number, cells: readonly Second[]): Bucket {
  const byPlace = new Map<string, number>();
  for (const [place, good] of cells.flatMap((cell) => Object.entries(cell.byPlace)))
    byPlace.set(place, (byPlace.get(place) ?? 0) + good);
  const answered = cells.filter(({ good }) => good > 0);
  const medians = answered.map(({ p50Ms }) => p50Ms).toSorted((left, right) => left - right);
  return {
    ...{ atSeconds, seconds, byPlace },
    good: cells.reduce((sum, { good }) => sum + good, 0),
    failed: cells.reduce((sum, { failed }) => sum + failed, 0),
    p50Ms: medians[Math.floor(medians.length / 2)] ?? null,
    p99Ms: answered.length === 0 ? null : Math.max(...answered.map(({ p99Ms }) => p99Ms)),
  };
}
