import { beforeEach, describe, expect, it } from 'vitest';
import { testDeps, testRequest, type TestDeps } from '../../kernel/kernel.fixture.ts';
import { LogsService } from './logs-service.ts';

const seoul = testRequest('ap-northeast-2');
const GROUP = { logGroupName: '/site/web' };
const STREAM = { ...GROUP, logStreamName: 'i-1' };
const DAY_MS = 86_400_000;

let deps: TestDeps;
let logs: LogsService['operations'];

beforeEach(() => {
  deps = testDeps();
  logs = new LogsService(deps).operations;
  logs.CreateLogGroup(seoul, GROUP);
  logs.CreateLogStream(seoul, STREAM);
});

/** Events a millisecond apart, until now. */
function put(...messages: string[]): ReturnType<typeof logs.PutLogEvents> {
  const nowMs = deps.clock.nowMs();
  const logEvents = messages.map((message, index) => ({
    ...{ message, timestamp: nowMs - messages.length + 1 + index },
  }));
  return logs.PutLogEvents(seoul, { ...STREAM, logEvents });
}

function read(more: object = {}): (string | undefined)[] {
  const { events = [] } = logs.GetLogEvents(seoul, { ...STREAM, startFromHead: true, ...more });
  return events.map(({ message }) => message);
}

describe('log groups and streams', () => {
  it('are listed a region at a time, by prefix or by a part of their names', () => {
    logs.CreateLogGroup(seoul, { logGroupName: '/site/db' });
    const names = (input: object): (string | undefined)[] =>
      (logs.DescribeLogGroups(seoul, input).logGroups ?? []).map((group) => group.logGroupName);
    expect(names({})).toEqual(['/site/db', '/site/web']);
    expect(names({ logGroupNamePrefix: '/site/w' })).toEqual(['/site/web']);
    expect(names({ logGroupNamePattern: 'DB' })).toEqual(['/site/db']);
    const { nextToken } = logs.DescribeLogGroups(seoul, { limit: 1 });
    expect(names({ nextToken })).toEqual(['/site/web']);
    expect(logs.DescribeLogGroups(testRequest('us-east-1'), {}).logGroups).toEqual([]);
  });

  it('are there once, and gone with all that is in them', () => {
    expect(() => logs.CreateLogGroup(seoul, GROUP)).toThrow(
      'The specified log group already exists',
    );
    expect(() => logs.CreateLogStream(seoul, STREAM)).toThrow(
      'The specified log stream already exists',
    );
    put('a');
    logs.DeleteLogGroup(seoul, GROUP);
    expect(() => logs.DescribeLogStreams(seoul, GROUP)).toThrow(
      'The specified log group does not exist.',
    );
    logs.CreateLogGroup(seoul, GROUP);
    expect(logs.DescribeLogStreams(seoul, GROUP).logStreams).toEqual([]);
    logs.CreateLogStream(seoul, STREAM);
    expect(read()).toEqual([]);
  });

  it('are ordered by name, or by their last event', () => {
    logs.CreateLogStream(seoul, { ...GROUP, logStreamName: 'a' });
    put('x');
    const names = (input: object): (string | undefined)[] =>
      (logs.DescribeLogStreams(seoul, { ...GROUP, ...input }).logStreams ?? []).map(
        (stream) => stream.logStreamName,
      );
    expect(names({})).toEqual(['a', 'i-1']);
    expect(names({ orderBy: 'LastEventTime', descending: true })).toEqual(['i-1', 'a']);
    expect(names({ limit: 1, nextToken: '1' })).toEqual(['i-1']);
  });

  it('have tags', () => {
    const resourceArn = 'arn:aws:logs:ap-northeast-2:111122223333:log-group:/site/web:*';
    logs.TagResource(seoul, { resourceArn, tags: { a: '1', b: '2' } });
    logs.UntagResource(seoul, { resourceArn, tagKeys: ['a'] });
    expect(logs.ListTagsForResource(seoul, { resourceArn }).tags).toEqual({ b: '2' });
    expect(() => logs.ListTagsForResource(seoul, { resourceArn: 'x' })).toThrow(
      'The specified resource does not exist.',
    );
  });

  it.each([
    ['a name with a space', { logGroupName: 'a b' }, "Value 'a b' at 'logGroupName' failed"],
    ['another class', { logGroupName: 'a', logGroupClass: 'COLD' }, 'enum value set'],
    ['a key', { logGroupName: 'a', kmsKeyId: 'arn:aws:kms:a:b:c' }, 'kmsKeyId'],
  ])('refuse %s', (_, input, reason) => {
    expect(() => logs.CreateLogGroup(seoul, input as never)).toThrow(reason);
  });
});

describe('events', () => {
  it('are read from either end, a page at a time, until there is no more', () => {
    put('a', 'b', 'c', 'd');
    const first = logs.GetLogEvents(seoul, { ...STREAM, startFromHead: true, limit: 3 });
    expect(first.events?.map(({ message }) => message)).toEqual(['a', 'b', 'c']);
    const second = logs.GetLogEvents(seoul, { ...STREAM, nextToken: first.nextForwardToken });
    expect(second.events?.map(({ message }) => message)).toEqual(['d']);
    const third = logs.GetLogEvents(seoul, { ...STREAM, nextToken: second.nextForwardToken });
    expect(third.events).toEqual([]);
    expect(third.nextForwardToken).toBe(second.nextForwardToken);
    const tail = logs.GetLogEvents(seoul, { ...STREAM, limit: 2 });
    expect(tail.events?.map(({ message }) => message)).toEqual(['c', 'd']);
    const before = logs.GetLogEvents(seoul, { ...STREAM, nextToken: tail.nextBackwardToken });
    expect(before.events?.map(({ message }) => message)).toEqual(['a', 'b']);
  });

  it('are between times: the start is included, the end is not', () => {
    put('a', 'b', 'c');
    const nowMs = deps.clock.nowMs();
    expect(read({ startTime: nowMs - 1 })).toEqual(['b', 'c']);
    expect(read({ endTime: nowMs })).toEqual(['a', 'b']);
  });

  it('that are too old, too new or expired are told and left out', () => {
    logs.PutRetentionPolicy(seoul, { ...GROUP, retentionInDays: 1 });
    const nowMs = deps.clock.nowMs();
    const at = (timestamp: number) => ({ timestamp, message: 'x' });
    const rejected = (...times: number[]) =>
      logs.PutLogEvents(seoul, { ...STREAM, logEvents: times.map(at) }).rejectedLogEventsInfo;
    expect(rejected(nowMs, nowMs + 7_200_001)).toEqual({ tooNewLogEventStartIndex: 1 });
    expect(rejected(nowMs - DAY_MS - 1, nowMs - 1)).toEqual({ expiredLogEventEndIndex: 1 });
    expect(rejected(nowMs - 15 * DAY_MS)).toEqual({
      ...{ tooOldLogEventEndIndex: 1 },
    });
    expect(read()).toEqual(['x', 'x']);
  });

  it('expire as the group says', async () => {
    put('a');
    logs.PutRetentionPolicy(seoul, { ...GROUP, retentionInDays: 1 });
    await deps.clock.advance(DAY_MS + 1);
    expect(read()).toEqual([]);
    logs.DeleteRetentionPolicy(seoul, GROUP);
    expect(read()).toEqual(['a']);
  });

  it('of one stream are no more than are kept: the oldest give way', () => {
    const many = Array.from({ length: 6_000 }, (_, index) => `a${index}`);
    put(...many);
    put(...many.map((text) => `b${text}`));
    const kept = read({ limit: 10_000 });
    expect(kept).toHaveLength(10_000);
    expect(kept.at(-1)).toBe('ba5999');
  });

  it('are found across streams by terms', () => {
    put('GET / 200', 'GET /a 404', 'POST /a 500');
    logs.CreateLogStream(seoul, { ...GROUP, logStreamName: 'i-2' });
    logs.PutLogEvents(seoul, {
      ...{ ...GROUP, logStreamName: 'i-2' },
      logEvents: [{ timestamp: deps.clock.nowMs(), message: 'GET /b 404' }],
    });
    const found = (filterPattern: string, more: object = {}): (string | undefined)[] =>
      (logs.FilterLogEvents(seoul, { ...GROUP, filterPattern, ...more }).events ?? []).map(
        ({ logStreamName, message }) => `${logStreamName} ${message}`,
      );
    expect(found('404')).toEqual(['i-1 GET /a 404', 'i-2 GET /b 404']);
    expect(found('GET -404')).toEqual(['i-1 GET / 200']);
    expect(found('?200 ?500')).toEqual(['i-1 GET / 200', 'i-1 POST /a 500']);
    expect(found('"/a 404"')).toEqual(['i-1 GET /a 404']);
    expect(found('get')).toEqual([]);
    expect(found('', { logStreamNames: ['i-2'] })).toEqual(['i-2 GET /b 404']);
    const { nextToken } = logs.FilterLogEvents(seoul, { ...GROUP, limit: 3 });
    expect(found('', { nextToken })).toHaveLength(1);
  });

  it.each([
    ['{ $.status = 500 }', 'not supported by this engine'],
    ['[ip, user]', 'not supported by this engine'],
    ['%5..%', 'not supported by this engine'],
    ['/a', 'Invalid filter pattern'],
    ['"open', 'Invalid filter pattern'],
  ])('are not looked for by %s', (filterPattern, reason) => {
    expect(() => logs.FilterLogEvents(seoul, { ...GROUP, filterPattern })).toThrow(reason);
  });

  it.each([
    ['none', [], 'greater than or equal to 1'],
    ['no order', [2, 1], 'must be in chronological order'],
    ['two days', [1, 2 * DAY_MS], 'cannot span more than 24 hours'],
  ])('in a batch of %s are refused', (_, times, reason) => {
    const logEvents = times.map((timestamp) => ({ timestamp, message: 'x' }));
    expect(() => logs.PutLogEvents(seoul, { ...STREAM, logEvents })).toThrow(reason);
  });

  it('that are too long for a batch are refused', () => {
    expect(() => put('x'.repeat(1_048_576))).toThrow(
      'Upload too large: 1048602 bytes exceeds limit of 1048576',
    );
  });
});
