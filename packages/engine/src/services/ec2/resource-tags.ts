import type { Tag, TagSpecification } from '@aws-sdk/client-ec2';
import { fail } from '../../kernel/fail.ts';
import { own, withMembers } from '../../kernel/state/own.ts';
import { RegionTable } from '../../kernel/state/region-table.ts';
import type { StateStore } from '../../kernel/state/state-store.ts';
import { ec2Tables, type TagsRecord } from './records.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions */
const TAGS_MAX = 50;
const KEY_LENGTH_MAX = 127;
const VALUE_LENGTH_MAX = 255;

/** The tags of EC2's resources, kept apart from the resources as the API does. */
export class ResourceTags {
  readonly #table: RegionTable<TagsRecord>;

  constructor(state: StateStore) {
    this.#table = new RegionTable(state, ec2Tables.tags);
  }

  of(region: string, resourceId: string): Tag[] {
    return Object.entries(this.#table.get(region, resourceId)?.tags ?? {}).map(([Key, Value]) => ({
      Key,
      Value,
    }));
  }

  all(region: string): TagsRecord[] {
    return this.#table.list(region);
  }

  /** Adds or overwrites. */
  add(region: string, resourceId: string, resourceType: string, tags: readonly Tag[]): void {
    if (tags.length === 0) return;
    const record = this.#table.get(region, resourceId) ?? { resourceId, resourceType, tags: {} };
    const pairs = tags.map(({ Key, Value }) => [Key ?? '', Value ?? ''] as const);
    for (const [key, value] of pairs) checkTag(key, value);
    record.tags = withMembers(record.tags, pairs);
    if (Object.keys(record.tags).length > TAGS_MAX)
      fail('TagLimitExceeded', `More than ${TAGS_MAX} tags specified`);
    this.#table.put(region, resourceId, record);
  }

  /**
   * Removes tags with these keys, and values where one is given; all of them when no tag is named.
   */
  remove(region: string, resourceId: string, tags: readonly Tag[] | undefined): void {
    const record = this.#table.get(region, resourceId);
    if (record === undefined) return;
    if (tags === undefined || tags.length === 0) return this.#table.delete(region, resourceId);
    for (const tag of tags) {
      const key = tag.Key ?? '';
      if (tag.Value === undefined || own(record.tags, key) === tag.Value) delete record.tags[key];
    }
    this.#table.put(region, resourceId, record);
  }

  forget(region: string, resourceId: string): void {
    this.#table.delete(region, resourceId);
  }
}

/**
 * The tags that a create call gives the new resource; EC2 refuses specifications for another type.
 */
export function tagsFor(resourceType: string, given: TagSpecification[] | undefined): Tag[] {
  return (given ?? []).flatMap((specification) => {
    if (specification.ResourceType !== resourceType)
      fail(
        'InvalidParameterValue',
        `'${specification.ResourceType ?? ''}' is not a valid taggable resource type for this operation.`,
      );
    return specification.Tags ?? [];
  });
}

function checkTag(key: string, value: string): void {
  if (key === '') fail('InvalidParameterValue', 'Tag key cannot be empty.');
  if (key.length > KEY_LENGTH_MAX)
    fail(
      'InvalidParameterValue',
      `Tag key exceeds the maximum length of ${KEY_LENGTH_MAX} characters`,
    );
  if (value.length > VALUE_LENGTH_MAX)
    fail(
      'InvalidParameterValue',
      `Tag value exceeds the maximum length of ${VALUE_LENGTH_MAX} characters`,
    );
  if (key.toLowerCase().startsWith('aws:'))
    fail('InvalidParameterValue', `Tag keys starting with 'aws:' are reserved for internal use`);
}
