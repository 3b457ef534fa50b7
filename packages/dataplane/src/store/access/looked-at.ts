import type { PolicyType } from '@understudy/contract';
import { conditionHolds, type Condition, type ConditionContext } from './policy-conditions.ts';
import type { PrincipalMatcher } from './policy-elements.ts';

/** The first part of a statement that does not fit a request. */
export type Mismatch = 'principal' | 'action' | 'resource' | 'condition';

/** A statement that a decision rests on, or that might have been one. */
export interface LookedAt {
  by: PolicyType;
  /** Which of the policies of that type, and which of its statements; both from 0. */
  policy: number;
  statement: number;
  sid: string | undefined;
  effect: 'Allow' | 'Deny';
  /** Undefined: the statement applies. */
  mismatch: Mismatch | undefined;
  /** That part as the policy has it; of a condition also what the request has. */
  part: string | undefined;
}

interface Parts {
  principal?: { not: boolean; matcher: PrincipalMatcher };
  action: { not: boolean; patterns: string[] };
  resource: { not: boolean; patterns: string[] };
  conditions: readonly Condition[];
}

/** Of a longer list, so many are told. */
const PATTERNS_TOLD_MAX = 6;

export function partOf(
  { principal, action, resource, conditions }: Parts,
  mismatch: Mismatch | undefined,
  context: ConditionContext,
): string | undefined {
  switch (mismatch) {
    case undefined:
      return undefined;
    case 'principal':
      return principal && listOf({ not: principal.not, patterns: namesIn(principal.matcher) });
    case 'action':
      return listOf(action);
    case 'resource':
      return listOf(resource);
    case 'condition': {
      // One that fails only once its variables are filled in is told as the policy has it.
      const failing = conditions.find((each) => !conditionHolds(each, context)) ?? conditions[0];
      return failing && conditionText(failing, context);
    }
  }
}

function namesIn({ everyone, aws, services, canonicalUsers }: PrincipalMatcher): string[] {
  return [...(everyone ? ['*'] : []), ...aws, ...services, ...canonicalUsers];
}

function listOf({ not, patterns }: { not: boolean; patterns: readonly string[] }): string {
  const rest = patterns.length - PATTERNS_TOLD_MAX;
  const more = rest > 0 ? ` and ${rest} more` : '';
  return `${not ? 'all but ' : ''}${patterns.slice(0, PATTERNS_TOLD_MAX).join(', ')}${more}`;
}

function conditionText(condition: Condition, context: ConditionContext): string {
  const { set, operator, ifExists, key, values } = condition;
  const prefix = set === undefined ? '' : set === 'any' ? 'ForAnyValue:' : 'ForAllValues:';
  const name = `${prefix}${operator}${ifExists ? 'IfExists' : ''}`;
  const actual = context.get(key);
  const has = actual === undefined ? 'none' : listOf({ not: false, patterns: actual });
  return `${name} ${key} ${listOf({ not: false, patterns: values })}; the request has ${has}`;
}
