import type { HealthThreshold } from '@understudy/contract';

/** Targets that a node may send requests to. */
export interface TargetCounts {
  healthy: number;
  registered: number;
}

/**
 * "If you specify both types of thresholds for an action (count and percentage), the load balancer
 * takes the action when either threshold is breached." The percentage is of the targets that are
 * registered.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html
 */
export function isBelow(
  { healthy, registered }: TargetCounts,
  { count, percentage }: HealthThreshold,
): boolean {
  return (
    (count !== undefined && healthy < count) ||
    (percentage !== undefined && healthy * 100 < percentage * registered)
  );
}

/**
 * Whether a node's zone may stay in DNS for what it has of one group: "a target group with no
 * registered targets is considered unhealthy", also where the thresholds are off.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias-common.html
 */
export function isHealthyInDns(counts: TargetCounts, threshold: HealthThreshold): boolean {
  return counts.registered > 0 && !isBelow(counts, threshold);
}

export function countTargets(candidates: readonly { isHealthy: boolean }[]): TargetCounts {
  const healthy = candidates.filter((candidate) => candidate.isHealthy).length;
  return { healthy, registered: candidates.length };
}
