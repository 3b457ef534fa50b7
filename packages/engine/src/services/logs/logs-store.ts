import type { ServiceDeps } from '../../kernel/deps.ts';
import { fail } from '../../kernel/fail.ts';
import { RegionTable } from '../../kernel/state/region-table.ts';
import { EventTable } from './event-table.ts';
import { logsTables, type LogGroupRecord, type LogStreamRecord } from './records.ts';

const DAY_MS = 86_400_000;

export class LogsStore {
  readonly deps: ServiceDeps;
  readonly groups: RegionTable<LogGroupRecord>;
  readonly streams: RegionTable<LogStreamRecord>;
  readonly events: EventTable;

  constructor(deps: ServiceDeps) {
    this.deps = deps;
    this.groups = new RegionTable(deps.state, logsTables.groups);
    this.streams = new RegionTable(deps.state, logsTables.streams);
    this.events = new EventTable(deps.state);
  }

  group(region: string, name: string | undefined): LogGroupRecord {
    const known = this.groups.get(region, checkGroupName(name));
    return known ?? fail(NOT_FOUND, 'The specified log group does not exist.');
  }

  stream(region: string, group: LogGroupRecord, name: string | undefined): LogStreamRecord {
    const known = this.streams.get(region, streamId(group.name, checkStreamName(name)));
    return known ?? fail(NOT_FOUND, 'The specified log stream does not exist.');
  }

  streamsOf(region: string, groupName: string, prefix = ''): LogStreamRecord[] {
    return this.streams.list(region, streamId(groupName, prefix));
  }

  putStream(region: string, stream: LogStreamRecord): void {
    this.streams.put(region, streamId(stream.groupName, stream.name), stream);
  }

  deleteStream(region: string, stream: LogStreamRecord): void {
    this.events.clear(region, stream);
    this.streams.delete(region, streamId(stream.groupName, stream.name));
  }

  /** Events before this have expired; 0 where none do. */
  expiryMs({ retentionDays }: LogGroupRecord): number {
    return retentionDays === undefined ? 0 : this.deps.clock.nowMs() - retentionDays * DAY_MS;
  }
}

export const NOT_FOUND = 'ResourceNotFoundException';
const INVALID = 'InvalidParameterException';

/**
 * No colon is in a group's name:
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html
 */
function streamId(groupName: string, name: string): string {
  return `${groupName}:${name}`;
}

const GROUP_NAME = /^[.\-_/#A-Za-z0-9]{1,512}$/;
const STREAM_NAME = /^[^:*]{1,512}$/;

export function checkGroupName(name: string | undefined): string {
  if (name !== undefined && GROUP_NAME.test(name)) return name;
  return failConstraint(name, 'logGroupName', String.raw`[\.\-_/#A-Za-z0-9]+`);
}

export function checkStreamName(name: string | undefined): string {
  if (name !== undefined && STREAM_NAME.test(name)) return name;
  return failConstraint(name, 'logStreamName', '[^:*]*');
}

function failConstraint(value: string | undefined, member: string, pattern: string): never {
  return failInvalid(
    value === undefined
      ? `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must not be null`
      : `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern}`,
  );
}

export function failInvalid(message: string): never {
  return fail(INVALID, message);
}
