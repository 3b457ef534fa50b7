import type { MetricQuery } from '@understudy/contract';
import type {
  Datapoint,
  Dimension,
  GetMetricDataInput,
  GetMetricDataOutput,
  GetMetricStatisticsInput,
  GetMetricStatisticsOutput,
  ListMetricsInput,
  ListMetricsOutput,
  MetricDataQuery,
  MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { askCloudWatch } from './ask-cloudwatch.ts';
import type { CloudWatchStore } from './cloudwatch-store.ts';
import { metricsPage } from './list-metrics.ts';
import { unitOf } from './units.ts';

type Statistic = MetricQuery['statistic'];
const STATISTICS: readonly Statistic[] = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'];

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
const DATAPOINTS_MAX = 1_440;

/** Metrics are kept where they are measured: in the region's process. */
export const metricOperations = {
  GetMetricStatistics: operation(getMetricStatistics, {
    accepts: [
      'Namespace',
      'MetricName',
      'Dimensions',
      'StartTime',
      'EndTime',
      'Period',
      'Statistics',
      'Unit',
    ],
  }),
  GetMetricData: operation(getMetricData, {
    accepts: ['MetricDataQueries', 'StartTime', 'EndTime', 'ScanBy'],
  }),
  ListMetrics: operation(listMetrics, {
    accepts: [
      'Namespace',
      'MetricName',
      'Dimensions',
      // The only value is PT3H, and no metric is kept for longer here.
      'RecentlyActive',
      'NextToken',
    ],
  }),
};

async function getMetricStatistics(
  store: CloudWatchStore,
  context: RequestContext,
  input: GetMetricStatisticsInput,
): Promise<GetMetricStatisticsOutput> {
  const range = rangeOf(input);
  const unit = unitOf(input.Namespace, input.MetricName);
  const points = new Map<number, Datapoint>();
  for (const name of input.Statistics ?? []) {
    const statistic = statisticOf(name);
    const found = await askCloudWatch(store.deps.dataPlane, context.region, 'metricStatistics', {
      ...range,
      ...metricOf(input),
      statistic,
    });
    for (const { startMs, value } of found.points) {
      const point = points.get(startMs) ?? { Timestamp: new Date(startMs), Unit: unit };
      points.set(startMs, { ...point, [statistic]: value });
    }
  }
  return { Label: input.MetricName, Datapoints: [...points.values()] };
}

async function getMetricData(
  store: CloudWatchStore,
  context: RequestContext,
  input: GetMetricDataInput,
): Promise<GetMetricDataOutput> {
  const results: MetricDataResult[] = [];
  for (const query of input.MetricDataQueries ?? []) {
    if (query.ReturnData === false) continue;
    results.push(await resultOf(store, context.region, input, query));
  }
  return { MetricDataResults: results, Messages: [] };
}

async function listMetrics(
  store: CloudWatchStore,
  context: RequestContext,
  input: ListMetricsInput,
): Promise<ListMetricsOutput> {
  const { metrics } = await askCloudWatch(store.deps.dataPlane, context.region, 'listMetrics', {});
  return metricsPage(metrics, input);
}

async function resultOf(
  store: CloudWatchStore,
  region: string,
  input: GetMetricDataInput,
  query: MetricDataQuery,
): Promise<MetricDataResult> {
  const stat = query.MetricStat;
  if (stat === undefined) failInvalid('Metric math expressions are not supported by this engine.');
  const range = rangeOf({ ...input, Period: stat.Period });
  const { points } = await askCloudWatch(store.deps.dataPlane, region, 'metricStatistics', {
    ...range,
    ...metricOf(stat.Metric ?? {}),
    statistic: statisticOf(stat.Stat ?? ''),
  });
  const order = input.ScanBy === 'TimestampAscending' ? 1 : -1;
  const sorted = points.toSorted((one, other) => order * (one.startMs - other.startMs));
  return {
    Id: query.Id,
    Label: query.Label ?? stat.Metric?.MetricName,
    StatusCode: 'Complete',
    Timestamps: sorted.map(({ startMs }) => new Date(startMs)),
    Values: sorted.map(({ value }) => value),
  };
}

function metricOf(given: {
  Namespace?: string | undefined;
  MetricName?: string | undefined;
  Dimensions?: Dimension[] | undefined;
}): Pick<MetricQuery, 'namespace' | 'metricName' | 'dimensions'> {
  if (given.Namespace === undefined || given.MetricName === undefined)
    failInvalid('The parameters Namespace and MetricName are required.');
  return {
    namespace: given.Namespace,
    metricName: given.MetricName,
    dimensions: Object.fromEntries(
      (given.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value]),
    ),
  };
}

function rangeOf(given: {
  StartTime?: Date | undefined;
  EndTime?: Date | undefined;
  Period?: number | undefined;
}): Pick<MetricQuery, 'startMs' | 'endMs' | 'periodSeconds'> {
  const { StartTime: start, EndTime: end, Period: periodSeconds } = given;
  if (start === undefined || end === undefined || periodSeconds === undefined)
    failInvalid('The parameters StartTime, EndTime and Period are required.');
  const startMs = start.getTime();
  const endMs = end.getTime();
  if (startMs >= endMs)
    failInvalid('The parameter StartTime must be less than the parameter EndTime.');
  if (periodSeconds < 1) failInvalid('The parameter Period must be greater than 0.');
  if ((endMs - startMs) / (periodSeconds * 1_000) > DATAPOINTS_MAX)
    failInvalid(
      `You have requested more than the ${DATAPOINTS_MAX.toLocaleString('en-US')} datapoints that can be returned.`,
    );
  return { startMs, endMs, periodSeconds };
}

function statisticOf(name: string): Statistic {
  const statistic = STATISTICS.find((known) => known === name);
  if (statistic === undefined) failInvalid(`The statistic ${name} is not supported here.`);
  return statistic;
}

function failInvalid(message: string): never {
  return fail('InvalidParameterValue', message);
}
