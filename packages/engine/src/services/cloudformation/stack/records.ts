import type { ResourceStatus, StackStatus } from '@aws-sdk/client-cloudformation';
import { enumeration } from '@understudy/contract';
import { z } from 'zod';
import type { ResourceResult } from '../../../kernel/resource.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { declareTable } from '../../../kernel/state/declare-table.ts';
import type { Tag } from '../schema/tags.ts';
import type { ParameterValue } from '../template/parameters.ts';
import type { DeletionPolicy } from '../template/template.ts';

const ON_FAILURE = ['ROLLBACK', 'DELETE', 'DO_NOTHING'] as const;

const parameterSchema = z.object({
  key: z.string(),
  value: z.string(),
  resolvedValue: z.string().exactOptional(),
  noEcho: z.boolean(),
  list: z.boolean(),
}) satisfies z.ZodType<ParameterValue>;

/** What a stack is made of: the input of a create or update, and what a rollback goes back to. */
const definitionSchema = z.object({
  /** As submitted. */
  templateText: z.string(),
  parameters: z.array(parameterSchema),
  tags: z.array(z.object({ Key: z.string(), Value: z.string() }) satisfies z.ZodType<Tag>),
  capabilities: z.array(z.string()),
  notificationArns: z.array(z.string()),
  roleArn: z.string().exactOptional(),
  /** Absent: never asked for. */
  rollbackConfiguration: z
    .object({
      /** ARNs of alarms. */
      triggers: z.array(z.string()),
      monitoringMinutes: z.number(),
    })
    .exactOptional(),
});
export type StackDefinition = z.infer<typeof definitionSchema>;

const outputSchema = z.object({
  key: z.string(),
  value: z.string(),
  description: z.string().exactOptional(),
  exportName: z.string().exactOptional(),
});
export type StackOutput = z.infer<typeof outputSchema>;

const callerSchema = z.object({
  account: z.string(),
  region: z.string(),
  requestId: z.string(),
  principalArn: z.string(),
}) satisfies z.ZodType<RequestContext>;

/** The operation underway, or the last one. */
const operationSchema = z.object({
  id: z.string(),
  kind: z.enum(['CREATE', 'UPDATE', 'DELETE', 'ROLLBACK', 'CONTINUE_ROLLBACK']),
  clientRequestToken: z.string().exactOptional(),
  startedMs: z.number(),
  /** DeleteStack's own. */
  retain: z.array(z.string()).exactOptional(),
  force: z.boolean().exactOptional(),
});
export type StackOperation = z.infer<typeof operationSchema>;

const stackSchema = definitionSchema.extend({
  id: z.string(),
  name: z.string(),
  region: z.string(),
  account: z.string(),
  status: enumeration<StackStatus>(),
  statusReason: z.string().exactOptional(),
  /** Wall time: clients compare these with their own clock. */
  createdMs: z.number(),
  updatedMs: z.number().exactOptional(),
  deletedMs: z.number().exactOptional(),
  description: z.string().exactOptional(),
  outputs: z.array(outputSchema),
  /** Names of exports that this stack imports. */
  imports: z.array(z.string()),
  terminationProtection: z.boolean(),
  disableRollback: z.boolean(),
  onFailure: z.enum(ON_FAILURE),
  timeoutInMinutes: z.number().exactOptional(),
  retainExceptOnCreate: z.boolean(),
  changeSetId: z.string().exactOptional(),
  /** On whose behalf resources are made. */
  caller: callerSchema,
  operation: operationSchema.exactOptional(),
  /** What an update that has not come to an end replaces. */
  stable: definitionSchema
    .extend({ outputs: z.array(outputSchema), imports: z.array(z.string()) })
    .exactOptional(),
});
export type StackRecord = z.infer<typeof stackSchema>;

/** A resource that exists in a service. */
const physicalResourceSchema = z.object({
  physicalId: z.string(),
  attributes: z.record(
    z.string(),
    z.union([z.string(), z.array(z.string()), z.number(), z.boolean()]),
  ),
  type: z.string(),
  /** As last given to the handler: resolved, with the stack's tags. */
  properties: z.record(z.string(), z.unknown()),
}) satisfies z.ZodType<ResourceResult>;
export type PhysicalResource = z.infer<typeof physicalResourceSchema>;

const resourceSchema = z.object({
  stackId: z.string(),
  logicalId: z.string(),
  type: z.string(),
  status: enumeration<ResourceStatus>(),
  statusReason: z.string().exactOptional(),
  updatedMs: z.number(),
  /** Resources that must outlive this one. */
  dependencies: z.array(z.string()),
  deletionPolicy: z.enum([
    'Delete',
    'Retain',
    'RetainExceptOnCreate',
  ]) satisfies z.ZodType<DeletionPolicy>,
  updateReplacePolicy: z.enum(['Delete', 'Retain']),
  /**
   * As JSON text: metadata, creation and update policy; a change of it is a change of the resource.
   */
  attributesText: z.string(),
  current: physicalResourceSchema.exactOptional(),
  /** During an update: what a rollback puts back; `absent` for a resource that the update adds. */
  before: z.union([physicalResourceSchema, z.literal('absent')]).exactOptional(),
  /** Replaced on the way; removed in the clean-up. */
  garbage: z.array(physicalResourceSchema).exactOptional(),
});
export type ResourceRecord = z.infer<typeof resourceSchema>;

const eventSchema = z.object({
  id: z.string(),
  /** Counts the stack's events, from 1. */
  number: z.number(),
  stackId: z.string(),
  stackName: z.string(),
  logicalId: z.string(),
  physicalId: z.string(),
  type: z.string(),
  atMs: z.number(),
  status: enumeration<ResourceStatus>(),
  reason: z.string().exactOptional(),
  propertiesText: z.string().exactOptional(),
  clientRequestToken: z.string().exactOptional(),
  operationId: z.string().exactOptional(),
});
export type EventRecord = z.infer<typeof eventSchema>;

const SCOPES = ['Properties', 'Metadata', 'Tags', 'DeletionPolicy', 'UpdateReplacePolicy'] as const;

/** What changes for one resource, as a change set lists it. */
const plannedChangeSchema = z.object({
  action: z.enum(['Add', 'Modify', 'Remove']),
  logicalId: z.string(),
  type: z.string(),
  physicalId: z.string().exactOptional(),
  replacement: z.enum(['True', 'False', 'Conditional']).exactOptional(),
  policyAction: z
    .enum(['Delete', 'Retain', 'ReplaceAndDelete', 'ReplaceAndRetain'])
    .exactOptional(),
  scope: z.array(z.enum(SCOPES)),
  details: z.array(
    z.object({
      attribute: z.enum(SCOPES),
      name: z.string().exactOptional(),
      recreation: z.enum(['Never', 'Conditionally', 'Always']),
      before: z.string().exactOptional(),
      after: z.string().exactOptional(),
    }),
  ),
});
export type PlannedChange = z.infer<typeof plannedChangeSchema>;

/** A property that the schema or the engine refuses, found when a change set was made. */
const validationFailureSchema = z.object({
  logicalId: z.string(),
  type: z.string(),
  path: z.string(),
  reason: z.string(),
});
export type ValidationFailure = z.infer<typeof validationFailureSchema>;

const changeSetSchema = definitionSchema.extend({
  id: z.string(),
  name: z.string(),
  stackId: z.string(),
  stackName: z.string(),
  kind: z.enum(['CREATE', 'UPDATE']),
  description: z.string().exactOptional(),
  createdMs: z.number(),
  status: z.enum(['CREATE_COMPLETE', 'FAILED']),
  statusReason: z.string().exactOptional(),
  executionStatus: z.enum(['AVAILABLE', 'UNAVAILABLE', 'OBSOLETE']),
  changes: z.array(plannedChangeSchema),
  failures: z.array(validationFailureSchema),
  operationId: z.string(),
  clientToken: z.string().exactOptional(),
  onStackFailure: z.enum(ON_FAILURE).exactOptional(),
  includeNestedStacks: z.boolean(),
});
export type ChangeSetRecord = z.infer<typeof changeSetSchema>;

export const cloudFormationTables = {
  stacks: declareTable('cloudformation/stacks', stackSchema),
  resources: declareTable('cloudformation/resources', resourceSchema),
  events: declareTable('cloudformation/events', eventSchema),
  changeSets: declareTable('cloudformation/change-sets', changeSetSchema),
};
