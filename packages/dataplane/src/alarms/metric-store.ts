import type { MetricName, MetricQuery } from '@understudy/contract';
import type { MetricDatum } from './metric-sink.ts';

export const BUCKET_MS = 60_000;

/** Three hours of minutes a metric. */
export const BUCKETS_MAX = 180;

/** One namespace, name and set of dimensions each. */
export const SERIES_MAX = 6_000;

interface Bucket {
  minute: number;
  sum: number;
  count: number;
  minimum: number;
  maximum: number;
}

/** What one metric was in one minute, as it travels from where it is measured. */
export interface MetricMinute {
  minute: number;
  datum: Required<MetricDatum>;
}

/** Metrics by the minute, of the last three hours. Bounded in every direction. */
export class MetricStore {
  readonly #series = new Map<string, (Bucket | undefined)[]>();

  /** False when the datum was refused because too many metrics are known already. */
  record(datum: MetricDatum, nowMs: number): boolean {
    const key = seriesKey(datum);
    let ring = this.#series.get(key);
    if (!ring) {
      if (this.#series.size >= SERIES_MAX) return false;
      ring = [];
      this.#series.set(key, ring);
    }
    add(ring, Math.floor(nowMs / BUCKET_MS), datum);
    return true;
  }

  /** Every metric that has had data in the last three hours. */
  list(nowMs: number): MetricName[] {
    const first = Math.floor(nowMs / BUCKET_MS) - BUCKETS_MAX;
    return [...this.#series]
      .filter(([, ring]) => ring.some((bucket) => bucket !== undefined && bucket.minute > first))
      .map(([key]) => nameOf(key));
  }

  /** All that was measured in the minutes from `from` to `to`, both included. */
  minutes(from: number, to: number): MetricMinute[] {
    return [...this.#series].flatMap(([key, ring]) =>
      ring
        .filter((bucket): bucket is Bucket => bucket !== undefined)
        .filter(({ minute }) => minute >= from && minute <= to)
        .map((bucket) => ({
          minute: bucket.minute,
          datum: { ...nameOf(key), ...valuesOf(bucket) },
        })),
    );
  }

  /** The statistic over `[startMs, startMs + periodMs)`; undefined where no data came. */
  statistic(
    metric: Pick<MetricQuery, 'namespace' | 'metricName' | 'dimensions' | 'statistic'>,
    window: { startMs: number; periodMs: number },
  ): number | undefined {
    const ring = this.#series.get(seriesKey(metric));
    if (!ring) return undefined;
    const first = Math.ceil(window.startMs / BUCKET_MS);
    const end = Math.ceil((window.startMs + window.periodMs) / BUCKET_MS);
    const total: Bucket = emptyBucket(first);
    for (let minute = first; minute < end; minute += 1) {
      const bucket = ring[minute % BUCKETS_MAX];
      if (bucket?.minute === minute) merge(total, bucket);
    }
    return total.count === 0 ? undefined : statisticOf(total, metric.statistic);
  }
}

function add(ring: (Bucket | undefined)[], minute: number, datum: MetricDatum): void {
  const slot = minute % BUCKETS_MAX;
  let bucket = ring[slot];
  if (bucket?.minute !== minute) {
    bucket = emptyBucket(minute);
    ring[slot] = bucket;
  }
  merge(bucket, {
    sum: datum.value,
    count: datum.sampleCount ?? 1,
    minimum: datum.minimum ?? datum.value,
    maximum: datum.maximum ?? datum.value,
  });
}

function valuesOf({
  sum,
  count,
  minimum,
  maximum,
}: Bucket): Omit<Required<MetricDatum>, keyof MetricName> {
  return { value: sum, sampleCount: count, minimum, maximum };
}

function emptyBucket(minute: number): Bucket {
  return { minute, sum: 0, count: 0, minimum: Infinity, maximum: -Infinity };
}

function merge(into: Bucket, from: Omit<Bucket, 'minute'>): void {
  into.sum += from.sum;
  into.count += from.count;
  into.minimum = Math.min(into.minimum, from.minimum);
  into.maximum = Math.max(into.maximum, from.maximum);
}

function statisticOf(bucket: Bucket, statistic: MetricQuery['statistic']): number {
  switch (statistic) {
    case 'Average':
      return bucket.sum / bucket.count;
    case 'Sum':
      return bucket.sum;
    case 'Minimum':
      return bucket.minimum;
    case 'Maximum':
      return bucket.maximum;
    case 'SampleCount':
      return bucket.count;
  }
}

/** CloudWatch treats each unique combination of dimensions as a separate metric. */
function seriesKey(metric: {
  namespace: string;
  metricName: string;
  dimensions: Record<string, string>;
}): string {
  const dimensions = Object.entries(metric.dimensions).sort(([left], [right]) =>
    left < right ? -1 : 1,
  );
  return JSON.stringify([metric.namespace, metric.metricName, dimensions]);
}

function nameOf(key: string): MetricName {
  const [namespace, metricName, dimensions] = JSON.parse(key) as [
    string,
    string,
    [string, string][],
  ];
  return { namespace, metricName, dimensions: Object.fromEntries(dimensions) };
}
