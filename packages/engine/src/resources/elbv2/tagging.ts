import type { Properties, ResourceContext } from '../../kernel/resource.ts';
import { PropertyReader } from '../reader.ts';

/** Brings the tags of a load balancer, listener, rule or target group from one state to another. */
export function updateTags(
  context: ResourceContext,
  arn: string,
  properties: Properties,
  previous: Properties,
): void {
  const { AddTags, RemoveTags } = context.services.elbv2.operations;
  const wanted = new PropertyReader(properties).tags();
  const keys = new Set(wanted.map((tag) => tag.Key));
  const gone = new PropertyReader(previous).tags().filter((tag) => !keys.has(tag.Key));
  if (gone.length > 0)
    RemoveTags(context.request, { ResourceArns: [arn], TagKeys: gone.map(({ Key }) => Key) });
  if (wanted.length > 0) AddTags(context.request, { ResourceArns: [arn], Tags: wanted });
}

/** Attributes as `Key`/`Value` pairs, as both the template and the API have them. */
export function pairsOf(
  properties: Properties,
  name: string,
): { Key: string | undefined; Value: string | undefined }[] {
  const pairs = new PropertyReader(properties).objects(name) ?? [];
  return pairs.map((pair) => ({ Key: pair.text('Key'), Value: pair.text('Value') }));
}
