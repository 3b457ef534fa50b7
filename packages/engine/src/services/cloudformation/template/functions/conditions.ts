import { isJsonObject } from '@understudy/contract';
import { templateError } from '../../errors.ts';
import type { Evaluate } from '../intrinsic-function.ts';
import type { Scope } from '../scope.ts';
import { asFunction, sameValue, UNKNOWN } from '../values.ts';

/** Evaluates only the branch that the condition chooses. */
export function ifFunction(argument: unknown, evaluate: Evaluate, scope: Scope): unknown {
  if (!Array.isArray(argument) || argument.length !== 3 || typeof argument[0] !== 'string')
    throw templateError(
      'Fn::If requires a list argument with three elements: a condition name and the two values',
    );
  const [name, whenTrue, whenFalse] = argument as [string, unknown, unknown];
  return evaluate(scope.condition(name) ? whenTrue : whenFalse);
}

/**
 * The truth of a condition as written in the Conditions block, a rule or an assertion.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
 */
export function conditionTruth(condition: unknown, evaluate: Evaluate, scope: Scope): boolean {
  const truth = (inner: unknown): boolean => conditionTruth(inner, evaluate, scope);
  if (isJsonObject(condition) && typeof condition['Condition'] === 'string')
    return scope.condition(condition['Condition']);
  const call = asFunction(condition);
  const list = Array.isArray(call?.argument) ? (call.argument as unknown[]) : [];
  switch (call?.name) {
    case 'Fn::And':
      return operands(list, 'Fn::And').every(truth);
    case 'Fn::Or':
      return operands(list, 'Fn::Or').some(truth);
    case 'Fn::Not':
      if (list.length !== 1)
        throw templateError('Fn::Not requires a list argument with one element');
      return !truth(list[0]);
    case 'Fn::Equals': {
      if (list.length !== 2)
        throw templateError('Fn::Equals requires a list argument with two elements');
      const [left, right] = list.map((item) => comparable(evaluate(item)));
      return sameValue(left, right);
    }
    case 'Fn::Contains':
      return asList(evaluate(list[0]), 'Fn::Contains').includes(comparable(evaluate(list[1])));
    case 'Fn::EachMemberIn': {
      const allowed = asList(evaluate(list[1]), 'Fn::EachMemberIn');
      return asList(evaluate(list[0]), 'Fn::EachMemberIn').every((item) => allowed.includes(item));
    }
    case 'Fn::EachMemberEquals': {
      const wanted = comparable(evaluate(list[1]));
      return asList(evaluate(list[0]), 'Fn::EachMemberEquals').every((item) => item === wanted);
    }
    default: {
      const value = comparable(evaluate(condition));
      if (value === 'true' || value === 'false') return value === 'true';
      throw templateError(
        `every condition must be a boolean function, not ${JSON.stringify(condition)}`,
      );
    }
  }
}

function operands(list: unknown[], name: string): unknown[] {
  if (list.length < 2 || list.length > 10)
    throw templateError(`${name} requires a list argument with between 2 and 10 elements`);
  return list;
}

/** Numbers and booleans compare as the text that a parameter would hold. */
function comparable(value: unknown): unknown {
  if (value === UNKNOWN)
    throw templateError('a condition cannot depend on a resource that does not exist yet');
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

function asList(value: unknown, name: string): unknown[] {
  if (!Array.isArray(value)) throw templateError(`${name} requires a list`);
  return value.map(comparable);
}
