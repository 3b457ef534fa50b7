import type {
  InputLogEvent,
  PutLogEventsRequest,
  PutLogEventsResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { failInvalid, type LogsStore } from './logs-store.ts';
import type { LogStreamRecord } from './records.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const BATCH_EVENTS_MAX = 10_000;
const BATCH_BYTES_MAX = 1_048_576;
const EVENT_BYTES = 26;
const HOUR_MS = 3_600_000;
const SPAN_MS_MAX = 24 * HOUR_MS;
const FUTURE_MS_MAX = 2 * HOUR_MS;
const PAST_MS_MAX = 14 * 24 * HOUR_MS;

/** Of one stream; the oldest events give way. */
const STREAM_EVENTS_MAX = 10_000;
const STREAM_BYTES_MAX = 16_777_216;

export const putEventOperations = {
  PutLogEvents: operation(putLogEvents, {
    accepts: ['logGroupName', 'logStreamName', 'logEvents', 'sequenceToken'],
  }),
};

function putLogEvents(
  store: LogsStore,
  { region }: RequestContext,
  input: PutLogEventsRequest,
): PutLogEventsResponse {
  const group = store.group(region, input.logGroupName);
  const stream = store.stream(region, group, input.logStreamName);
  const events = (input.logEvents ?? []).map(readEvent);
  checkBatch(events);
  const nowMs = store.deps.clock.nowMs();
  const expiryMs = store.expiryMs(group);
  const taken = sortOut(events, { nowMs, expiryMs });
  store.deps.state.atOnce(() => {
    for (const event of taken.accepted) addEvent(store, region, stream, { ...event, nowMs });
    makeRoom(store, region, stream, expiryMs);
    store.putStream(region, stream);
  });
  return taken.rejected === undefined ? {} : { rejectedLogEventsInfo: taken.rejected };
}

interface Given {
  timestampMs: number;
  message: string;
}

function readEvent({ timestamp, message }: InputLogEvent): Given {
  if (timestamp === undefined || message === undefined || message === '')
    return failInvalid(
      "1 validation error detected: Value at 'logEvents.1.member.message' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  return { timestampMs: timestamp, message };
}

function checkBatch(events: readonly Given[]): void {
  if (events.length === 0 || events.length > BATCH_EVENTS_MAX)
    failInvalid(
      `1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member must have length ${events.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${BATCH_EVENTS_MAX}`}`,
    );
  const bytes = events.reduce((sum, event) => sum + bytesOf(event), 0);
  if (bytes > BATCH_BYTES_MAX)
    failInvalid(`Upload too large: ${bytes} bytes exceeds limit of ${BATCH_BYTES_MAX}`);
  const times = events.map(({ timestampMs }) => timestampMs);
  if (times.some((time, index) => time < (times[index - 1] ?? 0)))
    failInvalid('Log events in a single PutLogEvents request must be in chronological order.');
  if ((times.at(-1) ?? 0) - (times[0] ?? 0) > SPAN_MS_MAX)
    failInvalid(
      'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    );
}

function bytesOf({ message }: Given): number {
  return Buffer.byteLength(message) + EVENT_BYTES;
}

/** The events of a batch, in order of time, that are neither too old nor too new. */
function sortOut(
  events: readonly Given[],
  { nowMs, expiryMs }: { nowMs: number; expiryMs: number },
): { accepted: Given[]; rejected: PutLogEventsResponse['rejectedLogEventsInfo'] } {
  const firstNotBefore = (ms: number): number => {
    const index = events.findIndex(({ timestampMs }) => timestampMs >= ms);
    return index < 0 ? events.length : index;
  };
  const tooOld = firstNotBefore(nowMs - PAST_MS_MAX);
  const expired = firstNotBefore(expiryMs);
  const tooNew = firstNotBefore(nowMs + FUTURE_MS_MAX + 1);
  const rejected = {
    ...(tooNew < events.length ? { tooNewLogEventStartIndex: tooNew } : {}),
    ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
    ...(expired > tooOld ? { expiredLogEventEndIndex: expired } : {}),
  };
  return {
    accepted: events.slice(Math.max(tooOld, expired), tooNew),
    rejected: Object.keys(rejected).length === 0 ? undefined : rejected,
  };
}

function addEvent(
  store: LogsStore,
  region: string,
  stream: LogStreamRecord,
  { timestampMs, message, nowMs }: Given & { nowMs: number },
): void {
  store.events.put(region, stream, {
    ...{ streamName: stream.name, timestampMs, message, ingestedMs: nowMs },
    sequence: stream.nextSequence,
  });
  stream.nextSequence += 1;
  stream.events += 1;
  stream.bytes += bytesOf({ timestampMs, message });
  stream.firstEventMs = Math.min(stream.firstEventMs ?? timestampMs, timestampMs);
  stream.lastEventMs = Math.max(stream.lastEventMs ?? timestampMs, timestampMs);
  stream.lastIngestionMs = nowMs;
}

/** What has expired goes, and the oldest where there is too much. */
function makeRoom(
  store: LogsStore,
  region: string,
  stream: LogStreamRecord,
  expiryMs: number,
): void {
  const isFull = (): boolean =>
    stream.events > STREAM_EVENTS_MAX || stream.bytes > STREAM_BYTES_MAX;
  for (let left = true; left;) {
    left = false;
    for (const event of store.events.oldest(region, stream)) {
      if (!isFull() && event.timestampMs >= expiryMs) return;
      store.events.delete(region, stream, event);
      stream.events -= 1;
      stream.bytes -= bytesOf(event);
      left = true;
    }
  }
}
