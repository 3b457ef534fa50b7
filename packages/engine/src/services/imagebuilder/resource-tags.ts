import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  TagResourceResponse,
  UntagResourceRequest,
  UntagResourceResponse,
} from '@aws-sdk/client-imagebuilder';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import type { RegionTable } from '../../kernel/state/region-table.ts';
import { failNotFound, type ImageBuilderStore } from './imagebuilder-store.ts';

/** Tags of everything that Image Builder keeps. */
export const tagOperations = {
  TagResource: operation(tagResource),
  UntagResource: operation(untagResource),
  ListTagsForResource: operation(listTagsForResource),
};

type Tags = Record<string, string>;

/** https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_TagResource.html */
function tagResource(
  store: ImageBuilderStore,
  context: RequestContext,
  { resourceArn = '', tags = {} }: TagResourceRequest,
): TagResourceResponse {
  change(store, context.region, resourceArn, (before) => ({ ...before, ...tags }));
  return {};
}

function untagResource(
  store: ImageBuilderStore,
  context: RequestContext,
  { resourceArn = '', tagKeys = [] }: UntagResourceRequest,
): UntagResourceResponse {
  const isKept = ([key]: [string, string]): boolean => !tagKeys.includes(key);
  change(store, context.region, resourceArn, (before) =>
    Object.fromEntries(Object.entries(before).filter(isKept)),
  );
  return {};
}

function listTagsForResource(
  store: ImageBuilderStore,
  context: RequestContext,
  { resourceArn = '' }: ListTagsForResourceRequest,
): ListTagsForResourceResponse {
  let tags: Tags = {};
  change(store, context.region, resourceArn, (before) => (tags = before));
  return { tags };
}

/**
 * Of components and images tags are a member of the record, of the others of what was asked for.
 */
function change(
  store: ImageBuilderStore,
  region: string,
  arn: string,
  next: (before: Tags) => Tags,
): void {
  const isFound =
    ofRecord(store.components, { region, arn, next }) ||
    ofRecord(store.images, { region, arn, next }) ||
    ofRequest(store.recipes, { region, arn, next }) ||
    ofRequest(store.infrastructures, { region, arn, next }) ||
    ofRequest(store.distributions, { region, arn, next }) ||
    ofRequest(store.lifecycles, { region, arn, next });
  if (!isFound) failNotFound('resource', arn);
}

interface Change {
  region: string;
  arn: string;
  next: (before: Tags) => Tags;
}

function ofRecord<T extends { tags: Tags }>(
  table: RegionTable<T>,
  { region, arn, next }: Change,
): boolean {
  const record = table.get(region, arn);
  if (record === undefined) return false;
  table.put(region, arn, { ...record, tags: next(record.tags) });
  return true;
}

function ofRequest<T extends { request: { tags?: Tags | undefined } }>(
  table: RegionTable<T>,
  { region, arn, next }: Change,
): boolean {
  const record = table.get(region, arn);
  if (record === undefined) return false;
  const request = { ...record.request, tags: next(record.request.tags ?? {}) };
  table.put(region, arn, { ...record, request });
  return true;
}
