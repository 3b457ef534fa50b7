import type { StandardUnit } from '@aws-sdk/client-cloudwatch';

/**
 * Units of the metrics that have one, as their services publish them.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-cloudwatch.html
 */
const UNITS: Readonly<Record<string, StandardUnit>> = {
  'AWS/Route53 HealthCheckPercentageHealthy': 'Percent',
  'AWS/Route53 ConnectionTime': 'Milliseconds',
  'AWS/Route53 SSLHandshakeTime': 'Milliseconds',
  'AWS/Route53 TimeToFirstByte': 'Milliseconds',
};

export function unitOf(
  namespace: string | undefined,
  metricName: string | undefined,
): StandardUnit {
  return UNITS[`${namespace ?? ''} ${metricName ?? ''}`] ?? 'None';
}
