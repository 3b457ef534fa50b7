import type {
  FilteredLogEvent,
  FilterLogEventsRequest,
  FilterLogEventsResponse,
  GetLogEventsRequest,
  GetLogEventsResponse,
  OutputLogEvent,
} from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../kernel/operations.ts';
import { page, positionOf as pagePositionOf } from '../../kernel/page.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { positionOf } from './event-table.ts';
import type { EventRecord } from './records.ts';
import { compileFilter } from './filter-pattern.ts';
import { failInvalid, type LogsStore } from './logs-store.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html */
const EVENTS_MAX = 10_000;
/** "As many log events as can fit in a response size of 1 MB." */
const ANSWER_BYTES_MAX = 1_048_576;

export const readEventOperations = {
  GetLogEvents: operation(getLogEvents, {
    accepts: [
      ...(['logGroupName', 'logStreamName', 'startTime', 'endTime'] as const),
      ...(['nextToken', 'limit', 'startFromHead'] as const),
    ],
  }),
  FilterLogEvents: operation(filterLogEvents, {
    accepts: [
      ...(['logGroupName', 'logStreamNames', 'logStreamNamePrefix', 'startTime'] as const),
      ...(['endTime', 'filterPattern', 'nextToken', 'limit', 'interleaved'] as const),
    ],
  }),
};

/** The start is included, the end is not. */
function getLogEvents(
  store: LogsStore,
  { region }: RequestContext,
  input: GetLogEventsRequest,
): GetLogEventsResponse {
  const group = store.group(region, input.logGroupName);
  const stream = store.stream(region, group, input.logStreamName);
  const fromMs = Math.max(input.startTime ?? 0, store.expiryMs(group));
  const events = store.events
    .list(region, stream, fromMs)
    .filter(({ timestampMs }) => timestampMs < (input.endTime ?? Infinity));
  const token = readToken(input.nextToken);
  const forward = token?.isForward ?? input.startFromHead === true;
  const found = events.filter((event) => {
    if (token === undefined) return true;
    const position = positionOf(event);
    return token.isForward ? position > token.position : position < token.position;
  });
  const answered = fitting(forward ? found : found.toReversed(), input.limit);
  if (!forward) answered.reverse();
  const [first, last] = [answered[0], answered.at(-1)];
  // At the end of the stream the token is the same again.
  const same = token?.position ?? '0';
  return {
    events: answered.map(shape),
    nextForwardToken: `f/${last === undefined ? same : positionOf(last)}`,
    nextBackwardToken: `b/${first === undefined ? same : positionOf(first)}`,
  };
}

function readToken(
  token: string | undefined,
): { isForward: boolean; position: string } | undefined {
  if (token === undefined) return undefined;
  const [, direction, position] = /^([fb])\/(\d{1,27})$/.exec(token) ?? [];
  if (position === undefined) return failInvalid('The specified nextToken is invalid.');
  return { isForward: direction === 'f', position };
}

/** The first ones that one answer carries; at least one. */
function fitting(events: readonly EventRecord[], limit = EVENTS_MAX): EventRecord[] {
  if (limit < 1 || limit > EVENTS_MAX)
    failInvalid(
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value ${limit < 1 ? 'greater than or equal to 1' : `less than or equal to ${EVENTS_MAX}`}`,
    );
  let bytes = 0;
  const end = events.slice(0, limit).findIndex(({ message }, index) => {
    bytes += Buffer.byteLength(message);
    return index > 0 && bytes > ANSWER_BYTES_MAX;
  });
  return events.slice(0, end < 0 ? limit : end);
}

/** Both ends are included. */
function filterLogEvents(
  store: LogsStore,
  { region }: RequestContext,
  input: FilterLogEventsRequest,
): FilterLogEventsResponse {
  const group = store.group(region, input.logGroupName);
  const { logStreamNames: names, logStreamNamePrefix: prefix } = input;
  if (names !== undefined && prefix !== undefined)
    failInvalid('Parameters logStreamNames and logStreamNamePrefix are mutually exclusive');
  const streams =
    names === undefined
      ? store.streamsOf(region, group.name, prefix)
      : names.map((name) => store.stream(region, group, name));
  const fits = compileFilter(input.filterPattern ?? '');
  const fromMs = Math.max(input.startTime ?? 0, store.expiryMs(group));
  const found = streams
    .flatMap((stream) => store.events.list(region, stream, fromMs))
    .filter(({ timestampMs }) => timestampMs <= (input.endTime ?? Infinity))
    .filter(({ message }) => fits(message))
    .sort((a, b) => a.timestampMs - b.timestampMs);
  const start = pagePositionOf(input.nextToken, () =>
    failInvalid('The specified nextToken is invalid.'),
  );
  const { length } = fitting(found.slice(start), input.limit);
  const { items, nextPosition } = page(found, { start, size: length });
  return {
    events: items.map(filteredShape),
    searchedLogStreams: [],
    ...(nextPosition === undefined ? {} : { nextToken: nextPosition }),
  };
}

function shape({ timestampMs, ingestedMs, message }: EventRecord): OutputLogEvent {
  return { timestamp: timestampMs, ingestionTime: ingestedMs, message };
}

function filteredShape(event: EventRecord): FilteredLogEvent {
  return { ...shape(event), logStreamName: event.streamName, eventId: positionOf(event) };
}
