import type {
  AddTagsToResourceRequest,
  AddTagsToResourceResult,
  ListTagsForResourceRequest,
  ListTagsForResourceResult,
  RemoveTagsFromResourceRequest,
  RemoveTagsFromResourceResult,
} from '@aws-sdk/client-ssm';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import { withMembers } from '../../kernel/state/own.ts';
import type { RequestContext } from '../../kernel/service.ts';
import type { ParameterRecord } from './records.ts';
import type { SsmStore } from './ssm-store.ts';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html */
const TAGS_MAX = 50;

export const parameterTagOperations = {
  AddTagsToResource: operation(addTagsToResource),
  RemoveTagsFromResource: operation(removeTagsFromResource),
  ListTagsForResource: operation(listTagsForResource),
};

function addTagsToResource(
  store: SsmStore,
  { region }: RequestContext,
  input: AddTagsToResourceRequest,
): AddTagsToResourceResult {
  const record = tagged(store, region, input);
  const added = (input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value] as const);
  const tags = withMembers(record.tags, added);
  if (Object.keys(tags).length > TAGS_MAX)
    fail('TooManyTagsError', 'The number of tags is greater than the maximum allowed, 50');
  store.parameters.put(region, record.name, { ...record, tags });
  return {};
}

function removeTagsFromResource(
  store: SsmStore,
  { region }: RequestContext,
  input: RemoveTagsFromResourceRequest,
): RemoveTagsFromResourceResult {
  const record = tagged(store, region, input);
  const gone = new Set(input.TagKeys);
  const kept = Object.entries(record.tags).filter(([key]) => !gone.has(key));
  store.parameters.put(region, record.name, { ...record, tags: Object.fromEntries(kept) });
  return {};
}

function listTagsForResource(
  store: SsmStore,
  { region }: RequestContext,
  input: ListTagsForResourceRequest,
): ListTagsForResourceResult {
  const { tags } = tagged(store, region, input);
  return { TagList: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}

/** Of Systems Manager's resources, only parameters are here. */
function tagged(
  store: SsmStore,
  region: string,
  { ResourceType, ResourceId = '' }: ListTagsForResourceRequest,
): ParameterRecord {
  if (ResourceType !== 'Parameter')
    fail('InvalidResourceType', `${ResourceType} is not a resource type of this engine`);
  return (
    store.parameters.get(region, ResourceId) ??
    fail('InvalidResourceId', `There is no parameter ${ResourceId}`)
  );
}
