import type { Listener, ListenerAction, LoadBalancer, TargetGroup } from '@understudy/contract';

export interface LoadBalancerRecord extends Pick<
  LoadBalancer,
  'arn' | 'name' | 'dnsName' | 'scheme' | 'securityGroupIds'
> {
  hostedZoneId: string;
  vpcId: string;
  nodes: Omit<LoadBalancer['nodes'][number], 'address'>[];
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

export interface ListenerRecord extends Pick<Listener, 'arn' | 'port' | 'protocol'> {
  loadBalancerArn: string;
  /** The first is the default. */
  certificateArns: string[];
  sslPolicy?: string;
  defaultAction: ActionRecord;
}

export interface RuleRecord extends Omit<Listener['rules'][number], 'action'> {
  listenerArn: string;
  action: ActionRecord;
}

export type HealthCheckRecord = TargetGroup['healthCheck'];

export interface TargetGroupRecord extends Omit<TargetGroup, 'attributes'> {
  protocolVersion: string;
  /** What was set, as above. */
  attributes: Record<string, string>;
}

export interface TagsRecord {
  arn: string;
  tags: Record<string, string>;
}
