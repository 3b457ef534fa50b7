import type { HandlerContext } from '../handler-context.ts';

type Tags = Readonly<Record<string, string>> | undefined;

/** Of a configuration that is there; its own update leaves the tags alone. */
export function updateTags(
  { request, services }: HandlerContext,
  resourceArn: string,
  wanted: Tags,
  previous: Tags,
): void {
  const { TagResource, UntagResource } = services.imagebuilder.operations;
  const tagKeys = Object.keys(previous ?? {}).filter((key) => wanted?.[key] === undefined);
  UntagResource(request, { resourceArn, tagKeys });
  TagResource(request, { resourceArn, tags: { ...wanted } });
}
