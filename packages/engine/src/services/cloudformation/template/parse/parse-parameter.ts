import type { JsonObject } from '@understudy/contract';
import { templateFormatError } from '../../errors.ts';
import type { ParameterDefinition } from '../template.ts';

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
const ATTRIBUTES = [
  'Type',
  'Default',
  'Description',
  'NoEcho',
  'AllowedValues',
  'AllowedPattern',
  'ConstraintDescription',
  'MinLength',
  'MaxLength',
  'MinValue',
  'MaxValue',
];

const TYPES =
  /^(String|Number|List<Number>|CommaDelimitedList|(List<)?AWS::[A-Za-z0-9]+::[A-Za-z0-9:]+>?|AWS::SSM::Parameter::(Name|Value<.+>))$/;

/** One member of the Parameters block. */
export function parseParameter(name: string, value: JsonObject): ParameterDefinition {
  if (!/^[A-Za-z0-9]+$/.test(name))
    throw templateFormatError(`Parameter name ${name} is non alphanumeric.`);
  const unknown = Object.keys(value).find((attribute) => !ATTRIBUTES.includes(attribute));
  if (unknown !== undefined)
    throw templateFormatError(`Invalid template parameter property '${unknown}'`);
  const type = value['Type'];
  if (typeof type !== 'string')
    throw templateFormatError('Every Parameters object must contain a Type member.');
  if (!TYPES.test(type)) throw templateFormatError(`Unrecognized parameter type: ${type}`);
  const definition: ParameterDefinition = { type, noEcho: isTrue(value['NoEcho']) };
  if (value['Default'] !== undefined) definition.default = scalarText(name, value['Default']);
  if (typeof value['Description'] === 'string') definition.description = value['Description'];
  if (Array.isArray(value['AllowedValues']))
    definition.allowedValues = value['AllowedValues'].map((item) => scalarText(name, item));
  if (typeof value['AllowedPattern'] === 'string')
    definition.allowedPattern = value['AllowedPattern'];
  if (typeof value['ConstraintDescription'] === 'string')
    definition.constraintDescription = value['ConstraintDescription'];
  return { ...definition, ...bounds(value) };
}

function bounds(
  value: JsonObject,
): Pick<ParameterDefinition, 'minLength' | 'maxLength' | 'minValue' | 'maxValue'> {
  const names = [
    ['MinLength', 'minLength'],
    ['MaxLength', 'maxLength'],
    ['MinValue', 'minValue'],
    ['MaxValue', 'maxValue'],
  ] as const;
  return Object.fromEntries(
    names
      .filter(([attribute]) => value[attribute] !== undefined)
      .map(([attribute, name]) => [name, Number(value[attribute])]),
  );
}

function scalarText(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw templateFormatError(`Every Default member must be a string: parameter ${name}`);
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
