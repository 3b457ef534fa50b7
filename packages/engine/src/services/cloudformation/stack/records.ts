import type { JsonObject } from '@understudy/contract';
import type { ResourceStatus, StackStatus } from '@aws-sdk/client-cloudformation';
import type { RequestContext } from '../../../kernel/service.ts';
import type { ResourceResult } from '../../../kernel/resource.ts';
import type { Tag } from '../schema/tags.ts';
import type { ParameterValue } from '../template/parameters.ts';
import type { DeletionPolicy } from '../template/template.ts';

/** What a stack is made of: the input of a create or update, and what a rollback goes back to. */
export interface StackDefinition {
  /** As submitted. */
  templateText: string;
  parameters: ParameterValue[];
  tags: Tag[];
  capabilities: string[];
  notificationArns: string[];
  roleArn?: string;
}

export interface StackOutput {
  key: string;
  value: string;
  description?: string;
  exportName?: string;
}

export interface StackRecord extends StackDefinition {
  id: string;
  name: string;
  region: string;
  account: string;
  status: StackStatus;
  statusReason?: string;
  /** Wall time: clients compare these with their own clock. */
  createdMs: number;
  updatedMs?: number;
  deletedMs?: number;
  description?: string;
  outputs: StackOutput[];
  /** Names of exports that this stack imports. */
  imports: string[];
  terminationProtection: boolean;
  disableRollback: boolean;
  onFailure: 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';
  timeoutInMinutes?: number;
  retainExceptOnCreate: boolean;
  changeSetId?: string;
  /** On whose behalf resources are made. */
  caller: RequestContext;
  operation?: StackOperation;
  /** What an update that has not come to an end replaces. */
  stable?: StackDefinition & { outputs: StackOutput[]; imports: string[] };
}

/** The operation underway, or the last one. */
export interface StackOperation {
  id: string;
  kind: 'CREATE' | 'UPDATE' | 'DELETE' | 'ROLLBACK' | 'CONTINUE_ROLLBACK';
  clientRequestToken?: string;
  startedMs: number;
  /** DeleteStack's own. */
  retain?: string[];
  force?: boolean;
}

/** A resource that exists in a service. */
export interface PhysicalResource extends ResourceResult {
  type: string;
  /** As last given to the handler: resolved, with the stack's tags. */
  properties: JsonObject;
}

export interface ResourceRecord {
  stackId: string;
  logicalId: string;
  type: string;
  status: ResourceStatus;
  statusReason?: string;
  updatedMs: number;
  /** Resources that must outlive this one. */
  dependencies: string[];
  deletionPolicy: DeletionPolicy;
  updateReplacePolicy: 'Delete' | 'Retain';
  /**
   * As JSON text: metadata, creation and update policy; a change of it is a change of the resource.
   */
  attributesText: string;
  current?: PhysicalResource;
  /** During an update: what a rollback puts back; `absent` for a resource that the update adds. */
  before?: PhysicalResource | 'absent';
  /** Replaced on the way; removed in the clean-up. */
  garbage?: PhysicalResource[];
}

export interface EventRecord {
  id: string;
  /** Counts the stack's events, from 1. */
  number: number;
  stackId: string;
  stackName: string;
  logicalId: string;
  physicalId: string;
  type: string;
  atMs: number;
  status: ResourceStatus;
  reason?: string;
  propertiesText?: string;
  clientRequestToken?: string;
  operationId?: string;
}

/** What changes for one resource, as a change set lists it. */
export interface PlannedChange {
  action: 'Add' | 'Modify' | 'Remove';
  logicalId: string;
  type: string;
  physicalId?: string;
  replacement?: 'True' | 'False' | 'Conditional';
  policyAction?: 'Delete' | 'Retain' | 'ReplaceAndDelete' | 'ReplaceAndRetain';
  scope: ('Properties' | 'Metadata' | 'Tags' | 'DeletionPolicy' | 'UpdateReplacePolicy')[];
  details: {
    attribute: PlannedChange['scope'][number];
    name?: string;
    recreation: 'Never' | 'Conditionally' | 'Always';
    before?: string;
    after?: string;
  }[];
}

/** A property that the schema or the engine refuses, found when a change set was made. */
export interface ValidationFailure {
  logicalId: string;
  type: string;
  path: string;
  reason: string;
}

export interface ChangeSetRecord extends StackDefinition {
  id: string;
  name: string;
  stackId: string;
  stackName: string;
  kind: 'CREATE' | 'UPDATE';
  description?: string;
  createdMs: number;
  status: 'CREATE_COMPLETE' | 'FAILED';
  statusReason?: string;
  executionStatus: 'AVAILABLE' | 'UNAVAILABLE' | 'OBSOLETE';
  changes: PlannedChange[];
  failures: ValidationFailure[];
  operationId: string;
  clientToken?: string;
  onStackFailure?: 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';
  includeNestedStacks: boolean;
}
