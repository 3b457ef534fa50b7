import { fail } from '../../../kernel/fail.ts';
import type { HealthCheckRecord } from '../records.ts';

/** Members that CreateTargetGroup and ModifyTargetGroup share. */
export interface HealthCheckInput {
  HealthCheckEnabled?: boolean | undefined;
  HealthCheckProtocol?: string | undefined;
  HealthCheckPort?: string | undefined;
  HealthCheckPath?: string | undefined;
  HealthCheckIntervalSeconds?: number | undefined;
  HealthCheckTimeoutSeconds?: number | undefined;
  HealthyThresholdCount?: number | undefined;
  UnhealthyThresholdCount?: number | undefined;
  Matcher?: { HttpCode?: string | undefined; GrpcCode?: string | undefined } | undefined;
}

/**
 * What a target group has when nothing is said.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export const HEALTH_CHECK_DEFAULTS: HealthCheckRecord = {
  enabled: true,
  protocol: 'HTTP',
  port: 'traffic-port',
  path: '/',
  intervalSeconds: 30,
  timeoutSeconds: 5,
  healthyThreshold: 5,
  unhealthyThreshold: 2,
  matcher: '200',
};

const PATH_LENGTH_MAX = 1_024;
const MATCHER_PATTERN = /^\d{3}(-\d{3})?(,\d{3}(-\d{3})?)*$/;

/** The given settings over the current ones, checked. */
export function mergeHealthCheck(
  current: HealthCheckRecord,
  input: HealthCheckInput,
): HealthCheckRecord {
  const protocol = input.HealthCheckProtocol ?? current.protocol;
  if (protocol !== 'HTTP' && protocol !== 'HTTPS')
    fail('ValidationError', `Health check protocol '${protocol}' must be one of 'HTTP, HTTPS'`);
  if (input.HealthCheckEnabled === false)
    fail(
      'ValidationError',
      'Health check enabled must be true for target groups with target type instance',
    );
  const merged: HealthCheckRecord = {
    enabled: true,
    protocol,
    port: input.HealthCheckPort ?? current.port,
    path: input.HealthCheckPath ?? current.path,
    intervalSeconds: input.HealthCheckIntervalSeconds ?? current.intervalSeconds,
    timeoutSeconds: input.HealthCheckTimeoutSeconds ?? current.timeoutSeconds,
    healthyThreshold: input.HealthyThresholdCount ?? current.healthyThreshold,
    unhealthyThreshold: input.UnhealthyThresholdCount ?? current.unhealthyThreshold,
    matcher: input.Matcher?.HttpCode ?? current.matcher,
  };
  check(merged);
  return merged;
}

function check(settings: HealthCheckRecord): void {
  within('Health check interval', settings.intervalSeconds, 5, 300);
  within('Health check timeout', settings.timeoutSeconds, 2, 120);
  within('Healthy threshold count', settings.healthyThreshold, 2, 10);
  within('Unhealthy threshold count', settings.unhealthyThreshold, 2, 10);
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
  if (settings.timeoutSeconds >= settings.intervalSeconds)
    fail('ValidationError', 'Health check timeout must be smaller than the interval');
  if (!settings.path.startsWith('/') || settings.path.length > PATH_LENGTH_MAX)
    fail(
      'ValidationError',
      `Health check path '${settings.path}' must begin with a '/' and have at most ${PATH_LENGTH_MAX} characters`,
    );
  if (settings.port !== 'traffic-port' && !isPort(settings.port))
    fail(
      'ValidationError',
      `Health check port '${settings.port}' must be 'traffic-port' or a number between 1 and 65535`,
    );
  if (!isMatcher(settings.matcher))
    fail(
      'ValidationError',
      `Health check matcher HTTP code '${settings.matcher}' must be within '200-499' inclusive`,
    );
}

function within(noun: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most)
    fail('ValidationError', `${noun} '${value}' must be between ${least} and ${most}`);
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

function isMatcher(text: string): boolean {
  const codes = text.split(/[,-]/).map(Number);
  return MATCHER_PATTERN.test(text) && codes.every((code) => code >= 200 && code <= 499);
}
