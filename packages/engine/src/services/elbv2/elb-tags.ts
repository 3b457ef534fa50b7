import type {
  AddTagsInput,
  AddTagsOutput,
  DescribeTagsInput,
  DescribeTagsOutput,
  RemoveTagsInput,
  RemoveTagsOutput,
  Tag,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { withMembers } from '../../kernel/own.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { type ElbV2Store, fail, required } from './elbv2-store.ts';

const TAGS_MAX = 50;

export class TagOperations {
  readonly #store: ElbV2Store;

  constructor(store: ElbV2Store) {
    this.#store = store;
  }

  readonly AddTags = (context: RequestContext, input: AddTagsInput): AddTagsOutput => {
    for (const arn of required(input.ResourceArns, 'ResourceArns')) {
      checkExists(this.#store, context.region, arn);
      addTags(this.#store, context.region, arn, input.Tags);
    }
    return {};
  };

  readonly RemoveTags = (context: RequestContext, input: RemoveTagsInput): RemoveTagsOutput => {
    for (const arn of required(input.ResourceArns, 'ResourceArns')) {
      checkExists(this.#store, context.region, arn);
      const record = this.#store.tags.get(context.region, arn);
      if (record === undefined) continue;
      for (const key of input.TagKeys ?? []) delete record.tags[key];
      this.#store.tags.put(context.region, arn, record);
    }
    return {};
  };

  readonly DescribeTags = (
    context: RequestContext,
    input: DescribeTagsInput,
  ): DescribeTagsOutput => ({
    TagDescriptions: required(input.ResourceArns, 'ResourceArns').map((arn) => {
      checkExists(this.#store, context.region, arn);
      const tags = this.#store.tags.get(context.region, arn)?.tags ?? {};
      return {
        ResourceArn: arn,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      };
    }),
  });
}

export function addTags(
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
