import { isJsonObject, type JsonObject } from '@understudy/contract';
import { templateFormatError, validationError } from '../../errors.ts';
import { parseParameter } from './parse-parameter.ts';
import { parseResource } from './parse-resource.ts';
import { parseTemplateText } from './parse-text.ts';
import type { OutputDefinition, RuleDefinition, Template } from '../template.ts';
import { noForEach, parseTransforms, refuseTransform } from '../transforms.ts';

const SECTIONS = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Rules',
  'Transform',
  'Resources',
  'Outputs',
];

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
const COUNT_MAX: Readonly<Record<string, number>> = {
  Parameters: 200,
  Mappings: 200,
  // AWS names no number; one condition may ask for the next, all the way.
  Conditions: 500,
  Resources: 500,
  Outputs: 200,
};

/**
 * Reads a template and checks its structure; what it says of resource properties is checked later.
 */
export function parseTemplate(text: string): Template {
  const source = parseTemplateText(text);
  assertSections(source);
  const resources = section(source, 'Resources');
  if (Object.keys(resources).length === 0)
    throw templateFormatError('At least one Resources member must be defined.');
  return {
    ...optionalTexts(source),
    metadata: source['Metadata'],
    transforms: parseTransforms(source['Transform']),
    parameters: mapSection(source, 'Parameters', parseParameter),
    mappings: mapSection(source, 'Mappings', parseMapping),
    conditions: section(source, 'Conditions'),
    rules: mapSection(source, 'Rules', parseRule),
    resources: mapSection(source, 'Resources', parseResource),
    outputs: mapSection(source, 'Outputs', parseOutput),
  };
}

function assertSections(source: JsonObject): void {
  const unknown = Object.keys(source).filter((name) => !SECTIONS.includes(name));
  if (unknown.length > 0)
    throw templateFormatError(`Invalid template property or properties [${unknown.join(', ')}]`);
  const version = source['AWSTemplateFormatVersion'];
  if (version !== undefined && version !== '2010-09-09')
    throw templateFormatError(
      `Value of AWSTemplateFormatVersion field '${String(version)}' is not supported`,
    );
  for (const [name, max] of Object.entries(COUNT_MAX)) {
    const count = Object.keys(section(source, name)).length;
    if (count > max)
      throw templateFormatError(
        `Number of ${name.toLowerCase()}, ${count}, is greater than maximum allowed, ${max}`,
      );
  }
}

function optionalTexts(source: JsonObject): Pick<Template, 'version' | 'description'> {
  const texts: Pick<Template, 'version' | 'description'> = {};
  const version = source['AWSTemplateFormatVersion'];
  const description = source['Description'];
  if (typeof version === 'string') texts.version = version;
  if (description === undefined) return texts;
  if (typeof description !== 'string')
    throw templateFormatError('Every Description member must be a string.');
  return { ...texts, description };
}

function section(source: JsonObject, name: string): JsonObject {
  const value = source[name] ?? {};
  if (!isJsonObject(value)) throw templateFormatError(`[/${name}] must be an object.`);
  return value;
}

function mapSection<T>(
  source: JsonObject,
  name: string,
  parse: (key: string, value: JsonObject) => T,
): Record<string, T> {
  const entries = Object.entries(section(source, name)).map(([key, value]): [string, T] => {
    if (key === 'Fn::Transform') refuseTransform(value);
    if (key.startsWith('Fn::ForEach::')) throw noForEach(`/${name}/${key}`);
    if (!isJsonObject(value))
      throw templateFormatError(`[/${name}/${key}] Every ${name} member must be an object.`);
    return [key, parse(key, value)];
  });
  return Object.fromEntries(entries);
}

function parseMapping(_name: string, value: JsonObject): Record<string, Record<string, unknown>> {
  // AWS's own answer: tests/aws/services/cloudformation/engine/test_mappings.snapshot.json of
  // https://github.com/localstack/localstack
  for (const [key, attributes] of Object.entries(value))
    if (!isJsonObject(attributes))
      throw templateFormatError(`Every Mappings member ${key} must be a map`);
  return value as Record<string, Record<string, unknown>>;
}

function parseRule(name: string, value: JsonObject): RuleDefinition {
  const assertions = value['Assertions'];
  if (!Array.isArray(assertions) || !assertions.every(isJsonObject))
    throw templateFormatError(`[/Rules/${name}] must have a list of Assertions.`);
  return {
    condition: value['RuleCondition'],
    assertions: assertions.map((assertion) => {
      const description = assertion['AssertDescription'];
      return {
        assert: assertion['Assert'],
        ...(typeof description === 'string' ? { description } : {}),
      };
    }),
  };
}

function parseOutput(name: string, value: JsonObject): OutputDefinition {
  if (!/^[A-Za-z0-9]+$/.test(name))
    throw templateFormatError(`Outputs name '${name}' is non alphanumeric.`);
  // AWS's own answers: tests/aws/services/cloudformation/api/test_validations.snapshot.json of
  // https://github.com/localstack/localstack
  if (value['Value'] === null)
    throw validationError(`[/Outputs/${name}/Value] 'null' values are not allowed in templates`);
  if (value['Value'] === undefined)
    throw templateFormatError('Every Outputs member must contain a Value object');
  const output: OutputDefinition = { value: value['Value'] };
  const { Description: description, Condition: condition, Export: exported } = value;
  if (typeof description === 'string') output.description = description;
  if (typeof condition === 'string') output.condition = condition;
  if (isJsonObject(exported)) output.exportName = exported['Name'];
  return output;
}
