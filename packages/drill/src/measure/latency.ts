import { build, type Histogram } from 'hdr-histogram-js';

const MICROSECONDS = 1000;
/** Two minutes: above any client's patience at any speed from 1. */
const LATENCY_US_MAX = 120_000_000;

/** Latencies in milliseconds of the wall, to two digits. */
export class Latencies {
  readonly #histogram: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: LATENCY_US_MAX,
    numberOfSignificantValueDigits: 2,
    useWebAssembly: false,
  });

  add(ms: number): void {
    const us = Math.round(ms * MICROSECONDS);
    this.#histogram.recordValue(Math.min(LATENCY_US_MAX, Math.max(1, us)));
  }

  get count(): number {
    return this.#histogram.totalCount;
  }

  get maxMs(): number {
    return this.#histogram.maxValue / MICROSECONDS;
  }

  /** 0 where there are none. */
  percentile(percent: number): number {
    if (this.count === 0) return 0;
    return Math.round(this.#histogram.getValueAtPercentile(percent)) / MICROSECONDS;
  }
}

/** Of a few values, by nearest rank; 0 where there are none. */
export function percentileOf(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const rank = Math.ceil((percent / 100) * sorted.length) - 1;
  const value = sorted[Math.max(0, rank)] ?? 0;
  return Math.round(value * MICROSECONDS) / MICROSECONDS;
}
