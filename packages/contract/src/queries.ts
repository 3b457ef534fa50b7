import type { HostedZone } from './documents/hosted-zone.ts';

/**
 * What the control plane may ask a running process, and tell it to do at once. Everything else
 * travels in documents. Shapes are plain JSON; times are AWS milliseconds since the Unix epoch.
 */
export interface RegionQueries {
  describeTargetHealth: { input: { targetGroupArn: string }; output: TargetHealth[] };
  describeGroups: { input: Record<string, never>; output: GroupState[] };
  describeInstances: { input: Record<string, never>; output: InstanceState[] };
  /**
   * The last lines that an instance's process wrote, also of instances that are gone (the last 50
   * of them).
   */
  instanceOutput: {
    input: { instanceId: string };
    output: { instanceId: string; lines: string[] };
  };
  terminateInstance: {
    input: { instanceId: string; decrementDesiredCapacity: boolean };
    output: { activity: string };
  };
  executePolicy: {
    input: { policyArn: string; honorCooldown: boolean };
    output: Record<string, never>;
  };
  describeActivities: { input: { groupName: string }; output: ScalingActivity[] };
  describeAlarmStates: { input: Record<string, never>; output: AlarmState[] };
  /** Data points of one metric; `values` are the statistic over each period that has data. */
  metricStatistics: {
    input: MetricQuery;
    output: { points: { startMs: number; value: number }[] };
  };
  /** Every metric that has had data lately. */
  listMetrics: { input: Record<string, never>; output: { metrics: MetricName[] } };
  /**
   * One attempt to connect as the security groups and routes would have it, and the rule that
   * decided.
   */
  testReachability: {
    input: { from: string; instanceId: string; port: number };
    output: { admitted: boolean; reason: string };
  };
}

export interface GlobalQueries {
  healthCheckStatus: { input: { healthCheckId: string }; output: HealthCheckStatus };
  /** CloudWatch of us-east-1, where no region of that name runs. */
  describeAlarmStates: RegionQueries['describeAlarmStates'];
  metricStatistics: RegionQueries['metricStatistics'];
  listMetrics: RegionQueries['listMetrics'];
  /**
   * Removes matching objects from every edge location's cache; paths as CreateInvalidation has
   * them.
   */
  invalidate: { input: { distributionId: string; paths: string[] }; output: { removed: number } };
  /** The answer that the failover algorithm gives now, as TestDNSAnswer. */
  testDnsAnswer: {
    /**
     * `asker` is the network that the question shall come from: the resolver's address, or its
     * client's subnet.
     */
    input: {
      hostedZoneId: HostedZone['id'];
      name: string;
      type: string;
      asker: { address: string; prefixBits: number };
    };
    output: { responseCode: string; records: string[] };
  };
}

export interface TargetHealth {
  instanceId: string;
  port: number;
  zone: string;
  state: 'initial' | 'healthy' | 'unhealthy' | 'unused' | 'draining' | 'unavailable';
  /** AWS's reason code, e.g. `Target.ResponseCodeMismatch`; empty when healthy. */
  reason: string;
  description: string;
}

export const LIFECYCLE_STATES = ['Pending', 'InService', 'Terminating', 'Terminated'] as const;
export type LifecycleState = (typeof LIFECYCLE_STATES)[number];

export interface InstanceState {
  instanceId: string;
  groupName: string;
  imageId: string;
  instanceType: string;
  launchTemplateId: string;
  launchTemplateVersion: number;
  subnetId: string;
  zone: string;
  /** In the VPC, and on this machine. */
  privateIp: string;
  loopbackAddress: string;
  securityGroupIds: string[];
  lifecycleState: LifecycleState;
  healthStatus: 'Healthy' | 'Unhealthy';
  processId: number | undefined;
  launchedMs: number;
  tags: { key: string; value: string }[];
}

export interface GroupState {
  name: string;
  /** What policies and the API made of it; the document holds only what the API last said. */
  desiredCapacity: number;
  minSize: number;
  maxSize: number;
  instanceIds: string[];
  /**
   * How many starts in a row ended before the instance was in service, and the last one that did.
   */
  failedLaunchesInARow: number;
  lastFailedInstanceId: string | undefined;
}

export interface ScalingActivity {
  activityId: string;
  groupName: string;
  cause: string;
  description: string;
  startMs: number;
  endMs: number | undefined;
  status: 'InProgress' | 'Successful' | 'Failed';
  statusMessage: string;
}

export interface AlarmState {
  arn: string;
  name: string;
  state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  reason: string;
  updatedMs: number;
}

export interface MetricName {
  namespace: string;
  metricName: string;
  dimensions: Record<string, string>;
}

export interface MetricQuery extends MetricName {
  statistic: 'Average' | 'Sum' | 'Minimum' | 'Maximum' | 'SampleCount';
  periodSeconds: number;
  startMs: number;
  endMs: number;
}

export interface HealthCheckStatus {
  healthCheckId: string;
  /** After the 18 % rule, inversion and disabling. */
  healthy: boolean;
  healthyCheckers: number;
  checkers: {
    region: string;
    /** The published one. */
    address: string;
    healthy: boolean;
    status: string;
    checkedMs: number | undefined;
    lastFailure: { status: string; checkedMs: number } | undefined;
  }[];
}
