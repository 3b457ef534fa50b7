import { isJsonObject } from '@understudy/contract';
import { templateError } from '../../errors.ts';
import type { Evaluate } from '../intrinsic-function.ts';
import type { Scope } from '../scope.ts';
import { asFunction, UNKNOWN } from '../values.ts';

/** Evaluates only the branch that the condition chooses. */
export function ifFunction(argument: unknown, evaluate: Evaluate, scope: Scope): unknown {
  if (!Array.isArray(argument) || argument.length !== 3)
    throw templateError(
      'Fn::If requires a list argument with three elements: a condition name and the two values',
    );
  const [name, whenTrue, whenFalse] = argument as [unknown, unknown, unknown];
  // https://github.com/aws-cloudformation/cfn-lint/issues/316
  if (typeof name !== 'string')
    throw templateError('Fn::If requires a list argument with the first element being a condition');
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
      return !operands(list, 'Fn::Not').some(truth);
    case 'Fn::Equals': {
      const [left, right] = operands(list, 'Fn::Equals').map((item) => comparable(evaluate(item)));
      if (typeof left !== 'string' || typeof right !== 'string') throw notTwoStrings();
      return left === right;
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

/**
 * The operands of a condition function, as many as AWS takes.
 * https://github.com/aws-cloudformation/cfn-lint/issues/1639,
 * https://github.com/buildkite/elastic-ci-stack-for-aws/issues/370
 */
export function operands(list: readonly unknown[], name: string): readonly unknown[] {
  if (name === 'Fn::Not' && list.length !== 1)
    throw templateError('every Fn::Not object requires one boolean parameter.');
  if (name === 'Fn::Equals' && list.length !== 2) throw notTwoStrings();
  if ((name === 'Fn::And' || name === 'Fn::Or') && (list.length < 2 || list.length > 10))
    throw templateError(
      `every ${name} object requires a list of atleast 2 and atmost 10 boolean parameters.`,
    );
  return list;
}

export function notTwoStrings(): Error {
  return templateError('every Fn::Equals object requires a list of 2 string parameters.');
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
