import type { TagResourceType } from '@aws-sdk/client-route-53';
import type { HandlerContext } from '../handler-context.ts';
import { tagChanges } from '../tag-changes.ts';

type Tags = { Key: string; Value: string }[] | undefined;

/** Brings the tags of a hosted zone or health check from one state to another. */
export function updateTags(
  { services, request }: HandlerContext,
  [ResourceType, ResourceId]: [TagResourceType, string],
  properties: Tags,
  previous: Tags,
): void {
  const { wanted: AddTags, goneKeys: RemoveTagKeys } = tagChanges(properties, previous);
  if (AddTags.length > 0 || RemoveTagKeys.length > 0)
    services.route53.operations.ChangeTagsForResource(request, {
      ResourceType,
      ResourceId,
      AddTags,
      RemoveTagKeys,
    });
}
