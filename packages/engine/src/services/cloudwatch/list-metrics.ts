import type { MetricName } from '@understudy/contract';
import type {
  DimensionFilter,
  ListMetricsInput,
  ListMetricsOutput,
} from '@aws-sdk/client-cloudwatch';
import { fail } from '../../kernel/fail.ts';
import { page, positionOf } from '../../kernel/page.ts';

/** "Up to 500 results are returned for any one call": API_ListMetrics. */
const PAGE_METRICS_MAX = 500;

/** A page of the metrics that the filters leave. */
export function metricsPage(
  known: readonly MetricName[],
  input: ListMetricsInput,
): ListMetricsOutput {
  const wanted = known
    .filter((metric) => input.Namespace === undefined || metric.namespace === input.Namespace)
    .filter((metric) => input.MetricName === undefined || metric.metricName === input.MetricName)
    .filter((metric) => (input.Dimensions ?? []).every((filter) => hasDimension(metric, filter)));
  const start = positionOf(input.NextToken, () =>
    fail('InvalidParameterValue', 'Invalid nextToken'),
  );
  const { items, nextPosition } = page(wanted, { start, max: PAGE_METRICS_MAX });
  return {
    Metrics: items.map(({ namespace, metricName, dimensions }) => ({
      Namespace: namespace,
      MetricName: metricName,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    })),
    ...(nextPosition !== undefined && { NextToken: nextPosition }),
  };
}

/** A filter without a value asks for the dimension, whatever it is. */
function hasDimension({ dimensions }: MetricName, { Name, Value }: DimensionFilter): boolean {
  const value = dimensions[Name ?? ''];
  return value !== undefined && (Value === undefined || value === Value);
}
