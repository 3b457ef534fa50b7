import type { TargetGroup, TargetHealth } from '@understudy/contract';
import { statusMatches } from '../listener/matcher.ts';

/** How one health check went. */
export type CheckResult =
  | { kind: 'response'; status: number }
  | { kind: 'timeout' }
  /** Refused, reset, malformed or a TLS handshake that failed. */
  | { kind: 'failed' };

export interface Health {
  state: 'initial' | 'healthy' | 'unhealthy';
  reason: string;
  description: string;
}

/** What one node knows of one target. */
export interface Observation {
  health: Health;
  passesInARow: number;
  failuresInARow: number;
}

export function unobserved(): Observation {
  return {
    health: {
      state: 'initial',
      reason: 'Elb.RegistrationInProgress',
      description: 'Target registration is in progress',
    },
    passesInARow: 0,
    failuresInARow: 0,
  };
}

export const INITIAL_CHECKING: Health = {
  state: 'initial',
  reason: 'Elb.InitialHealthChecking',
  description: 'Initial health checks in progress',
};

const HEALTHY: Health = { state: 'healthy', reason: '', description: '' };

/**
 * What a node knows after one more check. A new target needs one pass; later ones the thresholds
 * (docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html).
 */
export function observe(
  before: Observation,
  result: CheckResult,
  settings: Pick<TargetGroup['healthCheck'], 'matcher' | 'healthyThreshold' | 'unhealthyThreshold'>,
): Observation {
  const failure = failureOf(result, settings.matcher);
  if (failure) {
    const failuresInARow = before.failuresInARow + 1;
    const isOut =
      before.health.state === 'unhealthy' || failuresInARow >= settings.unhealthyThreshold;
    const pending = before.health.state === 'initial' ? INITIAL_CHECKING : before.health;
    return { health: isOut ? failure : pending, passesInARow: 0, failuresInARow };
  }
  const passesInARow = before.passesInARow + 1;
  const isIn =
    before.health.state === 'unhealthy' ? passesInARow >= settings.healthyThreshold : true;
  return { health: isIn ? HEALTHY : before.health, passesInARow, failuresInARow: 0 };
}

/**
 * The reason codes and descriptions of DescribeTargetHealth (same page, "Health check reason
 * codes").
 */
function failureOf(result: CheckResult, matcher: string): Health | undefined {
  const state = 'unhealthy';
  switch (result.kind) {
    case 'timeout':
      return { state, reason: 'Target.Timeout', description: 'Request timed out' };
    case 'failed':
      return { state, reason: 'Target.FailedHealthChecks', description: 'Health checks failed' };
    case 'response':
      if (statusMatches(matcher, result.status)) return undefined;
      return {
        state,
        reason: 'Target.ResponseCodeMismatch',
        description: `Health checks failed with these codes: [${result.status}]`,
      };
  }
}

/**
 * One state for what several nodes see: healthy as soon as one of them sends requests there,
 * unhealthy only when all that have made up their minds say so.
 */
export function combine(observations: readonly Observation[]): Health {
  let initial: Health | undefined;
  let unhealthy: Health | undefined;
  for (const { health } of observations) {
    if (health.state === 'healthy') return health;
    if (health.state === 'initial') initial = health;
    else unhealthy = health;
  }
  return initial ?? unhealthy ?? unobserved().health;
}

export type TargetStatus = Pick<TargetHealth, 'state' | 'reason' | 'description'>;

export const NOT_IN_USE: TargetStatus = {
  state: 'unused',
  reason: 'Target.NotInUse',
  description: 'Target group is not configured to receive traffic from the load balancer',
};

export const ZONE_NOT_ENABLED: TargetStatus = {
  state: 'unused',
  reason: 'Target.NotInUse',
  description: 'Target is in an Availability Zone that is not enabled for the load balancer',
};

export const INVALID_STATE: TargetStatus = {
  state: 'unused',
  reason: 'Target.InvalidState',
  description: 'Target is in an invalid state',
};

export const DEREGISTERING: TargetStatus = {
  state: 'draining',
  reason: 'Target.DeregistrationInProgress',
  description: 'Target deregistration is in progress',
};

export const CHECKS_DISABLED: TargetStatus = {
  state: 'unavailable',
  reason: 'Target.HealthCheckDisabled',
  description: 'Health checks are disabled for this target group',
};
