import type {
  Change,
  Parameter,
  ResourceChange,
  Stack,
  StackEvent,
  StackSummary,
} from '@aws-sdk/client-cloudformation';
import { rollbackConfigurationShape } from '../stack/rollback-configuration.ts';
import type { ParameterValue } from '../template/parameters.ts';
import { NO_ECHO } from '../template/secrets.ts';
import type { EventRecord, PlannedChange, StackRecord } from '../stack/records.ts';

export function stackShape(stack: StackRecord): Stack {
  return {
    ...stackTimes(stack),
    StackId: stack.id,
    StackName: stack.name,
    ChangeSetId: stack.changeSetId,
    Description: stack.description,
    Parameters: stack.parameters.map(parameterShape),
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DisableRollback: stack.disableRollback,
    RollbackConfiguration: rollbackConfigurationShape(stack.rollbackConfiguration),
    NotificationARNs: stack.notificationArns,
    TimeoutInMinutes: stack.timeoutInMinutes,
    Capabilities: stack.capabilities as Stack['Capabilities'],
    Outputs: stack.outputs.map((output) => ({
      OutputKey: output.key,
      OutputValue: output.value,
      Description: output.description,
      ExportName: output.exportName,
    })),
    RoleARN: stack.roleArn,
    Tags: stack.tags,
    EnableTerminationProtection: stack.terminationProtection,
    RetainExceptOnCreate: stack.retainExceptOnCreate,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

export function stackSummary(stack: StackRecord): StackSummary {
  return {
    ...stackTimes(stack),
    StackId: stack.id,
    StackName: stack.name,
    TemplateDescription: stack.description,
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

export function parameterShape(parameter: ParameterValue): Parameter {
  if (parameter.noEcho) return { ParameterKey: parameter.key, ParameterValue: NO_ECHO };
  return {
    ParameterKey: parameter.key,
    ParameterValue: parameter.value,
    ResolvedValue: parameter.resolvedValue,
  };
}

export function eventShape(event: EventRecord): StackEvent {
  return {
    StackId: event.stackId,
    StackName: event.stackName,
    EventId: event.id,
    OperationId: event.operationId,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: new Date(event.atMs),
    ResourceStatus: event.status,
    ResourceStatusReason: event.reason,
    ResourceProperties: event.propertiesText,
    ClientRequestToken: event.clientRequestToken,
  };
}

export function changeShape(change: PlannedChange, includeValues: boolean): Change {
  const resource: ResourceChange = {
    Action: change.action,
    LogicalResourceId: change.logicalId,
    PhysicalResourceId: change.physicalId,
    ResourceType: change.type,
    Replacement: change.replacement,
    PolicyAction: change.policyAction,
    Scope: change.scope,
    Details: change.details.map((detail) => ({
      Target: {
        Attribute: detail.attribute,
        Name: detail.name,
        RequiresRecreation: detail.recreation,
        ...(includeValues ? { BeforeValue: detail.before, AfterValue: detail.after } : {}),
      },
      Evaluation: detail.after === '{{changeSet:KNOWN_AFTER_APPLY}}' ? 'Dynamic' : 'Static',
      ChangeSource: 'DirectModification',
    })),
  };
  return { Type: 'Resource', ResourceChange: resource };
}

function stackTimes(
  stack: StackRecord,
): Pick<Stack, 'CreationTime' | 'LastUpdatedTime' | 'DeletionTime'> {
  return {
    CreationTime: new Date(stack.createdMs),
    LastUpdatedTime: stack.updatedMs === undefined ? undefined : new Date(stack.updatedMs),
    DeletionTime: stack.deletedMs === undefined ? undefined : new Date(stack.deletedMs),
  };
}
