import { isJsonObject } from '@understudy/contract';
import { notTwoStrings, operands } from '../functions/conditions.ts';
import { isListType } from '../parameters.ts';
import type { Template } from '../template.ts';
import { asFunction } from '../values.ts';

const OF_CONDITIONS: readonly string[] = ['Fn::And', 'Fn::Equals', 'Fn::Not', 'Fn::Or'];

/** Throws for condition functions whose operands no values of the parameters could make right. */
export function checkConditionShapes(template: Template): void {
  checkWithin(template.conditions, template);
}

function checkWithin(value: unknown, template: Template): void {
  if (Array.isArray(value)) return value.forEach((item) => checkWithin(item, template));
  if (!isJsonObject(value)) return;
  const call = asFunction(value);
  if (call !== undefined && OF_CONDITIONS.includes(call.name)) {
    const list = Array.isArray(call.argument) ? (call.argument as unknown[]) : [];
    const given = operands(list, call.name);
    if (call.name === 'Fn::Equals' && given.some((item) => isNoText(item, template)))
      throw notTwoStrings();
  }
  for (const inner of Object.values(value)) checkWithin(inner, template);
}

/** A list, an object, or a parameter that is a list: AWS sees it in ValidateTemplate already. */
function isNoText(value: unknown, { parameters }: Template): boolean {
  if (Array.isArray(value)) return true;
  const call = asFunction(value);
  if (call === undefined) return isJsonObject(value);
  if (call.name !== 'Ref' || typeof call.argument !== 'string') return false;
  const parameter = Object.hasOwn(parameters, call.argument)
    ? parameters[call.argument]
    : undefined;
  return parameter !== undefined && isListType(parameter.type);
}
