import type {
  ChangeTagsForResourceRequest,
  ChangeTagsForResourceResponse,
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceType,
} from '@aws-sdk/client-route-53';
import { AwsError } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import type { Table } from '../../kernel/state-store.ts';

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeTagsForResource.html */
const TAGS_MAX = 10;

type TagSet = Record<string, string>;

/** Tags of hosted zones and health checks. */
export class ResourceTags {
  readonly #table: Table<TagSet>;
  readonly #check: (type: TagResourceType | undefined, id: string) => void;

  constructor(deps: ServiceDeps, check: (type: TagResourceType | undefined, id: string) => void) {
    this.#table = deps.state.table('route53/tags');
    this.#check = check;
  }

  change(input: ChangeTagsForResourceRequest): ChangeTagsForResourceResponse {
    const key = this.#key(input.ResourceType, input.ResourceId);
    const tags = this.#table.get(key) ?? {};
    for (const name of input.RemoveTagKeys ?? []) delete tags[name];
    for (const tag of input.AddTags ?? []) tags[tag.Key ?? ''] = tag.Value ?? '';
    if (Object.keys(tags).length > TAGS_MAX)
      throw new AwsError({
        code: 'InvalidInput',
        message: `The number of tags must not exceed ${TAGS_MAX}`,
      });
    this.#table.put(key, tags);
    return {};
  }

  list(input: ListTagsForResourceRequest): ListTagsForResourceResponse {
    const tags = this.#table.get(this.#key(input.ResourceType, input.ResourceId)) ?? {};
    return {
      ResourceTagSet: {
        ResourceType: input.ResourceType,
        ResourceId: input.ResourceId,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      },
    };
  }

  forget(type: TagResourceType, id: string): void {
    this.#table.delete(`${type}/${id}`);
  }

  #key(type: TagResourceType | undefined, id: string | undefined): string {
    this.#check(type, id ?? '');
    return `${type}/${id}`;
  }
}
