import type { AutoScalingGroup } from '@understudy/contract';

/** A subnet that the group may launch in. */
export interface Place {
  subnetId: string;
  zone: string;
}

export interface InstanceView {
  instanceId: string;
  subnetId: string;
  zone: string;
  state: 'Pending' | 'InService' | 'Terminating';
  health: 'Healthy' | 'Unhealthy';
  /** False once its program has ended. */
  isRunning: boolean;
  launchTemplateId: string;
  launchTemplateVersion: number;
  launchedMs: number;
  /** Launched to balance zones, over the desired capacity, and not yet in service. */
  isRebalancing: boolean;
  /** An instance refresh replaces it: it serves, and is no capacity any more. */
  isLeaving: boolean;
  /** In service, healthy also in its target groups, and warmed up. */
  isReady: boolean;
}

export interface GroupView {
  desiredCapacity: number;
  places: readonly Place[];
  suspended: ReadonlySet<string>;
  launchTemplateId: string;
  instances: readonly InstanceView[];
  /** Unhealthy instances that were terminated and not yet replaced. */
  replacementsOwed: number;
  /** Absent: AWS's own ways of replacing each event. */
  maintenance?: NonNullable<AutoScalingGroup['instanceMaintenancePolicy']>;
  /** Subnets in which the last launch could not even begin. */
  failedSubnets: ReadonlySet<string>;
  nowMs: number;
  /** No launch before: the group is in a row of failures. */
  launchNotBeforeMs: number;
  random: () => number;
}
