import type {
  AddTagsInput,
  AddTagsOutput,
  DescribeTagsInput,
  DescribeTagsOutput,
  RemoveTagsInput,
  RemoveTagsOutput,
  Tag,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { fail } from '../../kernel/fail.ts';
import { withMembers } from '../../kernel/state/own.ts';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { type ElbV2Store, required } from './elbv2-store.ts';

const TAGS_MAX = 50;

export const tagOperations = {
  AddTags: operation(addTags),
  RemoveTags: operation(removeTags),
  DescribeTags: operation(describeTags),
};

function addTags(store: ElbV2Store, context: RequestContext, input: AddTagsInput): AddTagsOutput {
  for (const arn of required(input.ResourceArns, 'ResourceArns')) {
    checkExists(store, context.region, arn);
    putTags(store, context.region, arn, input.Tags);
  }
  return {};
}

function removeTags(
  store: ElbV2Store,
  context: RequestContext,
  input: RemoveTagsInput,
): RemoveTagsOutput {
  for (const arn of required(input.ResourceArns, 'ResourceArns')) {
    checkExists(store, context.region, arn);
    const record = store.tags.get(context.region, arn);
    if (record === undefined) continue;
    for (const key of input.TagKeys ?? []) delete record.tags[key];
    store.tags.put(context.region, arn, record);
  }
  return {};
}

function describeTags(
  store: ElbV2Store,
  context: RequestContext,
  input: DescribeTagsInput,
): DescribeTagsOutput {
  return {
    TagDescriptions: required(input.ResourceArns, 'ResourceArns').map((arn) => {
      checkExists(store, context.region, arn);
      const tags = store.tags.get(context.region, arn)?.tags ?? {};
      return {
        ResourceArn: arn,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      };
    }),
  };
}

export function putTags(
  store: ElbV2Store,
  region: string,
  arn: string,
  tags: readonly Tag[] | undefined,
): void {
  if (tags === undefined || tags.length === 0) return;
  const record = store.tags.get(region, arn) ?? { arn, tags: {} };
  for (const tag of tags)
    if ((tag.Key ?? '').toLowerCase().startsWith('aws:'))
      fail('ValidationError', `Tag keys starting with 'aws:' are reserved for system use`);
  record.tags = withMembers(
    record.tags,
    tags.map(({ Key, Value }) => [Key ?? '', Value ?? ''] as const),
  );
  if (Object.keys(record.tags).length > TAGS_MAX)
    fail('TooManyTags', `A resource can have at most ${TAGS_MAX} tags`);
  store.tags.put(region, arn, record);
}

function checkExists(store: ElbV2Store, region: string, arn: string): void {
  const kind = /:(loadbalancer|listener-rule|listener|targetgroup)\//.exec(arn)?.[1];
  switch (kind) {
    case 'loadbalancer':
      return void store.loadBalancer(region, arn);
    case 'listener':
      return void store.listener(region, arn);
    case 'listener-rule':
      return void store.rule(region, arn);
    case 'targetgroup':
      return void store.targetGroup(region, arn);
    default:
      fail('ValidationError', `'${arn}' is not a valid resource ARN`);
  }
}
