import { isJsonObject, type JsonObject } from '@understudy/contract';
import { templateFormatError, validationError } from '../../errors.ts';
import { isCustomType } from '../../schema/published-types.ts';
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

/**
 * None of them is provided here, which is what whoever brings one is told.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
const WITH_SNAPSHOTS: readonly string[] = [
  'AWS::DocDB::DBCluster',
  'AWS::EC2::Volume',
  'AWS::ElastiCache::CacheCluster',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::Neptune::DBCluster',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::Redshift::Cluster',
];

/** One member of the Resources block. */
export function parseResource(logicalId: string, value: JsonObject): ResourceDefinition {
  if (!/^[A-Za-z0-9]+$/.test(logicalId))
    throw templateFormatError(`Resource name ${logicalId} is non alphanumeric.`);
  const path = `[/Resources/${logicalId}]`;
  const type = value['Type'];
  const unknown = Object.keys(value).find((name) => !isAttribute(name, type));
  // AWS's own answer: tests/aws/services/cloudformation/api/test_validations.snapshot.json of
  // https://github.com/localstack/localstack
  if (unknown !== undefined)
    throw validationError(`Invalid template resource property '${unknown}'`);
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

/** Custom resources may say a version: `Version: '1.0'`. */
function isAttribute(name: string, type: unknown): boolean {
  if (ATTRIBUTES.includes(name)) return true;
  return name === 'Version' && typeof type === 'string' && isCustomType(type);
}

function parseProperties(logicalId: string, value: unknown): JsonObject {
  const properties = value ?? {};
  if (!isJsonObject(properties))
    throw templateFormatError(`[/Resources/${logicalId}/Properties] must be an object.`);
  const place = pathOfNull(properties, `/Resources/${logicalId}/Properties`);
  if (place !== undefined)
    throw validationError(`[${place}] 'null' values are not allowed in templates`);
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
  if (isDefault(type, value)) return 'Delete';
  assertPolicy(type, 'DeletionPolicy', value, DELETION_POLICIES);
  return value as DeletionPolicy;
}

function parseReplacePolicy(type: string, value: unknown): 'Delete' | 'Retain' {
  if (isDefault(type, value)) return 'Delete';
  assertPolicy(type, 'UpdateReplacePolicy', value, ['Delete', 'Retain']);
  return value as 'Delete' | 'Retain';
}

/** What is said of a type that is not made here is never asked. */
function isDefault(type: string, value: unknown): boolean {
  return value === undefined || (value === 'Snapshot' && WITH_SNAPSHOTS.includes(type));
}

function assertPolicy(
  type: string,
  attribute: string,
  value: unknown,
  allowed: readonly string[],
): void {
  if (value === 'Snapshot')
    throw templateFormatError(`Resource type ${type} does not support ${attribute} Snapshot`);
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html
  if (typeof value !== 'string')
    throw templateFormatError(
      `Every ${attribute} member must be a string. (With AWS::LanguageExtensions AWS takes a function, Understudy does not)`,
    );
  if (!allowed.includes(value))
    throw templateFormatError(`Unrecognized ${attribute} ${value} for resource type ${type}`);
}
