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
 * What Route 53 is told: every target group needs a healthy target, and one without targets has
 * none
 * (docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias-common.html,
 * "Evaluate target health"). Zones balance across each other, so a zone is as healthy as what its
 * node can reach.
 */
export function balancerHealth(
  nodes: readonly { zone: string; isListening: boolean; groupsAreHealthy: boolean }[],
): BalancerHealth {
  const zones: BalancerHealth['zones'] = {};
  for (const { zone, isListening, groupsAreHealthy } of nodes)
    zones[zone] = { healthy: isListening && groupsAreHealthy };
  return { healthy: Object.values(zones).some((zone) => zone.healthy), zones };
}
