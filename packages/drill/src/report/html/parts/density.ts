import type { PredictedRto } from '../../schema.ts';

/** A point of a curve: how likely that moment is, of 1 for the likeliest. */
export interface Point {
  seconds: number;
  height: number;
}

/** What a predicted time looks like as a curve; undefined: it never comes. */
export interface Density {
  points: readonly Point[];
  fromSeconds: number;
  toSeconds: number;
  /** Between which eight in ten are; undefined: the report does not say. */
  most: { fromSeconds: number; toSeconds: number } | undefined;
}

/** Of a report that has no distribution: as if all between its bounds were as likely. */
export function densityOf(predicted: PredictedRto): Density | undefined {
  const { lowSeconds, highSeconds, distribution } = predicted;
  if (lowSeconds === null || highSeconds === null || highSeconds === 0) return undefined;
  if (distribution === undefined) {
    const points = [lowSeconds, highSeconds].map((seconds) => ({ seconds, height: 0.5 }));
    return { points, fromSeconds: lowSeconds, toSeconds: highSeconds, most: undefined };
  }
  const { fromSeconds, stepSeconds, shares, p10Seconds, p90Seconds } = distribution;
  const highest = shares.reduce((most, share) => Math.max(most, share), Number.MIN_VALUE);
  const toSeconds = Math.min(highSeconds, fromSeconds + shares.length * stepSeconds);
  const middles = shares.map((share, cell) => ({
    ...{ seconds: fromSeconds + (cell + 0.5) * stepSeconds, height: share / highest },
  }));
  const within = middles.filter(({ seconds }) => seconds < toSeconds);
  const ends = [fromSeconds, toSeconds].map((seconds) => ({ seconds, height: 0 }));
  return {
    points: [...ends.slice(0, 1), ...within, ...ends.slice(1)],
    ...{ fromSeconds, toSeconds, most: { fromSeconds: p10Seconds, toSeconds: p90Seconds } },
  };
}

/** The part of a curve between two moments. */
export function cut(
  points: readonly Point[],
  { fromSeconds, toSeconds }: { fromSeconds: number; toSeconds: number },
): Point[] {
  return [
    { seconds: fromSeconds, height: heightAt(points, fromSeconds) },
    ...points.filter(({ seconds }) => seconds > fromSeconds && seconds < toSeconds),
    { seconds: toSeconds, height: heightAt(points, toSeconds) },
  ];
}

function heightAt(points: readonly Point[], seconds: number): number {
  const next = points.findIndex((point) => point.seconds >= seconds);
  const [before, after] = [points[next - 1], points[next]];
  if (after === undefined || before === undefined) return after?.height ?? 0;
  const way = (seconds - before.seconds) / (after.seconds - before.seconds || 1);
  return before.height + way * (after.height - before.height);
}

/** The share of cases that are over within so long, of 100; undefined: it is not known. */
export function percentWithin(predicted: PredictedRto, seconds: number): number | undefined {
  const { distribution } = predicted;
  if (distribution === undefined) return undefined;
  const { fromSeconds, stepSeconds, shares } = distribution;
  const within = shares.reduce((total, share, cell) => {
    const part = (seconds - fromSeconds) / stepSeconds - cell;
    return total + share * Math.min(1, Math.max(0, part));
  }, 0);
  return Math.min(100, Math.round(100 * within));
}
