import { UnderstudyError, type GlobalQueries, type RegionQueries } from '@understudy/contract';
import { askRegion, askRegionIfRunning } from '../../kernel/ask-region.ts';
import type { DataPlane } from '../../kernel/data-plane.ts';

/**
 * Where Route 53's metrics are, whatever regions a site is in.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-cloudwatch.html
 */
export const HEALTH_METRICS_REGION = 'us-east-1';

type CloudWatchQuery = 'describeAlarmStates' | 'metricStatistics' | 'listMetrics';

/**
 * Asks a region's CloudWatch: the region's process; and, for us-east-1 on an engine that does not
 * run that region, the global process. A region that runs and is lost is asked in vain, as on AWS.
 */
export async function askCloudWatch<Q extends CloudWatchQuery>(
  dataPlane: DataPlane,
  region: string,
  query: Q,
  input: RegionQueries[Q]['input'] & GlobalQueries[Q]['input'],
): Promise<RegionQueries[Q]['output'] | GlobalQueries[Q]['output']> {
  try {
    return await askRegion(dataPlane, region, query, input);
  } catch (error) {
    if (!isElsewhere(error, region)) throw error;
    return await dataPlane.queryGlobal(query, input);
  }
}

/** As `askCloudWatch`; undefined when the region is lost. */
export async function askCloudWatchIfRunning<Q extends CloudWatchQuery>(
  dataPlane: DataPlane,
  region: string,
  query: Q,
  input: RegionQueries[Q]['input'] & GlobalQueries[Q]['input'],
): Promise<RegionQueries[Q]['output'] | GlobalQueries[Q]['output'] | undefined> {
  try {
    return await askRegionIfRunning(dataPlane, region, query, input);
  } catch (error) {
    if (!isElsewhere(error, region)) throw error;
    return await dataPlane.queryGlobal(query, input);
  }
}

function isElsewhere(error: unknown, region: string): boolean {
  const unknown = error instanceof UnderstudyError && error.code === 'RegionUnknown';
  return unknown && region === HEALTH_METRICS_REGION;
}
