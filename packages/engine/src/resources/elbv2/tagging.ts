import type { HandlerContext } from '../handler-context.ts';
import { tagChanges } from '../tag-changes.ts';

type Tags = { Key: string; Value: string }[] | undefined;

/** Brings the tags of a load balancer, listener, rule or target group from one state to another. */
export function updateTags(
  context: HandlerContext,
  arn: string,
  properties: Tags,
  previous: Tags,
): void {
  const { AddTags, RemoveTags } = context.services.elbv2.operations;
  const { wanted, goneKeys } = tagChanges(properties, previous);
  if (goneKeys.length > 0) RemoveTags(context.request, { ResourceArns: [arn], TagKeys: goneKeys });
  if (wanted.length > 0) AddTags(context.request, { ResourceArns: [arn], Tags: wanted });
}
