import { isJsonObject } from '@understudy/contract';
import { templateError, templateFormatError } from '../../errors.ts';
import type { Evaluate } from '../intrinsic-function.ts';
import { getAttParts } from '../references.ts';
import type { Scope } from '../scope.ts';
import { NO_VALUE, UNKNOWN } from '../values.ts';

export function reference(argument: unknown, _evaluate: Evaluate, scope: Scope): unknown {
  if (typeof argument !== 'string') throw templateError('All References must be of type string');
  if (argument === 'AWS::NoValue') return NO_VALUE;
  const value = scope.parameter(argument) ?? scope.resource(argument)?.ref();
  if (value === undefined)
    throw templateFormatError(
      `Unresolved resource dependencies [${argument}] in the Resources block of the template`,
    );
  return value;
}

export function getAtt(argument: unknown, evaluate: Evaluate, scope: Scope): unknown {
  const { name, attribute } = getAttParts(argument);
  const wanted = evaluate(attribute);
  if (wanted === UNKNOWN) return UNKNOWN;
  if (typeof name !== 'string' || name === '' || typeof wanted !== 'string')
    throw templateError(
      'every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
    );
  const resource = scope.resource(name);
  if (resource === undefined)
    throw templateError(`instance of Fn::GetAtt references undefined resource ${name}`);
  return resource.attribute(wanted);
}

export function importValue(argument: unknown, evaluate: Evaluate, scope: Scope): unknown {
  const name = evaluate(argument);
  if (name === UNKNOWN) return UNKNOWN;
  if (typeof name !== 'string')
    throw templateError(
      'the attribute in Fn::ImportValue must be a string or a function that returns a string',
    );
  return scope.importValue(name);
}

/**
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html
 */
export function getStackOutput(argument: unknown, evaluate: Evaluate, scope: Scope): unknown {
  const options = evaluate(argument);
  if (!isJsonObject(options))
    throw templateError('Fn::GetStackOutput requires an object with StackName and OutputName');
  const { StackName: stackName, OutputName: outputName, Region: region } = options;
  if ([stackName, outputName, region].includes(UNKNOWN)) return UNKNOWN;
  if (typeof stackName !== 'string' || typeof outputName !== 'string')
    throw templateError('Fn::GetStackOutput requires StackName and OutputName, both strings');
  if (region !== undefined && typeof region !== 'string')
    throw templateError('Fn::GetStackOutput requires Region to be a string');
  return scope.stackOutput(
    region === undefined ? { stackName, outputName } : { stackName, outputName, region },
  );
}
