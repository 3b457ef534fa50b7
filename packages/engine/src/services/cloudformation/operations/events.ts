import type {
  DescribeEventsInput,
  DescribeEventsOutput,
  DescribeStackEventsInput,
  DescribeStackEventsOutput,
  OperationEvent,
} from '@aws-sdk/client-cloudformation';
import type { Operation, RequestContext } from '../../../kernel/service.ts';
import { changeSetMissing, stackMissingInBrackets } from '../errors.ts';
import type { ChangeSetRecord, EventRecord } from '../stack/records.ts';
import { missingMember, type OperationTools } from './context.ts';
import { page, PAGE_ITEMS_MAX } from './pages.ts';
import { eventShape } from './shapes.ts';

/** What happened to a stack, newest first. */
export function eventOperations(tools: OperationTools): Record<string, Operation> {
  const { store } = tools.environment;
  return {
    DescribeStackEvents: (
      context: RequestContext,
      input: DescribeStackEventsInput,
    ): DescribeStackEventsOutput => {
      if (input.StackName === undefined || input.StackName === '') throw missingMember('stackName');
      const stack = store.findStack(context.region, input.StackName);
      if (stack === undefined) throw stackMissingInBrackets(input.StackName);
      // The token names the event to go on from: new events may arrive between two pages.
      const from = input.NextToken === undefined ? Infinity : Number(input.NextToken);
      const events = store.events(stack.id).filter((event) => event.number <= from);
      const next = events[PAGE_ITEMS_MAX];
      return {
        StackEvents: events.slice(0, PAGE_ITEMS_MAX).map(eventShape),
        ...(next === undefined ? {} : { NextToken: String(next.number) }),
      };
    },
    DescribeEvents: (context: RequestContext, input: DescribeEventsInput): DescribeEventsOutput => {
      const { items, next } = page(operationEvents(tools, context, input), input.NextToken);
      return { OperationEvents: items, ...next };
    },
  };
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
