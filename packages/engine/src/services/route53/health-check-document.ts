import type { HealthCheckConfig, HealthCheckType } from '@aws-sdk/client-route-53';
import { HEALTH_CHECK_TYPES, type HealthCheck } from '@understudy/contract';
import { insufficientDataOf } from './health-checks/alarm-check.ts';
import type { CopiedAlarm } from './tables.ts';

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html */
const DEFAULT_PORTS: Partial<Record<HealthCheckType, number>> = {
  HTTP: 80,
  HTTP_STR_MATCH: 80,
  HTTPS: 443,
  HTTPS_STR_MATCH: 443,
};

/** AWS's defaults filled in, as GetHealthCheck shows them. */
export function withDefaults(config: HealthCheckConfig): HealthCheckConfig {
  const type = config.Type;
  const filled: HealthCheckConfig = {
    ...config,
    Inverted: config.Inverted ?? false,
    Disabled: config.Disabled ?? false,
    Type: type,
  };
  if (type === 'CALCULATED')
    return {
      ...filled,
      HealthThreshold: config.HealthThreshold ?? 0,
      ChildHealthChecks: config.ChildHealthChecks ?? [],
    };
  if (type === 'CLOUDWATCH_METRIC')
    return { ...filled, InsufficientDataHealthStatus: insufficientDataOf(config) };
  const port = config.Port ?? (type === undefined ? undefined : DEFAULT_PORTS[type]);
  filled.RequestInterval = config.RequestInterval ?? 30;
  filled.FailureThreshold = config.FailureThreshold ?? 3;
  filled.MeasureLatency = config.MeasureLatency ?? false;
  if (port !== undefined) filled.Port = port;
  // "EnableSNI" defaults to true for HTTPS checks made by the API (API reference,
  // "HealthCheckConfig").
  filled.EnableSNI = config.EnableSNI ?? (type === 'HTTPS' || type === 'HTTPS_STR_MATCH');
  return filled;
}

/** For the checkers: every member present. */
export function toDocument(
  id: string,
  config: HealthCheckConfig,
  alarm?: CopiedAlarm,
): HealthCheck {
  const type = HEALTH_CHECK_TYPES.find((known) => known === config.Type) ?? 'TCP';
  return {
    id,
    type,
    ...(config.IPAddress === undefined ? {} : { ipAddress: config.IPAddress }),
    ...(config.FullyQualifiedDomainName === undefined
      ? {}
      : { fullyQualifiedDomainName: config.FullyQualifiedDomainName.replace(/\.$/, '') }),
    ...(config.SearchString === undefined ? {} : { searchString: config.SearchString }),
    port: config.Port ?? 0,
    resourcePath: config.ResourcePath ?? '/',
    requestIntervalSeconds: config.RequestInterval === 10 ? 10 : 30,
    failureThreshold: config.FailureThreshold ?? 3,
    inverted: config.Inverted ?? false,
    disabled: config.Disabled ?? false,
    enableSni: config.EnableSNI ?? false,
    measureLatency: config.MeasureLatency ?? false,
    regions: [...(config.Regions ?? [])],
    childHealthCheckIds: [...(config.ChildHealthChecks ?? [])],
    healthThreshold: config.HealthThreshold ?? 0,
    ...(alarm && { alarm: { ...alarm, insufficientData: insufficientDataOf(config) } }),
  };
}
