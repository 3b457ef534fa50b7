import {
  DescribeStackEventsCommand,
  type CloudFormationClient,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import { UnderstudyError } from '@understudy/contract';
import { monotonicMs, sleep } from '../../clock/wall.ts';
import { describeStack } from './describe-stack.ts';
import { hasEnded } from './stack-step.ts';

/** CloudFormation ends by itself what does not end; longer than its longest waits together. */
export const OPERATION_WALL_MS_MAX = 6 * 3_600_000;
const STACK = 'AWS::CloudFormation::Stack';
/**
 * Often enough for progress. A page of events is a hundred of them, and a status is one: the latter
 * may be asked for at every poll.
 */
const EVENTS_WALL_MS = 500;

/** Failure reasons that only say that something else failed. */
const CONSEQUENCE = /^(Resource (creation|update) [Cc]ancelled|The following resource)/;

export interface FollowRequest {
  stackId: string;
  /** What the operation was begun with. */
  token: string;
  pollWallMs: number;
  onEvent(event: StackEvent): void;
}

/** Tells the events of one operation in their order until the stack's own last one: its status. */
export async function followStack(
  client: CloudFormationClient,
  { stackId, token, pollWallMs, onEvent }: FollowRequest,
): Promise<string> {
  const told = new Set<string>();
  const deadlineMs = monotonicMs() + OPERATION_WALL_MS_MAX;
  for (;;) {
    for (const event of await newEvents(client, stackId, token, told)) {
      onEvent(event);
      const status = event.ResourceStatus ?? '';
      if (event.PhysicalResourceId === stackId && event.ResourceType === STACK && hasEnded(status))
        return status;
    }
    if (monotonicMs() > deadlineMs) throw tooLong(stackId);
    await untilNextLook(client, stackId, pollWallMs);
  }
}

/** Until there may be events worth a look: at once when the stack's status says that it ended. */
async function untilNextLook(
  client: CloudFormationClient,
  stackId: string,
  pollWallMs: number,
): Promise<void> {
  const nextMs = monotonicMs() + EVENTS_WALL_MS;
  do {
    await sleep(pollWallMs);
    if (monotonicMs() >= nextMs) return;
    const stack = await describeStack(client, stackId);
    if (stack === undefined || hasEnded(stack.StackStatus ?? '')) return;
  } while (monotonicMs() < nextMs);
}

/** The resource that a stack's last event is of; undefined when there is no event, or no stack. */
export async function resourceAtWork(
  client: CloudFormationClient,
  stack: string,
): Promise<string | undefined> {
  try {
    const { StackEvents: [last] = [] } = await client.send(
      new DescribeStackEventsCommand({ StackName: stack }),
    );
    return last?.LogicalResourceId;
  } catch (error) {
    // It may just have gone; whoever waits for it sees that next.
    if (error instanceof Error && error.name === 'ValidationError') return undefined;
    throw error;
  }
}

export function tooLong(stack: string): UnderstudyError {
  return new UnderstudyError('DeploymentFailed', {
    message: `${stack} has not ended after ${OPERATION_WALL_MS_MAX / 3_600_000} hours`,
  });
}

/**
 * Why a resource failed, where that is not the failure of another; or why the stack was rolled back
 * without one, as a rollback trigger's alarm does.
 */
export function failureOf(event: StackEvent): string | undefined {
  const { ResourceStatus: status = '', ResourceStatusReason: reason } = event;
  const isFailure = status.endsWith('_FAILED') || beginsRollback(event);
  if (!isFailure || reason === undefined || CONSEQUENCE.test(reason)) return undefined;
  const { StackName: stack = '', LogicalResourceId: resource = '' } = event;
  return `${isOfStack(event) ? stack : `${stack}/${resource}`}: ${reason.trim()}`;
}

/** Whether it is the event after which everything serves to go back. */
export function beginsRollback(event: StackEvent): boolean {
  return isOfStack(event) && (event.ResourceStatus ?? '').endsWith('ROLLBACK_IN_PROGRESS');
}

function isOfStack(event: StackEvent): boolean {
  return event.ResourceType === STACK && event.PhysicalResourceId === event.StackId;
}

/**
 * "All events triggered by a given stack operation are assigned the same client request token";
 * they come "in reverse chronological order", so that the first that was told before ends the look.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackEvent.html
 */
async function newEvents(
  client: CloudFormationClient,
  stackId: string,
  token: string,
  told: Set<string>,
): Promise<StackEvent[]> {
  const found: StackEvent[] = [];
  let next: string | undefined;
  do {
    const page = await client.send(
      new DescribeStackEventsCommand({ StackName: stackId, ...(next && { NextToken: next }) }),
    );
    const events = page.StackEvents ?? [];
    const fresh = events.filter(
      (event) => event.ClientRequestToken === token && !told.has(event.EventId ?? ''),
    );
    for (const event of fresh) told.add(event.EventId ?? '');
    found.push(...fresh);
    next = fresh.length === events.length ? page.NextToken : undefined;
  } while (next !== undefined);
  return found.reverse();
}
