import { isJsonObject, type JsonObject } from '@understudy/contract';
import { templateFormatError } from '../../errors.ts';
import type { DeletionPolicy, ResourceDefinition } from '../template.ts';

const ATTRIBUTES = [
  'Type',
  'Properties',
  'Condition',
  'DependsOn',
  'CreationPolicy',
  'DeletionPolicy',
  'Metadata',
  'UpdatePolicy',
  'UpdateReplacePolicy',
];

const DELETION_POLICIES: readonly string[] = ['Delete', 'Retain', 'RetainExceptOnCreate'];

/** One member of the Resources block. */
export function parseResource(logicalId: string, value: JsonObject): ResourceDefinition {
  if (!/^[A-Za-z0-9]+$/.test(logicalId))
    throw templateFormatError(`Resource name ${logicalId} is non alphanumeric.`);
  const path = `[/Resources/${logicalId}]`;
  const unknown = Object.keys(value).find((name) => !ATTRIBUTES.includes(name));
  if (unknown !== undefined)
    throw templateFormatError(`${path} Invalid template resource property '${unknown}'`);
  const type = value['Type'];
  if (typeof type !== 'string')
    throw templateFormatError(`${path} Every Resources object must contain a Type member.`);
  const resource: ResourceDefinition = {
    type,
    properties: parseProperties(logicalId, value['Properties']),
    dependsOn: parseDependsOn(path, value['DependsOn']),
    deletionPolicy: parseDeletionPolicy(type, value['DeletionPolicy']),
    updateReplacePolicy: parseReplacePolicy(type, value['UpdateReplacePolicy']),
  };
  const condition = value['Condition'];
  if (condition !== undefined && typeof condition !== 'string')
    throw templateFormatError(`${path} Every Condition member must be a string.`);
  if (condition !== undefined) resource.condition = condition;
  if (value['Metadata'] !== undefined) resource.metadata = value['Metadata'];
  if (value['CreationPolicy'] !== undefined) resource.creationPolicy = value['CreationPolicy'];
  if (value['UpdatePolicy'] !== undefined) resource.updatePolicy = value['UpdatePolicy'];
  return resource;
}

function parseProperties(logicalId: string, value: unknown): JsonObject {
  const properties = value ?? {};
  if (!isJsonObject(properties))
    throw templateFormatError(`[/Resources/${logicalId}/Properties] must be an object.`);
  const place = pathOfNull(properties, `/Resources/${logicalId}/Properties`);
  if (place !== undefined)
    throw templateFormatError(`[${place}] 'null' values are not allowed in templates`);
  return properties;
}

function pathOfNull(value: unknown, path: string): string | undefined {
  if (value === null) return path;
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : isJsonObject(value)
      ? Object.entries(value)
      : [];
  for (const [name, inner] of entries) {
    const found = pathOfNull(inner, `${path}/${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function parseDependsOn(path: string, value: unknown): string[] {
  const names: unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
  if (!names.every((name) => typeof name === 'string'))
    throw templateFormatError(
      `${path} Every DependsOn value must be a string or a list of strings.`,
    );
  return names;
}

function parseDeletionPolicy(type: string, value: unknown): DeletionPolicy {
  if (value === undefined) return 'Delete';
  assertPolicy(type, 'DeletionPolicy', value, DELETION_POLICIES);
  return value as DeletionPolicy;
}

function parseReplacePolicy(type: string, value: unknown): 'Delete' | 'Retain' {
  if (value === undefined) return 'Delete';
  assertPolicy(type, 'UpdateReplacePolicy', value, ['Delete', 'Retain']);
  return value as 'Delete' | 'Retain';
}

// None of the engine's types is one of the few that can be snapshotted.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
function assertPolicy(
  type: string,
  attribute: string,
  value: unknown,
  allowed: readonly string[],
): void {
  if (value === 'Snapshot')
    throw templateFormatError(`Resource type ${type} does not support ${attribute} Snapshot`);
  if (typeof value !== 'string' || !allowed.includes(value))
    throw templateFormatError(
      `Unrecognized ${attribute} ${String(value)} for resource type ${type}`,
    );
}
