import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import { withMembers } from '../../kernel/state/own.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { NOT_FOUND, type LogsStore } from './logs-store.ts';
import type { LogGroupRecord } from './records.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html */
const TAGS_MAX = 50;

export const logTagOperations = {
  TagResource: operation(tagResource),
  UntagResource: operation(untagResource),
  ListTagsForResource: operation(listTagsForResource),
};

/** What the tags are once these have been given. */
export function checkedTags(
  before: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>> | undefined,
): Record<string, string> {
  const tags = withMembers(before, Object.entries(given ?? {}));
  if (Object.keys(tags).length > TAGS_MAX)
    fail('TooManyTagsException', 'The resource cannot have more than 50 tags.');
  return tags;
}

function tagResource(
  store: LogsStore,
  { region }: RequestContext,
  input: TagResourceRequest,
): void {
  const group = tagged(store, region, input);
  store.groups.put(region, group.name, { ...group, tags: checkedTags(group.tags, input.tags) });
}

function untagResource(
  store: LogsStore,
  { region }: RequestContext,
  input: UntagResourceRequest,
): void {
  const group = tagged(store, region, input);
  const gone = new Set(input.tagKeys);
  const kept = Object.entries(group.tags).filter(([key]) => !gone.has(key));
  store.groups.put(region, group.name, { ...group, tags: Object.fromEntries(kept) });
}

function listTagsForResource(
  store: LogsStore,
  { region }: RequestContext,
  input: ListTagsForResourceRequest,
): ListTagsForResourceResponse {
  return { tags: tagged(store, region, input).tags };
}

/** By the group's ARN, with `:*` behind it or without. */
function tagged(
  store: LogsStore,
  region: string,
  { resourceArn = '' }: ListTagsForResourceRequest,
): LogGroupRecord {
  const name = /^arn:aws:logs:[^:]*:\d{12}:log-group:([^:]+)(?::\*)?$/.exec(resourceArn)?.[1];
  const group = name === undefined ? undefined : store.groups.get(region, name);
  return group ?? fail(NOT_FOUND, 'The specified resource does not exist.');
}
