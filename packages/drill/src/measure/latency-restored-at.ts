import type { Second } from '../report/schema.ts';

const SHARE_ABOVE = 1.2;
const MIN_MS_ABOVE = 5;

export interface LatencyWatch {
  fromSeconds: number;
  untilSeconds: number;
}

/**
 * When, from some moment on, latency was within 20 % of before, at the median of a second; null
 * where that did not come, or nothing was answered before. A few milliseconds are the machine's own
 * noise.
 */
export function latencyRestoredAt(
  seconds: readonly Pick<Second, 'atSeconds' | 'good' | 'p50Ms'>[],
  { fromSeconds, untilSeconds }: LatencyWatch,
): number | null {
  const before = seconds.filter(({ atSeconds, good }) => atSeconds < 0 && good > 0);
  if (before.length === 0) return null;
  const usualMs = before.reduce((sum, { p50Ms }) => sum + p50Ms, 0) / before.length;
  const limitMs = Math.max(usualMs * SHARE_ABOVE, usualMs + MIN_MS_ABOVE);
  const restored = seconds.find(
    ({ atSeconds, good, p50Ms }) =>
      atSeconds >= Math.floor(fromSeconds) &&
      atSeconds < untilSeconds &&
      good > 0 &&
      p50Ms <= limitMs,
  );
  return restored === undefined ? null : Math.max(fromSeconds, restored.atSeconds);
}
