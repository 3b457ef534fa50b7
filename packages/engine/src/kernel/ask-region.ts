import { UnderstudyError, type RegionQueries } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import type { DataPlane } from './data-plane.ts';

/**
 * Asks a region's process; a region that does not answer is AWS's `ServiceUnavailable` to the
 * caller.
 */
export async function askRegion<Q extends keyof RegionQueries>(
  dataPlane: DataPlane,
  region: string,
  query: Q,
  input: RegionQueries[Q]['input'],
): Promise<RegionQueries[Q]['output']> {
  try {
    return await dataPlane.queryRegion(region, query, input);
  } catch (error) {
    if (!isRegionUnavailable(error)) throw error;
    throw new AwsError({
      code: 'ServiceUnavailable',
      message: `The region ${region} does not answer: ${error.message}`,
      status: 503,
      cause: error,
    });
  }
}

/**
 * As `askRegion`, for what can be told from the records alone: undefined when the region is lost.
 */
export async function askRegionIfRunning<Q extends keyof RegionQueries>(
  dataPlane: DataPlane,
  region: string,
  query: Q,
  input: RegionQueries[Q]['input'],
): Promise<RegionQueries[Q]['output'] | undefined> {
  try {
    return await dataPlane.queryRegion(region, query, input);
  } catch (error) {
    if (!isRegionUnavailable(error)) throw error;
    return undefined;
  }
}

function isRegionUnavailable(error: unknown): error is UnderstudyError {
  return error instanceof UnderstudyError && error.code === 'RegionUnavailable';
}
