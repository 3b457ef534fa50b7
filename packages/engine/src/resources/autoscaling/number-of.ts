import { fail } from '../../kernel/fail.ts';

/**
 * A number that the published schema has as text, and the API as a number. Throws ValidationError.
 */
export function numberOf<Name extends string>(
  properties: { readonly [K in Name]?: string | undefined },
  name: Name,
): number | undefined {
  const text = properties[name];
  if (text === undefined) return undefined;
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isNaN(number)) return number;
  fail('ValidationError', `Value of property ${name} must be a number`);
}
