import type { LaunchSpecification } from '@understudy/contract';

export interface GroupRecord {
  arn: string;
  name: string;
  minSize: number;
  maxSize: number;
  desiredCapacity: number;
  /** Raised each time the API sets the desired capacity. */
  desiredRevision: number;
  subnetIds: string[];
  targetGroupArns: string[];
  healthCheckType: 'EC2' | 'ELB';
  healthCheckGracePeriodSeconds: number;
  defaultCooldownSeconds: number;
  suspendedProcesses: string[];
  tags: { key: string; value: string; propagateAtLaunch: boolean }[];
  launchTemplate: { id: string; name: string; version: string };
  /**
   * What the template stood for when the group was last set; for instances that outlive their
   * template.
   */
  lastLaunch: LaunchSpecification;
  createdMs: number;
}

export interface PolicyRecord {
  arn: string;
  name: string;
  groupName: string;
  adjustmentType: 'ChangeInCapacity' | 'ExactCapacity' | 'PercentChangeInCapacity';
  scalingAdjustment: number;
  minAdjustmentMagnitude?: number;
  cooldownSeconds?: number;
}
