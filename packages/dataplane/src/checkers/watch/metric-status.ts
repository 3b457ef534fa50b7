import type { HealthCheck } from '@understudy/contract';
import { evaluateAlarm, type DataPoint } from '../../alarms/evaluate-alarm.ts';

export interface MetricStatus {
  healthy: boolean;
  /** In a sentence. */
  reason: string;
}

/**
 * What Route 53 makes of an alarm's data: within the threshold is healthy, beyond it is not, and
 * too few data are what InsufficientDataHealthStatus says. The alarm's own treatment of missing
 * data does not count. "For new health checks that have no last known status, the default status
 * for the health check is healthy."
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
 */
export function metricStatus(
  alarm: NonNullable<HealthCheck['alarm']>,
  range: readonly DataPoint[],
  last: MetricStatus | undefined,
): MetricStatus {
  const { state, reason } = evaluateAlarm(
    {
      ...alarm,
      // Route 53 has no M out of N.
      datapointsToAlarm: alarm.evaluationPeriods,
      treatMissingData: 'missing',
      arn: '',
      actionsEnabled: false,
      alarmActions: [],
      okActions: [],
      insufficientDataActions: [],
    },
    range,
    { state: 'INSUFFICIENT_DATA', reason: '' },
  );
  if (state !== 'INSUFFICIENT_DATA') return { healthy: state === 'OK', reason };
  switch (alarm.insufficientData) {
    case 'Healthy':
      return { healthy: true, reason };
    case 'Unhealthy':
      return { healthy: false, reason };
    case 'LastKnownStatus':
      return { healthy: last?.healthy ?? true, reason };
  }
}
