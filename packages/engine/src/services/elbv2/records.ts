import type { ListenerAction, RuleCondition } from '@understudy/contract';

export interface LoadBalancerRecord {
  arn: string;
  name: string;
  dnsName: string;
  hostedZoneId: string;
  vpcId: string;
  scheme: 'internet-facing' | 'internal';
  securityGroupIds: string[];
  nodes: { subnetId: string; zone: string; privateIp: string }[];
  createdMs: number;
  /** What was set; the defaults are in `attributes.ts`. */
  attributes: Record<string, string>;
}

/** An action as given, for Describe calls, and as the data plane carries it out. */
export interface ActionRecord {
  order: number;
  action: ListenerAction;
  stickiness: { enabled: boolean; durationSeconds?: number };
}

export interface ListenerRecord {
  arn: string;
  loadBalancerArn: string;
  port: number;
  protocol: 'HTTP' | 'HTTPS';
  /** The first is the default. */
  certificateArns: string[];
  sslPolicy?: string;
  defaultAction: ActionRecord;
}

export interface RuleRecord {
  arn: string;
  listenerArn: string;
  priority: number;
  conditions: RuleCondition[];
  action: ActionRecord;
}

export interface HealthCheckRecord {
  enabled: boolean;
  protocol: 'HTTP' | 'HTTPS';
  port: string;
  path: string;
  intervalSeconds: number;
  timeoutSeconds: number;
  healthyThreshold: number;
  unhealthyThreshold: number;
  matcher: string;
}

export interface TargetGroupRecord {
  arn: string;
  name: string;
  protocol: 'HTTP' | 'HTTPS';
  protocolVersion: string;
  port: number;
  vpcId: string;
  healthCheck: HealthCheckRecord;
  attributes: Record<string, string>;
  targets: { instanceId: string; port: number }[];
}

export interface TagsRecord {
  arn: string;
  tags: Record<string, string>;
}
