import type { PutParameterRequest } from '@aws-sdk/client-ssm';
import { fail } from '../../kernel/fail.ts';
import { compilePattern } from '../../kernel/pattern.ts';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
const NAME_CHARACTERS_MAX = 1011;
const STANDARD_VALUE_BYTES_MAX = 4096;
const HIERARCHY_LEVELS_MAX = 15;

/** Throws what Parameter Store answers to a parameter it does not take. */
export function checkParameter(input: PutParameterRequest, type: string | undefined): void {
  checkName(input.Name ?? '');
  if (type === undefined)
    failValidation('A parameter type is required when you create a parameter.');
  if (input.Tier === 'Advanced')
    fail('UnsupportedOperation', 'Tier Advanced: the engine keeps standard parameters only');
  const value = input.Value ?? '';
  if (value === '')
    failValidation(
      `1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1`,
    );
  if (Buffer.byteLength(value) > STANDARD_VALUE_BYTES_MAX)
    failValidation(
      `Standard tier parameters support a maximum parameter value of ${STANDARD_VALUE_BYTES_MAX} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html`,
    );
  checkPattern(input.AllowedPattern, value);
}

function checkName(name: string): void {
  if (!/^[a-zA-Z0-9_.\-/]+$/.test(name) || name.length > NAME_CHARACTERS_MAX)
    failValidation(
      'Parameter name must contain only letters, numbers and the following symbols: . - _ /',
    );
  if (/^\/?(?:aws|ssm)/i.test(name))
    failValidation(
      'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive), except for global parameter name path prefix "/aws/..." (case-sensitive).',
    );
  if (name.includes('/') && !name.startsWith('/'))
    failValidation('Parameter name must be a fully qualified name.');
  if (name.split('/').length - 1 > HIERARCHY_LEVELS_MAX)
    fail(
      'HierarchyLevelLimitExceededException',
      `A parameter can have a maximum of ${HIERARCHY_LEVELS_MAX} levels.`,
    );
}

function checkPattern(pattern: string | undefined, value: string): void {
  if (pattern === undefined) return;
  const compiled = compilePattern(pattern);
  if (compiled.kind === 'problem')
    fail(
      'InvalidAllowedPatternException',
      `The regular expression is not valid: ${compiled.problem}`,
    );
  if (!compiled.fits(value))
    fail(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
    );
}

function failValidation(message: string): never {
  return fail('ValidationException', message);
}
