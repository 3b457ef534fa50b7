import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { hasWeb } from '@understudy/site';
import type { FetchResult } from '../../probe/fetch.ts';
import { ask } from '../../probe/resolve.ts';
import { outputOf, type CheckContext, type ServedBy } from '../check.ts';
import { regionPlaces, type RegionPlace } from './regions.ts';

/**
 * Where a page came from, by what AWS tells of it: the edge location signs its answers, an address
 * is a load balancer's, and a target group knows its targets. The app need not help.
 */
export async function whoServed(
  context: CheckContext,
  page: Pick<FetchResult, 'address' | 'headers'>,
): Promise<ServedBy | undefined> {
  const pop = page.headers['x-amz-cf-pop'];
  const edge = typeof pop === 'string' ? pop : null;
  if (!hasWeb(context.session.site)) return edge === null ? undefined : bucketOf(context, edge);
  const place =
    edge === null ? await balancerAt(context, page.address) : originOf(regionPlaces(context));
  if (place === undefined) return undefined;
  return servedBy(place.region, edge, await healthyTargets(context, place));
}

/**
 * A site of static files comes from the primary's bucket while that is there; of what is in a cache
 * no answer says more.
 */
function bucketOf(context: CheckContext, edge: string): ServedBy {
  const [primary, standby] = regionPlaces(context);
  const { region } = context.alive.includes(primary.region) ? primary : standby;
  return servedBy(region, edge, []);
}

/** The distribution in front of the site has the primary's load balancer for its only origin. */
function originOf([primary]: [RegionPlace, RegionPlace]): RegionPlace {
  return primary;
}

async function balancerAt(
  context: CheckContext,
  address: string,
): Promise<RegionPlace | undefined> {
  const { info } = context.session;
  for (const place of regionPlaces(context)) {
    const name = outputOf(context, place.stack, 'LoadBalancerDnsName');
    const { addresses } = await ask(info, { name, type: 'A' });
    if (addresses.includes(address)) return place;
  }
  return undefined;
}

/** None where the region is lost: what answered then was a cache. */
async function healthyTargets(
  context: CheckContext,
  { region, stack }: RegionPlace,
): Promise<ServedBy['targets']> {
  if (!context.alive.includes(region)) return [];
  const { clients } = context;
  const group = new DescribeAutoScalingGroupsCommand({
    AutoScalingGroupNames: [outputOf(context, stack, 'GroupName')],
  });
  const health = new DescribeTargetHealthCommand({
    TargetGroupArn: outputOf(context, stack, 'TargetGroupArn'),
  });
  const [{ AutoScalingGroups: [found] = [] }, { TargetHealthDescriptions: targets = [] }] =
    await Promise.all([
      clients.get(AutoScalingClient, region).send(group),
      clients.get(ElasticLoadBalancingV2Client, region).send(health),
    ]);
  const healthy = targets
    .filter((target) => target.TargetHealth?.State === 'healthy')
    .map((target) => target.Target?.Id ?? '');
  return healthy.map((instance) => {
    const known = found?.Instances?.find((one) => one.InstanceId === instance);
    return { instance, zone: known?.AvailabilityZone ?? '' };
  });
}

/** AWS tells no visitor which target answered, so that is known only where there was no choice. */
export function servedBy(
  region: string,
  edge: string | null,
  targets: ServedBy['targets'],
): ServedBy {
  const [first] = targets;
  const zones = new Set(targets.map((target) => target.zone));
  return {
    region,
    edge,
    zone: zones.size === 1 && first !== undefined ? first.zone : null,
    instance: targets.length === 1 && first !== undefined ? first.instance : null,
    targets,
  };
}

/** The way of a page in a line, e.g. `edge ICN57-P1 → ap-northeast-2 → i-1 (2a) or i-2 (2b)`. */
export function wayOf({ region, edge, targets }: ServedBy): string {
  const way = edge === null ? 'load balancer' : `edge ${edge}`;
  const named = targets.map(({ instance, zone }) => `${instance} (${zone})`).join(' or ');
  return `${way} → ${region}${named === '' ? '' : ` → ${named}`}`;
}
