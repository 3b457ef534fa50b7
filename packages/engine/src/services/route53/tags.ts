import type {
  ChangeTagsForResourceRequest,
  ChangeTagsForResourceResponse,
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceType,
} from '@aws-sdk/client-route-53';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import { withMembers } from '../../kernel/state/own.ts';
import type { RequestContext } from '../../kernel/service.ts';
import type { Route53Store } from './route53-store.ts';

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeTagsForResource.html */
const TAGS_MAX = 10;

/** Tags of hosted zones and health checks. */
export const tagOperations = {
  ChangeTagsForResource: operation(changeTagsForResource),
  ListTagsForResource: operation(listTagsForResource),
};

function changeTagsForResource(
  store: Route53Store,
  _context: RequestContext,
  input: ChangeTagsForResourceRequest,
): ChangeTagsForResourceResponse {
  const key = keyOf(store, input.ResourceType, input.ResourceId);
  const before = { ...store.tags.get(key) };
  for (const name of input.RemoveTagKeys ?? []) delete before[name];
  const added = (input.AddTags ?? []).map(({ Key = '', Value = '' }) => [Key, Value] as const);
  const tags = withMembers(before, added);
  if (Object.keys(tags).length > TAGS_MAX)
    fail('InvalidInput', `The number of tags must not exceed ${TAGS_MAX}`);
  store.tags.put(key, tags);
  return {};
}

function listTagsForResource(
  store: Route53Store,
  _context: RequestContext,
  input: ListTagsForResourceRequest,
): ListTagsForResourceResponse {
  const tags = store.tags.get(keyOf(store, input.ResourceType, input.ResourceId)) ?? {};
  return {
    ResourceTagSet: {
      ResourceType: input.ResourceType,
      ResourceId: input.ResourceId,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    },
  };
}

/** Throws for what is not there. */
function keyOf(
  store: Route53Store,
  type: TagResourceType | undefined,
  id: string | undefined,
): string {
  if (type === 'hostedzone') store.zone(id);
  else store.healthCheck(id);
  return `${type}/${id}`;
}
