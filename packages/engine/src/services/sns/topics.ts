import type {
  CreateTopicInput,
  CreateTopicResponse,
  DeleteTopicInput,
  ListTopicsInput,
  ListTopicsResponse,
} from '@aws-sdk/client-sns';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import { page } from '../../kernel/page.ts';
import type { RequestContext } from '../../kernel/service.ts';
import type { TopicRecord } from './records.ts';
import { checkTopicArn, failParameter, type SnsStore } from './sns-store.ts';
import { checkTopicAttribute } from './topic-attributes.ts';
import { tagsOf } from './topic-tags.ts';

/**
 * https://docs.aws.amazon.com/general/latest/gr/sns.html has 100,000; so many records are more than
 * the store is for.
 */
const TOPICS_MAX = 1_000;
/** "Each call returns a limited list of topics, up to 100." */
const PAGE_ITEMS = 100;

export const topicOperations = {
  CreateTopic: operation(createTopic, { accepts: ['Name', 'Attributes', 'Tags'] }),
  DeleteTopic: operation(deleteTopic),
  ListTopics: operation(listTopics),
};

function createTopic(
  store: SnsStore,
  { region, account }: RequestContext,
  input: CreateTopicInput,
): CreateTopicResponse {
  const name = input.Name ?? '';
  const attributes = { ...input.Attributes };
  if (attributes['FifoTopic'] === 'true' || name.endsWith('.fifo'))
    fail('UnsupportedOperation', 'FIFO topics are not supported by this engine.');
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) failParameter('Topic Name');
  for (const [key, value] of Object.entries(attributes)) checkTopicAttribute(key, value);
  // AWS does not tell the default of a standard topic back.
  delete attributes['FifoTopic'];
  const arn = `arn:aws:sns:${region}:${account}:${name}`;
  const tags = tagsOf(input.Tags);
  const existing = store.topics.get(region, arn);
  if (existing !== undefined) {
    requireSame(existing, attributes, input.Tags === undefined ? undefined : tags);
    return { TopicArn: arn };
  }
  if (store.topics.list(region).length >= TOPICS_MAX)
    fail('TopicLimitExceeded', 'Topic limit exceeded', 403);
  store.topics.put(region, arn, { arn, attributes, tags });
  return { TopicArn: arn };
}

/**
 * "If the requester already owns a topic with the specified name, that topic's ARN is returned": if
 * it is the same.
 */
function requireSame(
  existing: TopicRecord,
  attributes: Readonly<Record<string, string>>,
  tags: Readonly<Record<string, string>> | undefined,
): void {
  if (Object.entries(attributes).some(([key, value]) => existing.attributes[key] !== value))
    failParameter('Attributes Reason: Topic already exists with different attributes');
  const sorted = (record: object): string => JSON.stringify(Object.entries(record).sort());
  if (tags !== undefined && sorted(tags) !== sorted(existing.tags))
    failParameter('Tags Reason: Topic already exists with different tags');
}

/** "This action is idempotent": and it takes the subscriptions along. */
function deleteTopic(
  store: SnsStore,
  { region }: RequestContext,
  { TopicArn: arn = '' }: DeleteTopicInput,
): void {
  checkTopicArn(arn);
  for (const subscription of store.subscriptions(region, arn))
    store.deleteSubscription(region, subscription.arn);
  store.topics.delete(region, arn);
}

function listTopics(
  store: SnsStore,
  { region }: RequestContext,
  input: ListTopicsInput,
): ListTopicsResponse {
  const topics = store.topics.list(region).filter(({ arn }) => arn >= (input.NextToken ?? ''));
  const { items, next } = page(topics, { size: PAGE_ITEMS });
  return {
    Topics: items.map(({ arn }) => ({ TopicArn: arn })),
    ...(next === undefined ? {} : { NextToken: next.arn }),
  };
}
