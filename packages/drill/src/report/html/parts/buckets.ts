import { LAYERS, type Layer, type Profile, type Second, type Target } from '../../schema.ts';
import type { TimeScale } from './time-scale.ts';

/** As many bars as an eye tells apart in a chart's width. */
const BARS_MAX = 260;

export interface Bucket {
  atSeconds: number;
  seconds: number;
  good: number;
  failed: number;
  byPlace: ReadonlyMap<string, number>;
  byLayer: ReadonlyMap<Layer, number>;
  /** Of good answers: the middle of the medians, the highest of the p99; null without any. */
  p50Ms: number | null;
  p99Ms: number | null;
}

/** How many seconds make a bar: one, in a drill of minutes. */
function bucketSeconds({ fromSeconds, toSeconds }: TimeScale): number {
  return Math.max(1, Math.ceil((toSeconds - fromSeconds) / BARS_MAX));
}

export interface Wanted {
  /** Undefined: all of them. */
  profile?: Profile;
  target?: Target;
}

export function bucketsOf(
  seconds: readonly Second[],
  { profile, target }: Wanted,
  time: TimeScale,
): Bucket[] {
  const length = bucketSeconds(time);
  const wanted = seconds.filter(
    (second) =>
      (profile === undefined || second.profile === profile) &&
      (target === undefined || second.target === target),
  );
  const groups = Map.groupBy(wanted, ({ atSeconds }) => Math.floor(atSeconds / length));
  return [...groups]
    .map(([index, cells]) => bucketOf(index * length, length, cells))
    .toSorted((left, right) => left.atSeconds - right.atSeconds);
}

function bucketOf(atSeconds: number, seconds: number, cells: readonly Second[]): Bucket {
  const answered = cells.filter(({ good }) => good > 0);
  const medians = answered.map(({ p50Ms }) => p50Ms).toSorted((left, right) => left - right);
  return {
    ...{ atSeconds, seconds },
    byPlace: summed(cells.flatMap((cell) => Object.entries(cell.byPlace))),
    byLayer: summed(
      cells.flatMap(({ byLayer }) => LAYERS.map((layer) => [layer, byLayer[layer] ?? 0] as const)),
    ),
    good: cells.reduce((sum, { good }) => sum + good, 0),
    failed: cells.reduce((sum, { failed }) => sum + failed, 0),
    p50Ms: medians[Math.floor(medians.length / 2)] ?? null,
    p99Ms: answered.length === 0 ? null : Math.max(...answered.map(({ p99Ms }) => p99Ms)),
  };
}

function summed<K>(counts: readonly (readonly [K, number])[]): Map<K, number> {
  const sums = new Map<K, number>();
  for (const [key, count] of counts) sums.set(key, (sums.get(key) ?? 0) + count);
  return sums;
}
