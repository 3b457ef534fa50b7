import { isJsonObject } from '@understudy/contract';
import { templateError, templateFormatError, validationError } from '../../errors.ts';
import { membersInCircles } from '../graph.ts';
import { conditionsUsedIn, conditionsUsedInCondition, referencesOf } from '../references.ts';
import type { Template } from '../template.ts';
import { asFunction } from '../values.ts';

const PSEUDO_PARAMETERS = new Set([
  'AWS::AccountId',
  'AWS::NotificationARNs',
  'AWS::NoValue',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
]);

/**
 * The attributes that `Fn::GetAtt` may name, per resource type; `undefined` for an unknown type.
 */
export type AttributeLookup = (type: string) => readonly string[] | undefined;

/**
 * Throws AWS's error for a name that nothing in the template declares, before anything is
 * evaluated.
 */
export function checkReferences(template: Template, attributesOf: AttributeLookup): void {
  const resources = new Set(Object.keys(template.resources));
  const parameters = new Set([...Object.keys(template.parameters), ...PSEUDO_PARAMETERS]);
  checkConditions(template, parameters);
  for (const { properties, dependsOn } of Object.values(template.resources)) {
    const used = referencesOf(properties);
    const missing = [...dependsOn, ...used.map(({ name }) => name)].filter(
      (name) => !resources.has(name) && !(parameters.has(name) && !dependsOn.includes(name)),
    );
    assertNone(missing, 'Resources');
  }
  for (const output of Object.values(template.outputs)) {
    const missing = referencesOf([output.value, output.exportName])
      .map(({ name }) => name)
      .filter((name) => !resources.has(name) && !parameters.has(name));
    assertNone(missing, 'Outputs');
  }
  checkAttributes(template, attributesOf);
  for (const value of [
    template.conditions,
    ...Object.values(template.resources).map(({ properties }) => properties),
    ...Object.values(template.outputs).map((output) => [output.value, output.exportName]),
  ])
    checkMappings(value, template);
}

function assertNone(missing: string[], block: string): void {
  if (missing.length > 0)
    throw templateFormatError(
      `Unresolved resource dependencies [${[...new Set(missing)].join(', ')}] in the ${block} block of the template`,
    );
}

function conditionsInCircles(conditions: Template['conditions']): string[] {
  const names = Object.keys(conditions);
  return membersInCircles(
    new Map(names.map((name) => [name, new Set(conditionsUsedInCondition(conditions[name]))])),
  );
}

function checkConditions(template: Template, parameters: Set<string>): void {
  const missing = referencesOf(template.conditions)
    .map(({ name }) => name)
    .filter((name) => !parameters.has(name));
  if (missing.length > 0)
    throw templateFormatError(
      `Unresolved dependencies [${[...new Set(missing)].join(', ')}]. Cannot reference resources in the Conditions block of the template`,
    );
  const circular = conditionsInCircles(template.conditions);
  if (circular.length > 0)
    throw validationError(`Circular dependency between conditions: [${circular.join(', ')}]`);
  const used = [
    ...conditionsUsedInCondition(Object.values(template.conditions)),
    ...Object.values(template.resources).flatMap((resource) => [
      ...(resource.condition === undefined ? [] : [resource.condition]),
      ...conditionsUsedIn(resource.properties),
    ]),
    ...Object.values(template.outputs).flatMap((output) => [
      ...(output.condition === undefined ? [] : [output.condition]),
      ...conditionsUsedIn([output.value]),
    ]),
  ];
  const unknown = used.find((name) => !Object.hasOwn(template.conditions, name));
  if (unknown !== undefined)
    throw templateFormatError(
      `Unresolved condition dependency ${unknown} in the Resources block of the template`,
    );
}

function checkAttributes(template: Template, attributesOf: AttributeLookup): void {
  const values = [
    ...Object.values(template.resources).map((resource) => resource.properties),
    ...Object.values(template.outputs).map((output) => output.value),
  ];
  for (const { name, attribute } of values.flatMap(referencesOf)) {
    if (attribute === undefined || !Object.hasOwn(template.resources, name)) continue;
    const resource = template.resources[name];
    if (resource === undefined) continue;
    const attributes = attributesOf(resource.type);
    if (attributes !== undefined && !attributes.includes(attribute))
      throw templateError(
        `resource ${name} does not support attribute type ${attribute} in Fn::GetAtt`,
      );
  }
}

/** Keys that are written out can be looked up at once; others wait for their values. */
function checkMappings(value: unknown, template: Template): void {
  if (Array.isArray(value)) return value.forEach((item) => checkMappings(item, template));
  if (!isJsonObject(value)) return;
  const call = asFunction(value);
  if (call?.name === 'Fn::FindInMap') checkLookUp(call.argument, template);
  for (const inner of Object.values(value)) checkMappings(inner, template);
}

function checkLookUp(argument: unknown, { mappings }: Template): void {
  const [name, top, second, options] = Array.isArray(argument) ? (argument as unknown[]) : [];
  // The default is a part of the AWS::LanguageExtensions transform.
  if (typeof name !== 'string' || options !== undefined) return;
  if (!Object.hasOwn(mappings, name))
    throw templateError(
      `Mapping named '${name}' is not present in the 'Mappings' section of template.`,
    );
  if (typeof top !== 'string') return;
  const mapping = mappings[name] ?? {};
  const attributes = Object.hasOwn(mapping, top) ? mapping[top] : undefined;
  const isThere =
    attributes !== undefined && (typeof second !== 'string' || Object.hasOwn(attributes, second));
  if (!isThere)
    throw templateError(`Unable to get mapping for ${name}::${top}::${writtenOut(second)}`);
}

function writtenOut(key: unknown): string {
  return typeof key === 'string' ? key : JSON.stringify(key);
}
