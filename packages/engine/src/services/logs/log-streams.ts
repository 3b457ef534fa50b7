import type {
  CreateLogStreamRequest,
  DeleteLogStreamRequest,
  DescribeLogStreamsRequest,
  DescribeLogStreamsResponse,
  LogStream,
} from '@aws-sdk/client-cloudwatch-logs';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import { page, positionOf } from '../../kernel/page.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { groupArn } from './log-groups.ts';
import { checkStreamName, failInvalid, type LogsStore } from './logs-store.ts';
import type { LogStreamRecord } from './records.ts';

/** AWS has no limit; so many records are more than the store is for. */
const STREAMS_MAX = 1_000;
const PAGE_ITEMS_MAX = 50;

export const logStreamOperations = {
  CreateLogStream: operation(createLogStream),
  DeleteLogStream: operation(deleteLogStream),
  DescribeLogStreams: operation(describeLogStreams, {
    accepts: ['logGroupName', 'logStreamNamePrefix', 'orderBy', 'descending', 'limit', 'nextToken'],
  }),
};

function createLogStream(
  store: LogsStore,
  { region }: RequestContext,
  input: CreateLogStreamRequest,
): void {
  const group = store.group(region, input.logGroupName);
  const name = checkStreamName(input.logStreamName);
  const all = store.streamsOf(region, group.name);
  if (all.some((stream) => stream.name === name))
    fail('ResourceAlreadyExistsException', 'The specified log stream already exists');
  if (all.length >= STREAMS_MAX) fail('LimitExceededException', 'Resource limit exceeded.');
  store.putStream(region, {
    ...{ groupName: group.name, name, createdMs: store.deps.clock.nowMs() },
    ...{ events: 0, bytes: 0, nextSequence: 0 },
  });
}

function deleteLogStream(
  store: LogsStore,
  { region }: RequestContext,
  input: DeleteLogStreamRequest,
): void {
  const group = store.group(region, input.logGroupName);
  store.deleteStream(region, store.stream(region, group, input.logStreamName));
}

function describeLogStreams(
  store: LogsStore,
  context: RequestContext,
  input: DescribeLogStreamsRequest,
): DescribeLogStreamsResponse {
  const { region } = context;
  const group = store.group(region, input.logGroupName);
  const byTime = input.orderBy === 'LastEventTime';
  if (byTime && input.logStreamNamePrefix !== undefined)
    failInvalid('Cannot order by LastEventTime with a logStreamNamePrefix.');
  const streams = store.streamsOf(region, group.name, input.logStreamNamePrefix);
  if (byTime) streams.sort((a, b) => (a.lastEventMs ?? 0) - (b.lastEventMs ?? 0));
  if (input.descending === true) streams.reverse();
  const start = positionOf(input.nextToken, () =>
    failInvalid('The specified nextToken is invalid.'),
  );
  const { items, nextPosition } = page(streams, {
    ...{ start, size: input.limit, max: PAGE_ITEMS_MAX },
  });
  return {
    logStreams: items.map((stream) => describe(context, stream)),
    ...(nextPosition === undefined ? {} : { nextToken: nextPosition }),
  };
}

function describe(context: RequestContext, stream: LogStreamRecord): LogStream {
  return {
    logStreamName: stream.name,
    creationTime: stream.createdMs,
    firstEventTimestamp: stream.firstEventMs,
    lastEventTimestamp: stream.lastEventMs,
    lastIngestionTime: stream.lastIngestionMs,
    arn: `${groupArn(context, stream.groupName)}:log-stream:${stream.name}`,
    // "From June 17, 2019, this parameter is no longer supported for log streams, and is always
    // reported as zero."
    storedBytes: 0,
  };
}
