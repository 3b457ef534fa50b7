import { isJsonObject } from '@understudy/contract';
import { templateError } from '../../errors.ts';
import type { Evaluate } from '../intrinsic-function.ts';
import { placeholderReference, replacePlaceholders, subPlaceholders } from '../references.ts';
import type { Scope } from '../scope.ts';
import { containsUnknown, UNKNOWN } from '../values.ts';
import { getAtt, reference } from './references.ts';

export function join(argument: unknown, evaluate: Evaluate): unknown {
  const [delimiter, list] = pair(argument, 'Fn::Join', evaluate);
  if (containsUnknown(list) || delimiter === UNKNOWN) return UNKNOWN;
  if (typeof delimiter !== 'string' || !Array.isArray(list) || !list.every(isScalar))
    throw templateError(
      'every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
    );
  return list.map(String).join(delimiter);
}

export function split(argument: unknown, evaluate: Evaluate): unknown {
  const [delimiter, text] = pair(argument, 'Fn::Split', evaluate);
  if (delimiter === UNKNOWN || text === UNKNOWN) return UNKNOWN;
  if (typeof delimiter !== 'string' || delimiter === '' || typeof text !== 'string')
    throw templateError(
      'every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.',
    );
  return text.split(delimiter);
}

export function select(argument: unknown, evaluate: Evaluate): unknown {
  const [position, list] = pair(argument, 'Fn::Select', evaluate);
  if (position === UNKNOWN || list === UNKNOWN) return UNKNOWN;
  const index = Number(position);
  if (!Array.isArray(list) || !Number.isInteger(index))
    throw templateError(
      'Fn::Select requires a list argument with two elements: an integer index and a list',
    );
  if (index < 0 || index >= list.length)
    throw templateError(`Fn::Select cannot select nonexistent value at index ${index}`);
  return list[index];
}

/**
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html
 */
export function sub(argument: unknown, evaluate: Evaluate, scope: Scope): unknown {
  const [text, given] = Array.isArray(argument) ? (argument as unknown[]) : [argument, {}];
  if (typeof text !== 'string' || !isJsonObject(given))
    throw templateError(
      "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
    );
  const values = new Map<string, unknown>();
  for (const placeholder of subPlaceholders(text))
    values.set(placeholder, placeholderValue(placeholder, given, evaluate, scope));
  if (containsUnknown([...values.values()])) return UNKNOWN;
  for (const [name, value] of values)
    if (!isScalar(value))
      throw templateError(`Fn::Sub expression does not resolve to a string: ${name}`);
  return replacePlaceholders(text, (name) => String(values.get(name)));
}

export function base64(argument: unknown, evaluate: Evaluate): unknown {
  const text = evaluate(argument);
  if (text === UNKNOWN) return UNKNOWN;
  if (!isScalar(text))
    throw templateError('every Fn::Base64 object must have a String-typed value.');
  return Buffer.from(String(text), 'utf8').toString('base64');
}

export function length(argument: unknown, evaluate: Evaluate): unknown {
  const list = evaluate(argument);
  if (list === UNKNOWN) return UNKNOWN;
  if (!Array.isArray(list)) throw templateError('Fn::Length must be given an array');
  return list.length;
}

export function toJsonString(argument: unknown, evaluate: Evaluate): unknown {
  const value = evaluate(argument);
  return containsUnknown(value) ? UNKNOWN : JSON.stringify(value);
}

function placeholderValue(
  placeholder: string,
  given: Record<string, unknown>,
  evaluate: Evaluate,
  scope: Scope,
): unknown {
  if (Object.hasOwn(given, placeholder)) return evaluate(given[placeholder]);
  const { name, attribute } = placeholderReference(placeholder);
  if (attribute === undefined) return reference(name, evaluate, scope);
  return getAtt([name, attribute], evaluate, scope);
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function pair(argument: unknown, name: string, evaluate: Evaluate): [unknown, unknown] {
  if (!Array.isArray(argument) || argument.length !== 2)
    throw templateError(`${name} requires a list argument with two elements`);
  const [first, second] = argument as [unknown, unknown];
  return [evaluate(first), evaluate(second)];
}
