import type {
  CloudWatchAlarmConfiguration,
  ComparisonOperator,
  HealthCheckConfig,
  Statistic,
} from '@aws-sdk/client-route-53';
import type { Alarm, HealthCheck } from '@understudy/contract';
import { fail } from '../../../kernel/fail.ts';
import type { CopiedAlarm } from '../tables.ts';

const INSUFFICIENT = ['Healthy', 'Unhealthy', 'LastKnownStatus'] as const;
/** CloudWatch calls everything below a minute high resolution. */
const STANDARD_PERIOD_SECONDS_MIN = 60;

/** The members that a check of an alarm has, and the others of an endpoint that it has not. */
export function checkAlarmConfig(config: HealthCheckConfig): void {
  const { AlarmIdentifier: alarm, InsufficientDataHealthStatus: insufficient } = config;
  if (!alarm?.Name || !alarm.Region)
    failInvalid('AlarmIdentifier is required for type CLOUDWATCH_METRIC');
  if (insufficient !== undefined && !INSUFFICIENT.some((known) => known === insufficient))
    failInvalid(`Unknown InsufficientDataHealthStatus: ${insufficient}`);
  const others = [
    'IPAddress',
    'FullyQualifiedDomainName',
    'Port',
    'ResourcePath',
    'SearchString',
  ] as const;
  for (const member of others)
    if (config[member] !== undefined)
      failInvalid(`${member} is not allowed for type CLOUDWATCH_METRIC`);
}

/**
 * "Route 53 supports CloudWatch alarms with […] standard-resolution metrics" and plain statistics,
 * and none of M out of N; the alarm is looked at now, and later changes of it do not count until
 * the health check is updated.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_AlarmIdentifier.html
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html
 */
export function copyAlarm(
  config: HealthCheckConfig,
  find: (region: string, name: string) => Alarm | undefined,
): CopiedAlarm {
  const { Name: name = '', Region: region = '' } = config.AlarmIdentifier ?? {};
  const alarm =
    find(region, name) ?? failInvalid(`there is no CloudWatch alarm ${name} in region ${region}`);
  if (alarm.periodSeconds < STANDARD_PERIOD_SECONDS_MIN)
    failInvalid(`alarm ${name} is of a high-resolution metric, which Route 53 does not support`);
  if (alarm.datapointsToAlarm !== alarm.evaluationPeriods)
    failInvalid(`alarm ${name} evaluates M out of N data points, which Route 53 does not support`);
  return {
    region,
    name,
    namespace: alarm.namespace,
    metricName: alarm.metricName,
    dimensions: alarm.dimensions,
    statistic: alarm.statistic,
    periodSeconds: alarm.periodSeconds,
    evaluationPeriods: alarm.evaluationPeriods,
    threshold: alarm.threshold,
    comparisonOperator: alarm.comparisonOperator,
  };
}

export function insufficientDataOf(
  config: HealthCheckConfig,
): NonNullable<HealthCheck['alarm']>['insufficientData'] {
  // Neither the API reference nor the guide has a default; the console's first choice is this one.
  return (
    INSUFFICIENT.find((known) => known === config.InsufficientDataHealthStatus) ?? 'LastKnownStatus'
  );
}

/** As GetHealthCheck shows the copy. */
export function describeAlarm(alarm: CopiedAlarm): CloudWatchAlarmConfiguration {
  return {
    EvaluationPeriods: alarm.evaluationPeriods,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparisonOperator satisfies ComparisonOperator,
    Period: alarm.periodSeconds,
    MetricName: alarm.metricName,
    Namespace: alarm.namespace,
    Statistic: alarm.statistic satisfies Statistic,
    Dimensions: Object.entries(alarm.dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
}

function failInvalid(what: string): never {
  return fail('InvalidInput', `Invalid parameter : ${what}`);
}
