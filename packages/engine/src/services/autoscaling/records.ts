import type { AutoScalingGroup, LaunchSpecification, ScalingPolicy } from '@understudy/contract';

export interface GroupRecord extends Omit<AutoScalingGroup, 'launch'> {
  launchTemplate: { id: string; name: string; version: string };
  /**
   * What the template stood for when the group was last set; for instances that outlive their
   * template.
   */
  lastLaunch: LaunchSpecification;
  createdMs: number;
}

export interface PolicyRecord extends Omit<ScalingPolicy, 'policyType' | 'minAdjustmentMagnitude'> {
  minAdjustmentMagnitude?: number;
}
