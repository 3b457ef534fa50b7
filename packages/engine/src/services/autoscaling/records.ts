import {
  autoScalingGroupSchema,
  launchSpecificationSchema,
  scalingPolicySchema,
} from '@understudy/contract';
import { z } from 'zod';
import { declareTable } from '../../kernel/state/declare-table.ts';

const replacementSchema = z.object({
  minSize: z.number(),
  desiredCapacity: z.number(),
  /** Those that were suspended for it alone. */
  suspendedProcesses: z.array(z.string()),
});
export type Replacement = z.infer<typeof replacementSchema>;

const groupSchema = autoScalingGroupSchema.omit({ launch: true }).extend({
  launchTemplate: z.object({ id: z.string(), name: z.string(), version: z.string() }),
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

const refreshSchema = z.object({
  id: z.string(),
  region: z.string(),
  groupName: z.string(),
  status: z.enum(['Pending', 'InProgress', 'Successful', 'Failed', 'Cancelling', 'Cancelled']),
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
});
export type RefreshRecord = z.infer<typeof refreshSchema>;

export const autoScalingTables = {
  groups: declareTable('autoscaling/groups', groupSchema),
  /** By `<group>/<policy>`. */
  policies: declareTable('autoscaling/policies', policySchema),
  refreshes: declareTable('autoscaling/refreshes', refreshSchema),
};
