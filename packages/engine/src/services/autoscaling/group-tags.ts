import type {
  CreateOrUpdateTagsType,
  DeleteTagsType,
  DescribeTagsType,
  Tag,
  TagsType,
} from '@aws-sdk/client-auto-scaling';
import { fail, nullMember, requiredBy } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { type AutoScalingStore, pageOf } from './autoscaling-store.ts';
import type { GroupRecord } from './records.ts';

const TAGS_MAX = 50;

export const groupTagOperations = {
  CreateOrUpdateTags: operation(createOrUpdateTags),
  DeleteTags: operation(deleteTags),
  DescribeTags: operation(describeTags),
};

const required = requiredBy('ValidationError', nullMember);

function createOrUpdateTags(
  store: AutoScalingStore,
  context: RequestContext,
  input: CreateOrUpdateTagsType,
): void {
  for (const tag of required(input.Tags, 'tags')) {
    const group = store.group(context.region, tag.ResourceId);
    const added = parseTags([tag]);
    const tags = [...group.tags.filter((held) => held.key !== tag.Key), ...added];
    if (tags.length > TAGS_MAX) fail('LimitExceeded', `A group can have at most ${TAGS_MAX} tags`);
    store.groups.put(context.region, group.name, { ...group, tags });
  }
  store.changed();
}

function deleteTags(store: AutoScalingStore, context: RequestContext, input: DeleteTagsType): void {
  for (const tag of required(input.Tags, 'tags')) {
    const group = store.group(context.region, tag.ResourceId);
    const tags = group.tags.filter((held) => held.key !== tag.Key);
    store.groups.put(context.region, group.name, { ...group, tags });
  }
  store.changed();
}

function describeTags(
  store: AutoScalingStore,
  context: RequestContext,
  input: DescribeTagsType,
): TagsType {
  const wanted = (input.Filters ?? []).map(({ Name = '', Values = [] }) => {
    if (!['auto-scaling-group', 'key', 'value', 'propagate-at-launch'].includes(Name))
      fail('ValidationError', `Filter type ${Name} is not correct`);
    return { name: Name, values: Values };
  });
  const tags = store.groups.list(context.region).flatMap((group) =>
    group.tags
      .filter((tag) =>
        wanted.every(({ name, values }) => values.includes(fieldOf(group, tag, name))),
      )
      .map((tag) => ({
        ResourceId: group.name,
        ResourceType: 'auto-scaling-group',
        Key: tag.key,
        Value: tag.value,
        PropagateAtLaunch: tag.propagateAtLaunch,
      })),
  );
  const { items, NextToken } = pageOf(tags, input);
  return { Tags: items, NextToken };
}

export function parseTags(tags: readonly Tag[] | undefined): GroupRecord['tags'] {
  return (tags ?? []).map((tag) => {
    const key = tag.Key ?? '';
    if (key === '' || key.toLowerCase().startsWith('aws:'))
      fail('ValidationError', `The tag key '${key}' is empty or reserved`);
    return { key, value: tag.Value ?? '', propagateAtLaunch: tag.PropagateAtLaunch ?? true };
  });
}

function fieldOf(group: GroupRecord, tag: GroupRecord['tags'][number], name: string): string {
  switch (name) {
    case 'key':
      return tag.key;
    case 'value':
      return tag.value;
    case 'propagate-at-launch':
      return String(tag.propagateAtLaunch);
    default:
      return group.name;
  }
}
