import { fail } from '../kernel/fail.ts';

/** A property that AWS demands although its published schema does not. `path` is dotted. */
export function required<T>(value: T | undefined, path: string): T {
  if (value !== undefined) return value;
  fail('ValidationError', `Property ${path} cannot be empty.`);
}
