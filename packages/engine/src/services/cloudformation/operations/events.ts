import type {
  DescribeEventsInput,
  DescribeEventsOutput,
  DescribeStackEventsInput,
  DescribeStackEventsOutput,
  OperationEvent,
} from '@aws-sdk/client-cloudformation';
import { operation } from '../../../kernel/operations.ts';
import { page as pageOf, positionOf } from '../../../kernel/page.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { changeSetMissing, stackMissingInBrackets } from '../errors.ts';
import type { ChangeSetRecord, EventRecord } from '../stack/records.ts';
import { missingMember, type OperationTools } from './context.ts';
import { failToken, page, PAGE_ITEMS_MAX } from './pages.ts';
import { eventShape } from './shapes.ts';

/** What happened to a stack, newest first. */
export const eventOperations = {
  DescribeStackEvents: operation(describeStackEvents),
  DescribeEvents: operation(describeEvents),
};

function describeStackEvents(
  tools: OperationTools,
  context: RequestContext,
  input: DescribeStackEventsInput,
): DescribeStackEventsOutput {
  const { store } = tools.environment;
  if (input.StackName === undefined || input.StackName === '') throw missingMember('stackName');
  const stack = store.findStack(context.region, input.StackName);
  if (stack === undefined) throw stackMissingInBrackets(input.StackName);
  // The token names the event to go on from: new events may arrive between two pages.
  const from = input.NextToken ? positionOf(input.NextToken, failToken) : Infinity;
  const events = store.newestEvents(stack.id, from, PAGE_ITEMS_MAX + 1);
  const { items, next } = pageOf(events, { max: PAGE_ITEMS_MAX });
  return {
    StackEvents: items.map(eventShape),
    ...(next === undefined ? {} : { NextToken: String(next.number) }),
  };
}

function describeEvents(
  tools: OperationTools,
  context: RequestContext,
  input: DescribeEventsInput,
): DescribeEventsOutput {
  const { items, next } = page(operationEvents(tools, context, input), input.NextToken);
  return { OperationEvents: items, ...next };
}

/** The events of a change set's validation, or of a stack's operations. */
function operationEvents(
  { environment: { store } }: OperationTools,
  context: RequestContext,
  input: DescribeEventsInput,
): OperationEvent[] {
  const name = input.StackName;
  const stack = name === undefined ? undefined : store.findStack(context.region, name);
  if (name !== undefined && stack === undefined) throw stackMissingInBrackets(name);
  const onlyFailed = input.Filters?.FailedEvents === true;
  if (input.ChangeSetName !== undefined) {
    const changeSet = store.findChangeSet(stack?.id, input.ChangeSetName);
    if (changeSet === undefined) throw changeSetMissing(input.ChangeSetName);
    return validationEvents(changeSet);
  }
  const stacks = stack === undefined ? store.stacks() : [stack];
  return stacks
    .flatMap(({ id }) => store.events(id))
    .filter((event) => input.OperationId === undefined || event.operationId === input.OperationId)
    .filter((event) => !onlyFailed || event.status.endsWith('_FAILED'))
    .map(operationEvent);
}

function operationEvent(event: EventRecord): OperationEvent {
  return { ...eventShape(event), EventType: 'STACK_EVENT' };
}

/**
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html
 */
function validationEvents(changeSet: ChangeSetRecord): OperationEvent[] {
  return changeSet.failures.map((failure, index) => ({
    EventId: `${changeSet.operationId}-${index}`,
    StackId: changeSet.stackId,
    OperationId: changeSet.operationId,
    OperationType: 'CREATE_CHANGESET',
    OperationStatus: 'FAILED',
    EventType: 'VALIDATION_ERROR',
    LogicalResourceId: failure.logicalId,
    PhysicalResourceId: '',
    ResourceType: failure.type,
    Timestamp: new Date(changeSet.createdMs),
    ValidationFailureMode: 'FAIL',
    ValidationName: 'PROPERTY_VALIDATION',
    ValidationStatus: 'FAILED',
    ValidationStatusReason: failure.reason,
    ValidationPath: failure.path,
  }));
}
