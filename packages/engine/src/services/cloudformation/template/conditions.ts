import { templateFormatError, validationError } from '../errors.ts';
import { evaluate } from './evaluate.ts';
import { conditionTruth } from './functions/conditions.ts';
import type { Scope } from './scope.ts';
import type { RuleDefinition } from './template.ts';

/** Looks conditions up by name, evaluating each at most once. */
export function conditionLookup(
  conditions: Record<string, unknown>,
  scope: () => Scope,
): (name: string) => boolean {
  const known = new Map<string, boolean | 'underway'>();
  return (name) => {
    const found = known.get(name);
    if (found === 'underway')
      throw validationError(`Circular dependency between conditions: [${name}]`);
    if (found !== undefined) return found;
    if (!Object.hasOwn(conditions, name))
      throw templateFormatError(
        `Unresolved condition dependency ${name} in the Resources block of the template`,
      );
    known.set(name, 'underway');
    const truth = isTrue(conditions[name], scope());
    known.set(name, truth);
    return truth;
  };
}

/**
 * Throws when an assertion of a rule that applies is false.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html
 */
export function assertRules(rules: Record<string, RuleDefinition>, scope: Scope): void {
  for (const [name, rule] of Object.entries(rules)) {
    if (rule.condition !== undefined && !isTrue(rule.condition, scope)) continue;
    for (const { assert, description } of rule.assertions) {
      if (isTrue(assert, scope)) continue;
      const reason = description ?? JSON.stringify(assert);
      throw validationError(`Template validation error: Rule ${name} failed: ${reason}`);
    }
  }
}

function isTrue(condition: unknown, scope: Scope): boolean {
  return conditionTruth(condition, (value) => evaluate(value, scope), scope);
}
