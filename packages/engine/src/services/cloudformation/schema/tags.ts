import { isJsonObject, type JsonObject } from '@understudy/contract';
import { schemaOf } from './schema.ts';

export interface Tag {
  Key: string;
  Value: string;
}

/**
 * A resource's properties with the stack's tags, where the type takes tags. The resource's own tag
 * of the same key wins. CloudFormation's own `aws:cloudformation:*` tags are not added: services
 * refuse reserved keys from anyone.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-resource-tags.html
 */
export function withStackTags(
  type: string,
  properties: JsonObject,
  stackTags: readonly Tag[],
): JsonObject {
  const tags = schemaOf(type)?.tags;
  if (tags === undefined || stackTags.length === 0) return properties;
  const own = properties[tags.property];
  return { ...properties, [tags.property]: merged(own, stackTags, tags.variant) };
}

function merged(own: unknown, added: readonly Tag[], variant: 'standard' | 'asg' | 'map'): unknown {
  if (variant === 'map') {
    const given = isJsonObject(own) ? own : {};
    return { ...Object.fromEntries(added.map((tag) => [tag.Key, tag.Value])), ...given };
  }
  const given = Array.isArray(own) ? (own as unknown[]) : [];
  const keys = new Set(given.map((tag) => (isJsonObject(tag) ? tag['Key'] : undefined)));
  // Stack tags reach the instances of a group too.
  const propagate = variant === 'asg' ? { PropagateAtLaunch: true } : {};
  return [
    ...given,
    ...added.filter((tag) => !keys.has(tag.Key)).map((tag) => ({ ...tag, ...propagate })),
  ];
}
