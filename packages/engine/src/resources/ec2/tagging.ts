import type { ResourceType, TagSpecification } from '@aws-sdk/client-ec2';
import type { Properties, ResourceContext } from '../../kernel/resource.ts';
import { PropertyReader } from '../reader.ts';

/** The `Tags` property as EC2's create calls take it. */
export function tagSpecifications(
  properties: Properties,
  resourceType: ResourceType,
): TagSpecification[] {
  const tags = new PropertyReader(properties).tags();
  return tags.length === 0 ? [] : [{ ResourceType: resourceType, Tags: tags }];
}

/** Brings the tags of a resource from one state of the `Tags` property to another. */
export function updateTags(
  context: ResourceContext,
  resourceId: string,
  properties: Properties,
  previous: Properties,
): void {
  const { CreateTags, DeleteTags } = context.services.ec2.operations;
  const wanted = new PropertyReader(properties).tags();
  const keys = new Set(wanted.map((tag) => tag.Key));
  const gone = new PropertyReader(previous).tags().filter((tag) => !keys.has(tag.Key));
  const request = { Resources: [resourceId] };
  if (gone.length > 0)
    DeleteTags(context.request, { ...request, Tags: gone.map(({ Key }) => ({ Key })) });
  if (wanted.length > 0) CreateTags(context.request, { ...request, Tags: wanted });
}
