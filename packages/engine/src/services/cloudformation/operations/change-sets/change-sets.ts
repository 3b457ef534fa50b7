import type {
  ChangeSetSummary,
  DeleteChangeSetInput,
  DescribeChangeSetInput,
  DescribeChangeSetOutput,
  ListChangeSetsInput,
  ListChangeSetsOutput,
} from '@aws-sdk/client-cloudformation';
import { operation } from '../../../../kernel/operations.ts';
import type { RequestContext } from '../../../../kernel/service.ts';
import { changeSetMissing, stackMissingInBrackets, validationError } from '../../errors.ts';
import type { ChangeSetRecord, StackRecord } from '../../stack/records.ts';
import type { OperationTools } from '../context.ts';
import { page } from '../pages.ts';
import { rollbackConfigurationShape } from '../../stack/rollback-configuration.ts';
import { changeShape, parameterShape } from '../shapes.ts';

export const changeSetOperations = {
  DescribeChangeSet: operation(describeChangeSet),
  ListChangeSets: operation(listChangeSets),
  DeleteChangeSet: operation(deleteChangeSet),
};

/** A change set by ARN, or by name within its stack. */
export function requireChangeSet(
  tools: OperationTools,
  context: RequestContext,
  input: { ChangeSetName?: string | undefined; StackName?: string | undefined },
): ChangeSetRecord {
  const nameOrId = input.ChangeSetName ?? '';
  const stack = stackOf(tools, context, input);
  const changeSet = tools.environment.store.findChangeSet(stack?.id, nameOrId);
  if (changeSet === undefined) throw changeSetMissing(nameOrId);
  return changeSet;
}

function describeChangeSet(
  tools: OperationTools,
  context: RequestContext,
  input: DescribeChangeSetInput,
): DescribeChangeSetOutput {
  const changeSet = requireChangeSet(tools, context, input);
  const { items, next } = page(changeSet.changes, input.NextToken);
  return {
    ...summaryOf(changeSet),
    Parameters: changeSet.parameters.map(parameterShape),
    NotificationARNs: changeSet.notificationArns,
    RollbackConfiguration: rollbackConfigurationShape(changeSet.rollbackConfiguration),
    Capabilities: changeSet.capabilities as DescribeChangeSetOutput['Capabilities'],
    Tags: changeSet.tags,
    OnStackFailure: changeSet.onStackFailure,
    Changes: items.map((change) => changeShape(change, input.IncludePropertyValues === true)),
    ...next,
  };
}

function listChangeSets(
  tools: OperationTools,
  context: RequestContext,
  input: ListChangeSetsInput,
): ListChangeSetsOutput {
  const stack = optionalStack(tools, context, input.StackName ?? '');
  const all = stack === undefined ? [] : tools.environment.store.changeSets(stack.id);
  const { items, next } = page(all, input.NextToken);
  return { Summaries: items.map(summaryOf), ...next };
}

/** Succeeds also when there is no such change set, as long as its stack exists. */
function deleteChangeSet(
  tools: OperationTools,
  context: RequestContext,
  input: DeleteChangeSetInput,
): Record<string, never> {
  const stack = stackOf(tools, context, input);
  const changeSet = tools.environment.store.findChangeSet(stack?.id, input.ChangeSetName ?? '');
  if (changeSet !== undefined) tools.environment.store.deleteChangeSet(changeSet);
  return {};
}

/** The stack whose change set is named; undefined where the ARN says it. */
function stackOf(
  tools: OperationTools,
  context: RequestContext,
  input: { ChangeSetName?: string | undefined; StackName?: string | undefined },
): StackRecord | undefined {
  const stack = optionalStack(tools, context, input.StackName);
  if (stack === undefined && input.ChangeSetName?.startsWith('arn:') !== true)
    throw validationError(
      'StackName must be specified if ChangeSetName is not specified as an ARN.',
    );
  return stack;
}

function optionalStack(
  { environment }: OperationTools,
  context: RequestContext,
  nameOrId: string | undefined,
): StackRecord | undefined {
  if (nameOrId === undefined) return undefined;
  const stack = environment.store.findStack(context.region, nameOrId);
  if (stack === undefined) throw stackMissingInBrackets(nameOrId);
  return stack;
}

function summaryOf(changeSet: ChangeSetRecord): ChangeSetSummary {
  return {
    ChangeSetName: changeSet.name,
    ChangeSetId: changeSet.id,
    StackId: changeSet.stackId,
    StackName: changeSet.stackName,
    Description: changeSet.description,
    CreationTime: new Date(changeSet.createdMs),
    ExecutionStatus: changeSet.executionStatus,
    Status: changeSet.status,
    StatusReason: changeSet.statusReason,
    IncludeNestedStacks: changeSet.includeNestedStacks,
    ImportExistingResources: false,
  };
}
