import type { TargetHealth } from '@understudy/contract';

/** An instance as a target group knows it. */
export interface RegisteredTarget {
  instanceId: string;
  /** AWS's port number; the interface listens at `localPort(port)`. */
  port: number;
  zone: string;
  loopbackAddress: string;
}

/** What the fleet asks of the load balancers: targets come and go with instances. */
export interface TargetRegistry {
  register(targetGroupArn: string, target: RegisteredTarget): void;
  /**
   * Resolves when draining is over: at once where the group knows no such target or no load
   * balancer uses the group, otherwise after the deregistration delay, as AWS.
   */
  deregister(targetGroupArn: string, instanceId: string): Promise<void>;
  state(targetGroupArn: string, instanceId: string): TargetHealth['state'] | undefined;
  /** Returns what ends the subscription. */
  onStateChange(listener: (change: TargetStateChange) => void): () => void;
}

export interface TargetStateChange {
  targetGroupArn: string;
  instanceId: string;
  state: TargetHealth['state'];
  reason: string;
}
