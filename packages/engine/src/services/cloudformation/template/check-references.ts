import { templateError, templateFormatError } from '../errors.ts';
import { isSupportedFunction } from './evaluate.ts';
import { conditionsUsedIn, referencesOf } from './references.ts';
import type { Template } from './template.ts';
import { isObject } from './values.ts';

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
    checkFunctions(properties);
  }
  for (const output of Object.values(template.outputs)) {
    const missing = referencesOf([output.value, output.exportName])
      .map(({ name }) => name)
      .filter((name) => !resources.has(name) && !parameters.has(name));
    assertNone(missing, 'Outputs');
    checkFunctions([output.value, output.exportName]);
  }
  checkAttributes(template, attributesOf);
}

function assertNone(missing: string[], block: string): void {
  if (missing.length > 0)
    throw templateFormatError(
      `Unresolved resource dependencies [${[...new Set(missing)].join(', ')}] in the ${block} block of the template`,
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
  const used = [
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
    const resource = template.resources[name];
    if (attribute === undefined || resource === undefined) continue;
    const attributes = attributesOf(resource.type);
    if (attributes !== undefined && !attributes.includes(attribute))
      throw templateError(
        `resource ${name} does not support attribute type ${attribute} in Fn::GetAtt`,
      );
  }
}

function checkFunctions(value: unknown): void {
  if (Array.isArray(value)) return value.forEach(checkFunctions);
  if (!isObject(value)) return;
  for (const [name, inner] of Object.entries(value)) {
    if (name.startsWith('Fn::') && !isSupportedFunction(name))
      throw templateError(`Encountered unsupported function: ${name}`);
    checkFunctions(inner);
  }
}
