import type { BalancerHealth, ListenerAction, LoadBalancer } from '@understudy/contract';

/** The target groups that a load balancer's listeners and rules forward to. */
export function forwardedGroups(loadBalancer: Pick<LoadBalancer, 'listeners'>): Set<string> {
  const arns = new Set<string>();
  const add = (action: ListenerAction): void => {
    if (action.type === 'forward') for (const group of action.targetGroups) arns.add(group.arn);
  };
  for (const listener of loadBalancer.listeners) {
    add(listener.defaultAction);
    for (const rule of listener.rules) add(rule.action);
  }
  return arns;
}

/**
 * What Route 53 is told: every target group needs as many healthy targets as its threshold says
 * (docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias-common.html,
 * "Evaluate target health"). A zone is as healthy as what its node can reach: "If cross-zone load
 * balancing is on, each node sends traffic to all targets across all enabled zones, which means
 * that the specified thresholds are applied to the total number of targets in all enabled zones."
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html
 */
export function balancerHealth(
  nodes: readonly {
    zone: string;
    isListening: boolean;
    groupsAreHealthy: boolean;
    /** Whether traffic is shifted away from the zone. */
    isShifted?: boolean;
  }[],
): BalancerHealth {
  const isHealthy = (node: (typeof nodes)[number]): boolean =>
    node.isListening && node.groupsAreHealthy;
  // "Zonal shift cannot force an AZ to be unhealthy and then shift traffic to the other AZs in a
  // Region when the load balancer is failing open."
  // https://docs.aws.amazon.com/r53recovery/latest/dg/arc-zonal-shift.resource-types.html
  const canShift = nodes.some((node) => node.isShifted !== true && isHealthy(node));
  const zones: BalancerHealth['zones'] = {};
  for (const node of nodes)
    zones[node.zone] = { healthy: isHealthy(node) && !(node.isShifted === true && canShift) };
  return { healthy: Object.values(zones).some((zone) => zone.healthy), zones };
}
