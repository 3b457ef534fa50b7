import type { PutParameterRequest } from '@aws-sdk/client-ssm';
import { compilePattern } from '../../kernel/pattern.ts';
import { AwsError } from '@understudy/wire';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
const NAME_CHARACTERS_MAX = 1011;
const STANDARD_VALUE_BYTES_MAX = 4096;
const HIERARCHY_LEVELS_MAX = 15;

export function parameterArn(region: string, account: string, name: string): string {
  return `arn:aws:ssm:${region}:${account}:parameter${name.startsWith('/') ? name : `/${name}`}`;
}

/** Throws what Parameter Store answers to a parameter it does not take. */
export function checkParameter(input: PutParameterRequest, type: string | undefined): void {
  checkName(input.Name ?? '');
  if (type === undefined)
    throw validation('A parameter type is required when you create a parameter.');
  if (input.Tier === 'Advanced')
    throw new AwsError({
      code: 'UnsupportedOperation',
      message: 'Tier Advanced: the engine keeps standard parameters only',
    });
  const value = input.Value ?? '';
  if (value === '')
    throw validation(
      `1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1`,
    );
  if (Buffer.byteLength(value) > STANDARD_VALUE_BYTES_MAX)
    throw validation(
      `Standard tier parameters support a maximum parameter value of ${STANDARD_VALUE_BYTES_MAX} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html`,
    );
  checkPattern(input.AllowedPattern, value);
}

function checkName(name: string): void {
  if (!/^[a-zA-Z0-9_.\-/]+$/.test(name) || name.length > NAME_CHARACTERS_MAX)
    throw validation(
      'Parameter name must contain only letters, numbers and the following symbols: . - _ /',
    );
  if (/^\/?(?:aws|ssm)/i.test(name))
    throw validation(
      'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive), except for global parameter name path prefix "/aws/..." (case-sensitive).',
    );
  if (name.includes('/') && !name.startsWith('/'))
    throw validation('Parameter name must be a fully qualified name.');
  if (name.split('/').length - 1 > HIERARCHY_LEVELS_MAX)
    throw new AwsError({
      code: 'HierarchyLevelLimitExceededException',
      message: `A parameter can have a maximum of ${HIERARCHY_LEVELS_MAX} levels.`,
    });
}

function checkPattern(pattern: string | undefined, value: string): void {
  if (pattern === undefined) return;
  const compiled = compilePattern(pattern);
  if (compiled.kind === 'problem')
    throw new AwsError({
      code: 'InvalidAllowedPatternException',
      message: `The regular expression is not valid: ${compiled.problem}`,
    });
  if (!compiled.fits(value))
    throw new AwsError({
      code: 'ParameterPatternMismatchException',
      message: `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
    });
}

function validation(message: string): AwsError {
  return new AwsError({ code: 'ValidationException', message });
}
