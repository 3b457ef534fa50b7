import { STATISTICS, type MetricQuery } from '@understudy/contract';
import { z } from 'zod';
import type { MetricStore } from './metric-store.ts';

/** Periods that one question asks of: an alarm's evaluation range, with room. */
const PERIODS_MAX = 1_500;

const dimensionsSchema = z.record(z.string(), z.string());

/**
 * What a status server tells at `/statistics/?…`: one metric's statistic over periods that begin at
 * `starts`, those without data left out. Undefined for a question that is none.
 */
export function tellStatistics(store: MetricStore, query: URLSearchParams): object | undefined {
  const metric = metricOf(query);
  const periodMs = Number(query.get('periodSeconds')) * 1_000;
  const starts = (query.get('starts') ?? '').split(',').map(Number);
  const asked = periodMs > 0 && starts.length <= PERIODS_MAX && starts.every(Number.isSafeInteger);
  if (metric === undefined || !asked) return undefined;
  const points = starts.flatMap((startMs) => {
    const value = store.statistic(metric, { startMs, periodMs });
    return value === undefined ? [] : [{ startMs, value }];
  });
  return { points };
}

function metricOf(
  query: URLSearchParams,
): Pick<MetricQuery, 'namespace' | 'metricName' | 'dimensions' | 'statistic'> | undefined {
  const statistic = STATISTICS.find((name) => name === query.get('statistic'));
  const dimensions = dimensionsSchema.safeParse(parsed(query.get('dimensions') ?? ''));
  const namespace = query.get('namespace');
  const metricName = query.get('metricName');
  if (statistic === undefined || namespace === null || metricName === null) return undefined;
  if (!dimensions.success) return undefined;
  return { namespace, metricName, dimensions: dimensions.data, statistic };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
