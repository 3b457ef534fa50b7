import { isJsonObject } from '@understudy/contract';
import { referencesOf } from '../references.ts';
import type { Template } from '../template.ts';

/**
 * Whether a value "depends on any resources, imported values, or Fn::GetAZs", as AWS words what
 * names of exports must not.
 * https://github.com/aws-cloudformation/cfn-lint/issues/1632
 */
export function isMadeLater(value: unknown, { resources }: Template): boolean {
  return (
    referencesOf(value).some(({ name }) => Object.hasOwn(resources, name)) ||
    hasFunction(value, ['Fn::ImportValue', 'Fn::GetAZs'])
  );
}

function hasFunction(value: unknown, names: readonly string[]): boolean {
  if (Array.isArray(value)) return value.some((item) => hasFunction(item, names));
  if (!isJsonObject(value)) return false;
  return Object.entries(value).some(
    ([name, inner]) => names.includes(name) || hasFunction(inner, names),
  );
}
