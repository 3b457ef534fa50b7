import type { ResourceType, TagSpecification } from '@aws-sdk/client-ec2';
import type { HandlerContext } from '../handler-context.ts';
import { tagChanges } from '../tag-changes.ts';

type Tags = { Key: string; Value: string }[] | undefined;

/** The `Tags` property as EC2's create calls take it. */
export function tagSpecifications(tags: Tags, resourceType: ResourceType): TagSpecification[] {
  return tags === undefined || tags.length === 0
    ? []
    : [{ ResourceType: resourceType, Tags: tags }];
}

/** Brings the tags of a resource from one state of the `Tags` property to another. */
export function updateTags(
  context: HandlerContext,
  resourceId: string,
  tags: Tags,
  previous: Tags,
): void {
  const { CreateTags, DeleteTags } = context.services.ec2.operations;
  const { wanted, goneKeys } = tagChanges(tags, previous);
  const request = { Resources: [resourceId] };
  // Without a tag that it names, DeleteTags takes all away.
  if (goneKeys.length > 0)
    DeleteTags(context.request, { ...request, Tags: goneKeys.map((Key) => ({ Key })) });
  if (wanted.length > 0) CreateTags(context.request, { ...request, Tags: wanted });
}
