import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  TagResourceResponse,
  UntagResourceRequest,
  UntagResourceResponse,
} from '@aws-sdk/client-ecr';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { checkedTags, failInvalid } from './check-repository.ts';
import type { EcrStore } from './ecr-store.ts';
import type { RepositoryRecord } from './records.ts';

export const tagOperations = {
  TagResource: operation(tagResource),
  UntagResource: operation(untagResource),
  ListTagsForResource: operation(listTagsForResource),
};

function tagResource(
  store: EcrStore,
  { region }: RequestContext,
  input: TagResourceRequest,
): TagResourceResponse {
  const repository = tagged(store, region, input);
  store.put(region, { ...repository, tags: checkedTags(repository.tags, input.tags) });
  return {};
}

function untagResource(
  store: EcrStore,
  { region }: RequestContext,
  input: UntagResourceRequest,
): UntagResourceResponse {
  const repository = tagged(store, region, input);
  const gone = new Set(input.tagKeys);
  const kept = Object.entries(repository.tags).filter(([key]) => !gone.has(key));
  store.put(region, { ...repository, tags: Object.fromEntries(kept) });
  return {};
}

function listTagsForResource(
  store: EcrStore,
  { region }: RequestContext,
  input: ListTagsForResourceRequest,
): ListTagsForResourceResponse {
  const { tags } = tagged(store, region, input);
  return { tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}

function tagged(
  store: EcrStore,
  region: string,
  { resourceArn = '' }: ListTagsForResourceRequest,
): RepositoryRecord {
  const [, registryId, repositoryName] =
    /^arn:aws:ecr:[^:]+:(\d{12}):repository\/(.+)$/.exec(resourceArn) ?? [];
  if (repositoryName === undefined)
    return failInvalid('resourceArn', 'Invalid ARN: it names no repository');
  return store.repository(region, { registryId, repositoryName });
}
