import type { MetricSink } from '../alarms/metric-sink.ts';
import { targetGroupDimension } from './arn.ts';

const NAMESPACE = 'AWS/ApplicationELB';

/** What one node counted of one target group since it was last asked. */
class GroupMeter {
  requests = 0;
  /** By the first digit of the status; 2 to 5 are used. */
  readonly statuses: [number, number, number, number, number, number] = [0, 0, 0, 0, 0, 0];
  connectionErrors = 0;
  responses = 0;
  responseSeconds = 0;
  responseSecondsMinimum = Infinity;
  responseSecondsMaximum = 0;

  answered(status: number, seconds: number): void {
    const digit = Math.floor(status / 100);
    if (digit >= 2 && digit <= 5) this.statuses[digit as 2 | 3 | 4 | 5] += 1;
    this.responses += 1;
    this.responseSeconds += seconds;
    this.responseSecondsMinimum = Math.min(this.responseSecondsMinimum, seconds);
    this.responseSecondsMaximum = Math.max(this.responseSecondsMaximum, seconds);
  }
}

/**
 * What one node counted. Cheap: a request adds to numbers, and only a flush makes metrics of them.
 */
export class NodeMeter {
  readonly zone: string;
  /** By status, of the answers that the load balancer gave itself. */
  readonly ownStatuses = new Map<number, number>();
  /** Whatever the mode made of them. */
  nonCompliantRequests = 0;
  readonly #groups = new Map<string, GroupMeter>();

  constructor(zone: string) {
    this.zone = zone;
  }

  group(arn: string): GroupMeter {
    const known = this.#groups.get(arn);
    if (known) return known;
    const made = new GroupMeter();
    this.#groups.set(arn, made);
    return made;
  }

  answeredItself(status: number): void {
    this.ownStatuses.set(status, (this.ownStatuses.get(status) ?? 0) + 1);
  }

  takeGroups(): [string, GroupMeter][] {
    const taken = [...this.#groups];
    this.#groups.clear();
    return taken;
  }
}

/**
 * Hands over what a node counted, under the dimensions that AWS publishes
 * (application user guide, load-balancer-cloudwatch-metrics.html).
 * A metric without data is not reported.
 */
export function flushMeter(
  meter: NodeMeter,
  to: { sink: MetricSink; loadBalancer: string; targetsOf: (groupArn: string) => number },
): void {
  const { sink, loadBalancer, targetsOf } = to;
  const whole = { LoadBalancer: loadBalancer };
  const zonal = { AvailabilityZone: meter.zone, LoadBalancer: loadBalancer };
  for (const [metricName, count] of ownCounts(meter)) {
    for (const dimensions of [whole, zonal]) recordCount(sink, { metricName, dimensions, count });
  }
  for (const [arn, group] of meter.takeGroups()) {
    const TargetGroup = targetGroupDimension(arn);
    const scopes = [whole, zonal, { ...whole, TargetGroup }, { ...zonal, TargetGroup }];
    for (const dimensions of scopes) recordGroup(sink, group, dimensions);
    // "The average number of requests received by each target": already divided, so its Sum is the
    // one valid statistic.
    const perTarget = group.requests / Math.max(1, targetsOf(arn));
    for (const dimensions of [{ TargetGroup }, { ...whole, TargetGroup }])
      recordCount(sink, { metricName: 'RequestCountPerTarget', dimensions, count: perTarget });
  }
}

/** Healthy and unhealthy hosts as one node sees them. */
export function recordHosts(
  sink: MetricSink,
  facts: {
    loadBalancer: string;
    zone: string;
    groupArn: string;
    healthy: number;
    unhealthy: number;
  },
): void {
  const { loadBalancer, zone, groupArn } = facts;
  const TargetGroup = targetGroupDimension(groupArn);
  const whole = { LoadBalancer: loadBalancer, TargetGroup };
  for (const dimensions of [whole, { ...whole, AvailabilityZone: zone }]) {
    const namespace = NAMESPACE;
    const { healthy, unhealthy } = facts;
    sink.record({ namespace, metricName: 'HealthyHostCount', dimensions, value: healthy });
    sink.record({ namespace, metricName: 'UnHealthyHostCount', dimensions, value: unhealthy });
  }
}

function ownCounts(meter: NodeMeter): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (name: string, count: number): void =>
    void counts.set(name, (counts.get(name) ?? 0) + count);
  for (const [status, count] of meter.ownStatuses) {
    add(`HTTPCode_ELB_${Math.floor(status / 100)}XX_Count`, count);
    if (status >= 500) add(`HTTPCode_ELB_${status}_Count`, count);
  }
  meter.ownStatuses.clear();
  // "The number of requests that do not comply with RFC 7230."
  add('DesyncMitigationMode_NonCompliant_Request_Count', meter.nonCompliantRequests);
  meter.nonCompliantRequests = 0;
  return counts;
}

function recordGroup(
  sink: MetricSink,
  group: GroupMeter,
  dimensions: Record<string, string>,
): void {
  recordCount(sink, { metricName: 'RequestCount', dimensions, count: group.requests });
  for (const digit of [2, 3, 4, 5] as const) {
    const metricName = `HTTPCode_Target_${digit}XX_Count`;
    recordCount(sink, { metricName, dimensions, count: group.statuses[digit] });
  }
  const count = group.connectionErrors;
  recordCount(sink, { metricName: 'TargetConnectionErrorCount', dimensions, count });
  if (group.responses > 0)
    sink.record({
      namespace: NAMESPACE,
      metricName: 'TargetResponseTime',
      dimensions,
      value: group.responseSeconds,
      sampleCount: group.responses,
      minimum: group.responseSecondsMinimum,
      maximum: group.responseSecondsMaximum,
    });
}

/** "Minimum, Maximum, and Average all return 1": each request is a sample of one. */
function recordCount(
  sink: MetricSink,
  datum: { metricName: string; dimensions: Record<string, string>; count: number },
): void {
  const { metricName, dimensions, count } = datum;
  if (count === 0) return;
  sink.record({
    namespace: NAMESPACE,
    metricName,
    dimensions,
    value: count,
    sampleCount: Number.isInteger(count) ? count : 1,
    minimum: Math.min(1, count),
    maximum: Math.min(1, count),
  });
}
