import type { WebConfig } from '../../config.ts';

/**
 * How many instances serve also while a new version takes their place: as many as are wanted, where
 * the maximum has room for one more.
 */
export function keptInService({ desired, max }: WebConfig['capacity']): number {
  return Math.min(desired, max - 1);
}
