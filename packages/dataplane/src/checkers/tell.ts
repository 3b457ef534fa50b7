import type { HealthCheck, HealthCheckStatus, Reasons } from '@understudy/contract';
import { HEALTHY_SHARE, type Tally } from './judge.ts';

/** A check whose health was asked for: what it says, and what each of its checkers does. */
export interface ToldCheck {
  check: HealthCheck;
  healthy: boolean;
  tally: Tally;
  observations: HealthCheckStatus['checkers'];
  /** Of a check of an alarm's data. */
  metricReason: string | undefined;
}

/** Returns where the checks go that a calculated one is made of. */
export function tellCheck(reasons: Reasons, told: ToldCheck): Reasons {
  const { check, healthy, tally, observations } = told;
  const is = healthy ? 'healthy' : 'unhealthy';
  const below = reasons.add(
    'dns.health-check',
    `health check ${check.id} (${subjectOf(check)}) is ${is}: ${whyOf(told)}`,
    {
      mark: healthy ? 'well' : 'ill',
      facts: {
        healthCheckId: check.id,
        type: check.type,
        healthy,
        inverted: check.inverted,
        disabled: check.disabled,
        ...tally,
      },
    },
  );
  for (const { region, address, healthy: calls, status, checkedMs } of observations) {
    below.add('dns.checker', `${region} ${address} ${stateOf(calls, status)}: ${status}`, {
      mark: calls ? 'well' : 'ill',
      facts: { region, address, healthy: calls, status, checkedMs: checkedMs ?? null },
    });
  }
  return below;
}

/** A checker changes its mind after several equal results in a row: what it saw last may differ. */
function stateOf(healthy: boolean, last: string): string {
  if (healthy) return last.startsWith('Failure') ? 'still healthy' : 'healthy';
  return last.startsWith('Success') ? 'still unhealthy' : 'unhealthy';
}

function subjectOf({
  type,
  fullyQualifiedDomainName,
  ipAddress,
  port,
  resourcePath,
}: HealthCheck): string {
  if (type === 'CALCULATED' || type === 'CLOUDWATCH_METRIC') return type;
  return `${type} ${fullyQualifiedDomainName ?? ipAddress ?? ''}:${port}${resourcePath ?? ''}`;
}

function whyOf({ check, tally, metricReason }: ToldCheck): string {
  const inverted = check.inverted ? ', and the check is inverted' : '';
  if (check.disabled) return `it is disabled, which counts as healthy${inverted}`;
  if (check.type === 'CALCULATED')
    return `at least ${check.healthThreshold} of its ${check.childHealthCheckIds.length} checks must be healthy${inverted}`;
  if (metricReason !== undefined) return `${metricReason}${inverted}`;
  if (tally.checkers === 0)
    return `no checker is at work on it, which counts as healthy${inverted}`;
  const { healthyCheckers, checkers } = tally;
  return `${healthyCheckers} of ${checkers} checkers call it healthy; more than ${HEALTHY_SHARE * 100} % must${inverted}`;
}
