import { isJsonObject } from '@understudy/contract';
import { templateFormatError } from '../../errors.ts';
import { referencesOf } from '../references.ts';
import type { Template } from '../template.ts';
import { asFunction } from '../values.ts';

type Condition = (name: string) => boolean;

/**
 * Throws AWS's error for a reference to a resource whose condition does not hold, from what will be
 * made. A DependsOn may name such a resource.
 * https://repost.aws/knowledge-center/cloudformation-template-validation
 */
export function checkActiveReferences(
  template: Template,
  active: ReadonlySet<string>,
  condition: Condition,
): void {
  const inactive = (value: unknown): string[] =>
    referencesOf(takenBranches(value, condition))
      .map(({ name }) => name)
      .filter((name) => Object.hasOwn(template.resources, name) && !active.has(name));
  const resources = [...active].map((id) => template.resources[id]?.properties);
  assertNone(inactive(resources), 'Resources');
  const outputs = Object.values(template.outputs).filter(
    (output) => output.condition === undefined || condition(output.condition),
  );
  assertNone(inactive(outputs.map(({ value, exportName }) => [value, exportName])), 'Outputs');
}

/** The value without the branches of Fn::If that are not taken. */
export function takenBranches(value: unknown, condition: Condition): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => takenBranches(item, condition));
  if (!isJsonObject(value)) return value;
  const call = asFunction(value);
  if (call?.name === 'Fn::If' && Array.isArray(call.argument)) {
    const [name, whenTrue, whenFalse] = call.argument as unknown[];
    if (typeof name === 'string')
      return takenBranches(condition(name) ? whenTrue : whenFalse, condition);
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, takenBranches(inner, condition)]),
  );
}

function assertNone(missing: readonly string[], block: string): void {
  if (missing.length > 0)
    throw templateFormatError(
      `Unresolved resource dependencies [${[...new Set(missing)].join(', ')}] in the ${block} block of the template`,
    );
}
