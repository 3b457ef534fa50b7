import type { HealthCheck } from '@understudy/contract';

/**
 * The share of checkers that must call an endpoint healthy, more than which it is.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export const HEALTHY_SHARE = 0.18;

/** What one checker thinks of one endpoint. */
export interface CheckerMachine {
  readonly state: 'healthy' | 'unhealthy';
  readonly consecutiveOk: number;
  readonly consecutiveFail: number;
}

/** Route 53 considers an endpoint healthy until it has enough data to say otherwise. */
export const INITIAL_MACHINE: CheckerMachine = {
  state: 'healthy',
  consecutiveOk: 0,
  consecutiveFail: 0,
};

/** The threshold is the same number of results in a row, up and down. */
export function afterProbe(
  machine: CheckerMachine,
  ok: boolean,
  threshold: number,
): CheckerMachine {
  const consecutiveOk = ok ? machine.consecutiveOk + 1 : 0;
  const consecutiveFail = ok ? 0 : machine.consecutiveFail + 1;
  const flips = machine.state === 'healthy' ? consecutiveFail : consecutiveOk;
  const other = machine.state === 'healthy' ? 'unhealthy' : 'healthy';
  return {
    state: flips >= threshold ? other : machine.state,
    consecutiveOk,
    consecutiveFail,
  };
}

export interface Tally {
  healthyCheckers: number;
  checkers: number;
}

/** Of the endpoint itself, before inversion. With no checker there is no data, which is healthy. */
export function isEndpointHealthy({ healthyCheckers, checkers }: Tally): boolean {
  return checkers === 0 || healthyCheckers / checkers > HEALTHY_SHARE;
}

/**
 * The status of a check. A disabled one counts as healthy, and inversion applies to that as well,
 * which is how a check is forced to be unhealthy.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html
 */
export function isCheckHealthy(
  check: Pick<
    HealthCheck,
    'type' | 'inverted' | 'disabled' | 'childHealthCheckIds' | 'healthThreshold'
  >,
  evidence: {
    tally: Tally;
    child: (id: string) => boolean | undefined;
    /** Of the data of a CLOUDWATCH_METRIC check's alarm. */
    metric?: boolean | undefined;
  },
): boolean {
  return observed(check, evidence) !== check.inverted;
}

function observed(
  check: Parameters<typeof isCheckHealthy>[0],
  { tally, child, metric }: Parameters<typeof isCheckHealthy>[1],
): boolean {
  if (check.disabled) return true;
  if (check.type === 'CLOUDWATCH_METRIC') return metric ?? true;
  if (check.type !== 'CALCULATED') return isEndpointHealthy(tally);
  // A child that was deleted counts as healthy, as a record does whose check was deleted.
  const healthyChildren = check.childHealthCheckIds.filter((id) => child(id) ?? true).length;
  return healthyChildren >= check.healthThreshold;
}

/**
 * The Host header, by the port that the check names (before the port plan).
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
 */
export function hostHeader(
  check: Pick<HealthCheck, 'type' | 'port' | 'fullyQualifiedDomainName' | 'ipAddress'>,
): string {
  const name = check.fullyQualifiedDomainName;
  const host = name ?? check.ipAddress ?? '';
  const usual = check.type.startsWith('HTTPS') ? 443 : 80;
  // By address alone, the address replaces the name "in each of the preceding cases": with the port
  // likewise.
  return check.port === usual ? host : `${host}:${check.port}`;
}

/** Redirects are not followed: being sent elsewhere is an answer. */
export function isSuccessStatus(statusCode: number): boolean {
  return statusCode >= 200 && statusCode < 400;
}

/** Checkers of the regions that a check asks for; of all when it asks for none. */
export function checkersFor<T extends { region: string }>(
  check: Pick<HealthCheck, 'regions'>,
  checkers: readonly T[],
): T[] {
  return checkers.filter(
    ({ region }) => check.regions.length === 0 || check.regions.includes(region),
  );
}
