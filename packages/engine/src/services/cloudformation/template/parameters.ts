import { compilePattern } from '../../../kernel/pattern.ts';
import { validationError } from '../errors.ts';
import type { ParameterDefinition } from './template.ts';

/** A parameter as a request gives it. */
export interface GivenParameter {
  ParameterKey?: string | undefined;
  ParameterValue?: string | undefined;
  UsePreviousValue?: boolean | undefined;
}

export interface ParameterValue {
  key: string;
  /** As given, or the default. For an SSM parameter type: the parameter's name. */
  value: string;
  /** What SSM answered, for an SSM parameter type. */
  resolvedValue?: string;
  noEcho: boolean;
  /** Ref gives a list. */
  list: boolean;
}

/**
 * The values that a template's parameters have: given, previous or default, checked against their
 * constraints.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
export function chooseParameters(options: {
  definitions: Record<string, ParameterDefinition>;
  given: readonly GivenParameter[];
  previous: readonly ParameterValue[];
}): ParameterValue[] {
  const { definitions, given } = options;
  const unknown = given.map(keyOf).filter((key) => !Object.hasOwn(definitions, key));
  if (unknown.length > 0)
    throw validationError(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  const previous = new Map(options.previous.map((parameter) => [parameter.key, parameter.value]));
  const byKey = new Map(given.map((parameter) => [keyOf(parameter), parameter]));
  const missing: string[] = [];
  const values = Object.entries(definitions).flatMap(([key, definition]) => {
    const entry = byKey.get(key);
    const chosen =
      entry?.UsePreviousValue === true
        ? previous.get(key)
        : (entry?.ParameterValue ?? definition.default);
    if (chosen === undefined) missing.push(key);
    return chosen === undefined ? [] : [{ key, definition, value: chosen }];
  });
  if (missing.length > 0)
    throw validationError(`Parameters: [${missing.join(', ')}] must have values`);
  return values.map(({ key, definition, value }) => {
    // An SSM type's constraints are of the parameter's name.
    checkConstraints(key, definition, value);
    return { key, value, noEcho: definition.noEcho, list: isListType(definition.type) };
  });
}

/** For `AWS::SSM::Parameter::Value<T>`, true. */
export function isSsmValue(definition: ParameterDefinition | undefined): boolean {
  return definition?.type.startsWith('AWS::SSM::Parameter::Value<') === true;
}

/** What Ref gives. */
export function parameterRef(parameter: ParameterValue): string | string[] {
  const value = parameter.resolvedValue ?? parameter.value;
  if (!parameter.list) return value;
  return value === '' ? [] : value.split(',').map((item) => item.trim());
}

function keyOf(parameter: GivenParameter): string {
  return parameter.ParameterKey ?? '';
}

export function isListType(type: string): boolean {
  const inner = /^AWS::SSM::Parameter::Value<(.+)>$/.exec(type)?.[1] ?? type;
  return inner === 'CommaDelimitedList' || inner.startsWith('List<');
}

function checkConstraints(key: string, definition: ParameterDefinition, value: string): void {
  const items = isListType(definition.type) && !isSsmValue(definition) ? value.split(',') : [value];
  for (const item of items.map((text) => (items.length > 1 ? text.trim() : text)))
    checkItem(key, definition, item);
}

function checkItem(key: string, definition: ParameterDefinition, value: string): void {
  const problem =
    numberProblem(key, definition, value) ??
    textProblem(key, definition, value) ??
    allowedProblem(key, definition, value);
  if (problem === undefined) return;
  const { constraintDescription } = definition;
  throw validationError(
    constraintDescription === undefined
      ? problem
      : `Parameter ${key} failed to satisfy constraint: ${constraintDescription}`,
  );
}

function numberProblem(
  key: string,
  { type, minValue, maxValue }: ParameterDefinition,
  value: string,
): string | undefined {
  if (type !== 'Number' && type !== 'List<Number>') return undefined;
  const number = Number(value);
  if (value.trim() === '' || Number.isNaN(number)) return `Parameter '${key}' must be a number.`;
  if (minValue !== undefined && number < minValue)
    return `Parameter '${key}' must be a number not less than ${minValue}`;
  if (maxValue !== undefined && number > maxValue)
    return `Parameter '${key}' must be a number not greater than ${maxValue}`;
  return undefined;
}

function textProblem(
  key: string,
  { minLength, maxLength, allowedPattern }: ParameterDefinition,
  value: string,
): string | undefined {
  if (minLength !== undefined && value.length < minLength)
    return `Parameter '${key}' must contain at least ${minLength} characters`;
  if (maxLength !== undefined && value.length > maxLength)
    return `Parameter '${key}' must contain at most ${maxLength} characters`;
  if (allowedPattern !== undefined && !fits(key, allowedPattern, value))
    return `Parameter '${key}' must match pattern ${allowedPattern}`;
  return undefined;
}

function fits(key: string, allowedPattern: string, value: string): boolean {
  const pattern = compilePattern(allowedPattern);
  if (pattern.kind === 'pattern') return pattern.fits(value);
  throw validationError(
    `Template validation error: Parameter '${key}' has an AllowedPattern that cannot be used: ${pattern.problem}`,
  );
}

function allowedProblem(
  key: string,
  { allowedValues }: ParameterDefinition,
  value: string,
): string | undefined {
  if (allowedValues === undefined || allowedValues.includes(value)) return undefined;
  return `Parameter '${key}' must be one of AllowedValues`;
}
