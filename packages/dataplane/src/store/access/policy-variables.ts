import type { ConditionContext } from './policy-conditions.ts';

/** Stands before a character that is not a wildcard; no policy has it in its text. */
export const VARIABLE_ESCAPE = '\u0000';

/**
 * `${key}` by the request's value, `${key, 'default'}` by the default where it has none, and
 * `${*}`, `${?}`, `${$}` by the character itself. Wildcards of a value are no wildcards. Undefined
 * where one cannot be resolved: then the statement does not apply.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function expandVariables(text: string, context: ConditionContext): string | undefined {
  let isWhole = true;
  const expanded = text.replaceAll(/\$\{([^}]*)\}/g, (_whole, inner: string) => {
    if (inner === '*' || inner === '?' || inner === '$') return escaped(inner);
    const [, key = '', fallback] = /^\s*([^,]*?)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inner) ?? [];
    const values = context.get(key.toLowerCase());
    // A key of several values cannot be a variable.
    const value = values?.length === 1 ? values[0] : fallback;
    if (value === undefined) isWhole = false;
    return escaped(value ?? '');
  });
  return isWhole ? expanded : undefined;
}

function escaped(value: string): string {
  return value.replaceAll(/[*?]/g, (character) => VARIABLE_ESCAPE + character);
}
