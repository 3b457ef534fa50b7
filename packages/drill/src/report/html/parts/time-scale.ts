import type { Report } from '../../schema.ts';
import type { Words } from '../../words/index.ts';

/** The drill's time, as percents of a chart's width. */
export interface TimeScale {
  fromSeconds: number;
  toSeconds: number;
  /** Within the chart, whatever is asked. */
  percent(seconds: number): number;
}

export function timeScale({ phases, seconds }: Pick<Report, 'phases' | 'seconds'>): TimeScale {
  const starts = [...phases.map((phase) => phase.fromSeconds), ...seconds.map(at)];
  const ends = [...phases.map((phase) => phase.toSeconds), ...seconds.map((cell) => at(cell) + 1)];
  const fromSeconds = starts.reduce((least, value) => Math.min(least, value), 0);
  const toSeconds = ends.reduce((most, value) => Math.max(most, value), fromSeconds + 1);
  return {
    ...{ fromSeconds, toSeconds },
    percent: (value) =>
      Math.min(100, Math.max(0, (100 * (value - fromSeconds)) / (toSeconds - fromSeconds))),
  };
}

function at({ atSeconds }: { atSeconds: number }): number {
  return atSeconds;
}

const STEPS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400];
const TICKS_MAX = 12;

/** Round moments, at most a dozen. */
export function ticks(fromSeconds: number, toSeconds: number): number[] {
  const span = toSeconds - fromSeconds;
  const step = STEPS.find((seconds) => span / seconds <= TICKS_MAX) ?? span / TICKS_MAX;
  const first = Math.ceil(fromSeconds / step);
  const last = Math.floor(toSeconds / step);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

const MINUTES_FROM_SECONDS = 600;

/** Minutes where there are many, and the tick is a whole one. */
export function tickText(seconds: number, scale: TimeScale, words: Words): string {
  const inMinutes = scale.toSeconds - scale.fromSeconds >= MINUTES_FROM_SECONDS;
  return inMinutes && seconds % 60 === 0
    ? words.minutes(String(seconds / 60))
    : words.seconds(String(seconds));
}
