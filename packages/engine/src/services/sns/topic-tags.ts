import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  Tag,
  TagResourceRequest,
  TagResourceResponse,
  UntagResourceRequest,
  UntagResourceResponse,
} from '@aws-sdk/client-sns';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import { withMembers } from '../../kernel/state/own.ts';
import type { RequestContext } from '../../kernel/service.ts';
import type { TopicRecord } from './records.ts';
import { failParameter, type SnsStore } from './sns-store.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_TagResource.html */
const TAGS_MAX = 50;

export const topicTagOperations = {
  TagResource: operation(tagResource),
  UntagResource: operation(untagResource),
  ListTagsForResource: operation(listTagsForResource),
};

/** Checked as TagResource and CreateTopic do. */
export function tagsOf(tags: readonly Tag[] | undefined): Record<string, string> {
  return checked({}, tags ?? []);
}

function checked(
  before: Readonly<Record<string, string>>,
  given: readonly Tag[],
): Record<string, string> {
  const keys = given.map(({ Key }) => Key);
  if (new Set(keys).size < keys.length) failParameter('Duplicated keys are not allowed.');
  const tags = withMembers(
    before,
    given.map(({ Key = '', Value = '' }) => [Key, Value] as const),
  );
  if (Object.keys(tags).length > TAGS_MAX)
    fail('TagLimitExceeded', 'Could not complete request: tag quota of per resource exceeded');
  return tags;
}

function tagResource(
  store: SnsStore,
  { region }: RequestContext,
  input: TagResourceRequest,
): TagResourceResponse {
  const topic = tagged(store, region, input);
  const tags = checked(topic.tags, input.Tags ?? []);
  store.topics.put(region, topic.arn, { ...topic, tags });
  return {};
}

function untagResource(
  store: SnsStore,
  { region }: RequestContext,
  input: UntagResourceRequest,
): UntagResourceResponse {
  const topic = tagged(store, region, input);
  const gone = new Set(input.TagKeys);
  const kept = Object.entries(topic.tags).filter(([key]) => !gone.has(key));
  store.topics.put(region, topic.arn, { ...topic, tags: Object.fromEntries(kept) });
  return {};
}

function listTagsForResource(
  store: SnsStore,
  { region }: RequestContext,
  input: ListTagsForResourceRequest,
): ListTagsForResourceResponse {
  const { tags } = tagged(store, region, input);
  return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}

function tagged(
  store: SnsStore,
  region: string,
  { ResourceArn: arn = '' }: ListTagsForResourceRequest,
): TopicRecord {
  return store.topics.get(region, arn) ?? fail('ResourceNotFound', 'Resource does not exist', 404);
}
