import {
  autoScalingGroupSchema,
  enumeration,
  launchSpecificationSchema,
  scalingPolicySchema,
} from '@understudy/contract';
import type {
  InstanceRefreshStatus,
  ScaleInProtectedInstances,
  StandbyInstances,
} from '@aws-sdk/client-auto-scaling';
import { z } from 'zod';
import { declareTable } from '../../kernel/state/declare-table.ts';

const replacementSchema = z.object({
  minSize: z.number(),
  desiredCapacity: z.number(),
  /** Those that were suspended for it alone. */
  suspendedProcesses: z.array(z.string()),
});
export type Replacement = z.infer<typeof replacementSchema>;

const launchTemplateSchema = z.object({ id: z.string(), name: z.string(), version: z.string() });

const groupSchema = autoScalingGroupSchema.omit({ launch: true }).extend({
  launchTemplate: launchTemplateSchema,
  /**
   * What the template stood for when the group was last set; for instances that outlive their
   * template.
   */
  lastLaunch: launchSpecificationSchema,
  createdMs: z.number(),
  /** While CloudFormation replaces its instances: what is put back afterwards. */
  replacement: replacementSchema.exactOptional(),
});
export type GroupRecord = z.infer<typeof groupSchema>;

const policySchema = scalingPolicySchema
  .omit({ policyType: true })
  .extend({ minAdjustmentMagnitude: z.number().exactOptional() });
export type PolicyRecord = z.infer<typeof policySchema>;

const rollbackSchema = z.object({
  reason: z.string(),
  startMs: z.number(),
  percentageComplete: z.number(),
  instancesToUpdate: z.number(),
});

const refreshSchema = z.object({
  id: z.string(),
  region: z.string(),
  groupName: z.string(),
  status: enumeration<InstanceRefreshStatus>(),
  statusReason: z.string().exactOptional(),
  startMs: z.number(),
  /** Absent while it is under way. */
  endMs: z.number().exactOptional(),
  /** Those that were there when it began, and are to go. */
  oldInstanceIds: z.array(z.string()),
  instancesToUpdate: z.number(),
  percentageComplete: z.number(),
  minHealthyPercentage: z.number(),
  warmupSeconds: z.number(),
  skipMatching: z.boolean(),
  /** Absent: instances end as their successors start. */
  maxHealthyPercentage: z.number().exactOptional(),
  checkpointPercentages: z.array(z.number()).exactOptional(),
  checkpointDelaySeconds: z.number().exactOptional(),
  bakeSeconds: z.number().exactOptional(),
  /** By name. */
  alarms: z.array(z.string()).exactOptional(),
  autoRollback: z.boolean().exactOptional(),
  scaleInProtectedInstances: enumeration<ScaleInProtectedInstances>().exactOptional(),
  standbyInstances: enumeration<StandbyInstances>().exactOptional(),
  /** What it launches, and what the group is given in the end. Absent: the group's own. */
  desiredTemplate: launchTemplateSchema.exactOptional(),
  /** How many checkpoints it has reached, and until when it waits at the last of these. */
  checkpointsReached: z.number().exactOptional(),
  checkpointUntilMs: z.number().exactOptional(),
  bakedMs: z.number().exactOptional(),
  /** When it last came further, and how far. */
  progress: z.object({ sinceMs: z.number(), replaced: z.number() }).exactOptional(),
  rollback: rollbackSchema.exactOptional(),
});
export type RefreshRecord = z.infer<typeof refreshSchema>;

export const autoScalingTables = {
  groups: declareTable('autoscaling/groups', groupSchema),
  /** By `<group>/<policy>`. */
  policies: declareTable('autoscaling/policies', policySchema),
  refreshes: declareTable('autoscaling/refreshes', refreshSchema),
};
