import { isDeepStrictEqual } from 'node:util';
import type { Tag } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ElbV2Store } from './elbv2-store.ts';

/**
 * Whether a call to create asks for the very thing that is there: it then succeeds, and makes
 * nothing.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html,
 * and load balancers' and listeners'. Tags that the call does not name do not count.
 */
export function isSame(
  store: ElbV2Store,
  region: string,
  held: { arn: string; settings: unknown },
  wanted: { settings: unknown; tags: readonly Tag[] | undefined },
): boolean {
  if (!isDeepStrictEqual(held.settings, wanted.settings)) return false;
  if (wanted.tags === undefined) return true;
  const tags = Object.fromEntries(wanted.tags.map(({ Key = '', Value = '' }) => [Key, Value]));
  return isDeepStrictEqual({ ...store.tags.get(region, held.arn)?.tags }, tags);
}
