import { isJsonObject } from '@understudy/contract';
import { templateError } from '../../errors.ts';
import { callFunction, isSupportedFunction } from '../evaluate.ts';
import type { Scope } from '../scope.ts';
import type { Template } from '../template.ts';
import { LANGUAGE_EXTENSIONS, noForEach, refuseTransform } from '../transforms.ts';
import { asFunction, UNKNOWN } from '../values.ts';
import { isMadeLater } from './made-later.ts';

/**
 * They come with the transform, and are unsupported without it.
 * https://github.com/aws-cloudformation/cfn-language-discussion/issues/143
 */
const OF_THE_EXTENSIONS: readonly string[] = ['Fn::Length', 'Fn::ToJsonString'];

/** Their arguments are looked at when values are known, or by checks of their own. */
const LATER: readonly string[] = ['Ref', 'Fn::Cidr', 'Fn::FindInMap', 'Fn::GetStackOutput'];

/** What a function can be asked of without a value: whether its arguments have their form. */
const BLIND: Scope = {
  // Fn::GetAZs reads it where it is given no region.
  parameter: (name) => (name === 'AWS::Region' ? name : undefined),
  mappings: {},
  condition: () => true,
  resource: () => ({ ref: () => UNKNOWN, attribute: () => UNKNOWN }),
  importValue: () => UNKNOWN,
  stackOutput: () => UNKNOWN,
  availabilityZones: () => UNKNOWN,
};

/** Throws for a function that there is not, or whose arguments no values could make right. */
export function checkFunctions(value: unknown, template: Template): void {
  if (Array.isArray(value)) return value.forEach((item) => checkFunctions(item, template));
  if (!isJsonObject(value)) return;
  for (const [name, inner] of Object.entries(value)) {
    if (name.startsWith('Fn::')) checkName(name, inner, template);
    checkFunctions(inner, template);
  }
  const call = asFunction(value);
  if (call === undefined) return;
  if (call.name === 'Ref' && typeof call.argument !== 'string')
    throw templateError('All References must be of type string');
  if (call.name === 'Fn::FindInMap') checkDefault(call.argument, template);
  // https://github.com/kubernetes-retired/kube-aws/issues/1304
  if (call.name === 'Fn::ImportValue' && isMadeLater(call.argument, template))
    throw templateError(
      'the attribute in Fn::ImportValue must not depend on any resources, imported values, or Fn::GetAZs',
    );
  if (!LATER.includes(call.name)) callFunction(call, blindOf(call.name), BLIND);
}

function checkName(name: string, argument: unknown, { transforms }: Template): void {
  const isExtended = transforms.includes(LANGUAGE_EXTENSIONS);
  if (name.startsWith('Fn::ForEach::')) throw noForEach(name);
  if (name === 'Fn::Transform') refuseTransform(argument);
  if (!isSupportedFunction(name) || (OF_THE_EXTENSIONS.includes(name) && !isExtended))
    throw templateError(`Encountered unsupported function: ${name}`);
}

/** A default is a part of the transform; the words are those for any wrong number of arguments. */
function checkDefault(argument: unknown, { transforms }: Template): void {
  const isExtended = transforms.includes(LANGUAGE_EXTENSIONS);
  if (Array.isArray(argument) && argument.length > 3 && !isExtended)
    throw templateError(
      'every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
    );
}

/**
 * What functions give is not known; a text, or an object that is none, is. Whether a list is long
 * enough for Fn::Select is seen when the stack is made.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-select.html
 */
function blindOf(name: string): (value: unknown) => unknown {
  const blind = (value: unknown): unknown => {
    if (asFunction(value) !== undefined) return UNKNOWN;
    if (!Array.isArray(value)) return value;
    return name === 'Fn::Select' ? UNKNOWN : value.map(blind);
  };
  return blind;
}
