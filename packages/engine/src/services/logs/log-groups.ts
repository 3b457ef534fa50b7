import type {
  CreateLogGroupRequest,
  DeleteLogGroupRequest,
  DeleteRetentionPolicyRequest,
  DescribeLogGroupsRequest,
  DescribeLogGroupsResponse,
  LogGroup,
  LogGroupClass,
  PutRetentionPolicyRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import { page } from '../../kernel/page.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { checkGroupName, failInvalid, type LogsStore } from './logs-store.ts';
import type { LogGroupRecord } from './records.ts';
import { checkedTags } from './log-tags.ts';

/**
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html has
 * 1,000,000.
 */
const GROUPS_MAX = 1_000;
const PAGE_ITEMS_MAX = 50;
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557],
  ...[2922, 3288, 3653],
];
const CLASSES = ['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY'];

export const logGroupOperations = {
  CreateLogGroup: operation(createLogGroup, {
    accepts: ['logGroupName', 'logGroupClass', 'tags', 'deletionProtectionEnabled'],
  }),
  DeleteLogGroup: operation(deleteLogGroup),
  DescribeLogGroups: operation(describeLogGroups, {
    accepts: ['logGroupNamePrefix', 'logGroupNamePattern', 'logGroupClass', 'limit', 'nextToken'],
  }),
  PutRetentionPolicy: operation(putRetentionPolicy),
  DeleteRetentionPolicy: operation(deleteRetentionPolicy),
};

function createLogGroup(
  store: LogsStore,
  { region }: RequestContext,
  input: CreateLogGroupRequest,
): void {
  const name = checkGroupName(input.logGroupName);
  const { logGroupClass = 'STANDARD' } = input;
  if (!CLASSES.includes(logGroupClass))
    failInvalid(
      `1 validation error detected: Value '${logGroupClass}' at 'logGroupClass' failed to satisfy constraint: Member must satisfy enum value set: [${CLASSES.join(', ')}]`,
    );
  if (input.deletionProtectionEnabled === true)
    fail('UnsupportedOperation', 'Deletion protection is not supported by this engine.');
  if (store.groups.get(region, name) !== undefined)
    fail('ResourceAlreadyExistsException', 'The specified log group already exists');
  if (store.groups.list(region).length >= GROUPS_MAX)
    fail('LimitExceededException', 'Resource limit exceeded.');
  store.groups.put(region, name, {
    ...{ name, logGroupClass, createdMs: store.deps.clock.nowMs() },
    tags: checkedTags({}, input.tags),
  });
}

function deleteLogGroup(
  store: LogsStore,
  { region }: RequestContext,
  input: DeleteLogGroupRequest,
): void {
  const { name } = store.group(region, input.logGroupName);
  for (const stream of store.streamsOf(region, name)) store.deleteStream(region, stream);
  store.groups.delete(region, name);
}

function putRetentionPolicy(
  store: LogsStore,
  { region }: RequestContext,
  input: PutRetentionPolicyRequest,
): void {
  const group = store.group(region, input.logGroupName);
  const days = input.retentionInDays ?? 0;
  if (!RETENTION_DAYS.includes(days))
    failInvalid(
      `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${RETENTION_DAYS.join(', ')}]`,
    );
  store.groups.put(region, group.name, { ...group, retentionDays: days });
}

function deleteRetentionPolicy(
  store: LogsStore,
  { region }: RequestContext,
  input: DeleteRetentionPolicyRequest,
): void {
  const { retentionDays: _, ...group } = store.group(region, input.logGroupName);
  store.groups.put(region, group.name, group);
}

function describeLogGroups(
  store: LogsStore,
  context: RequestContext,
  input: DescribeLogGroupsRequest,
): DescribeLogGroupsResponse {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, limit } = input;
  if (prefix !== undefined && pattern !== undefined)
    failInvalid(
      'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    );
  const groups = store.groups
    .list(context.region, prefix)
    .filter(({ name }) => name.toLowerCase().includes((pattern ?? '').toLowerCase()))
    .filter((group) => group.logGroupClass === (input.logGroupClass ?? group.logGroupClass))
    .filter(({ name }) => name >= (input.nextToken ?? ''));
  const { items, next } = page(groups, { size: limit, max: PAGE_ITEMS_MAX });
  return {
    logGroups: items.map((group) => describe(store, context, group)),
    ...(next === undefined ? {} : { nextToken: next.name }),
  };
}

export function groupArn({ region, account }: RequestContext, name: string): string {
  return `arn:aws:logs:${region}:${account}:log-group:${name}`;
}

function describe(store: LogsStore, context: RequestContext, group: LogGroupRecord): LogGroup {
  const { name, createdMs, retentionDays, logGroupClass } = group;
  const arn = groupArn(context, name);
  const streams = store.streamsOf(context.region, name);
  return {
    logGroupName: name,
    creationTime: createdMs,
    ...(retentionDays === undefined ? {} : { retentionInDays: retentionDays }),
    metricFilterCount: 0,
    arn: `${arn}:*`,
    logGroupArn: arn,
    storedBytes: streams.reduce((sum, { bytes }) => sum + bytes, 0),
    logGroupClass: logGroupClass as LogGroupClass,
  };
}
