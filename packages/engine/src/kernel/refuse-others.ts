import { fail } from './fail.ts';

/**
 * Refuses an operation's members that have no effect here: input that would be ignored must not
 * pass in silence. Members that are absent, and empty lists, say nothing and pass.
 */
export function refuseOthers<Input extends object>(
  operation: string,
  input: Input,
  accepted: readonly (keyof Input)[],
): void {
  const known = new Set<string>(accepted.map(String));
  for (const [name, value] of Object.entries(input)) {
    if (known.has(name) || value === undefined) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    fail(
      'UnsupportedOperation',
      `The parameter ${name} of ${operation} is not supported by this engine.`,
    );
  }
}
