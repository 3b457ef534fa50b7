import { isJsonObject } from '@understudy/contract';
import { templateError } from '../errors.ts';
import { cidr } from './functions/cidr.ts';
import { ifFunction } from './functions/conditions.ts';
import { findInMap } from './functions/find-in-map.ts';
import { getAtt, getStackOutput, importValue, reference } from './functions/references.ts';
import { base64, join, length, select, split, sub, toJsonString } from './functions/text.ts';
import type { Evaluate, IntrinsicFunction } from './intrinsic-function.ts';
import type { Scope } from './scope.ts';
import { asFunction, NO_VALUE, UNKNOWN } from './values.ts';

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
const FUNCTIONS: Readonly<Record<string, IntrinsicFunction>> = {
  Ref: reference,
  'Fn::GetAtt': getAtt,
  'Fn::GetStackOutput': getStackOutput,
  'Fn::ImportValue': importValue,
  'Fn::FindInMap': findInMap,
  'Fn::Join': join,
  'Fn::Split': split,
  'Fn::Select': select,
  'Fn::Sub': sub,
  'Fn::Base64': base64,
  'Fn::Length': length,
  'Fn::ToJsonString': toJsonString,
  'Fn::Cidr': cidr,
  'Fn::GetAZs': availabilityZones,
  'Fn::If': ifFunction,
};

export function isSupportedFunction(name: string): boolean {
  return Object.hasOwn(FUNCTIONS, name);
}

/** Calls a function that there is, with arguments that `within` evaluates. */
export function callFunction(
  { name, argument }: { name: string; argument: unknown },
  within: Evaluate,
  scope: Scope,
): unknown {
  const implementation = FUNCTIONS[name];
  if (implementation === undefined)
    throw templateError(`Encountered unsupported function: ${name}`);
  return implementation(argument, within, scope);
}

/**
 * The value with every function within it evaluated. Pure: all it knows comes from the scope. What
 * depends on
 * something unknown is UNKNOWN; properties and items that evaluate to AWS::NoValue are left out.
 */
export function evaluate(value: unknown, scope: Scope): unknown {
  const result = evaluateWithin(value, scope);
  return result === NO_VALUE ? undefined : result;
}

function evaluateWithin(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value))
    return value
      .map((item: unknown) => evaluateWithin(item, scope))
      .filter((item) => item !== NO_VALUE);
  if (!isJsonObject(value)) return value;
  const call = asFunction(value);
  if (call !== undefined) return callFunction(call, (inner) => evaluateWithin(inner, scope), scope);
  const entries = Object.entries(value)
    .map(([name, inner]): [string, unknown] => [name, evaluateWithin(inner, scope)])
    .filter(([, inner]) => inner !== NO_VALUE);
  return Object.fromEntries(entries);
}

function availabilityZones(argument: unknown, evaluateArgument: Evaluate, scope: Scope): unknown {
  const region = evaluateArgument(argument);
  if (region === UNKNOWN) return UNKNOWN;
  // An empty string means the stack's own region.
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getavailabilityzones.html
  const name = region === '' ? scope.parameter('AWS::Region') : region;
  if (typeof name !== 'string') throw templateError('Fn::GetAZs requires a string.');
  return scope.availabilityZones(name);
}
