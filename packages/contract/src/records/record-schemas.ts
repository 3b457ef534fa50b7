import { z } from 'zod';
import { isJsonObject } from '../json.ts';

/**
 * Tags, attributes: text by a name that others chose, `__proto__` too, which `z.record` passes
 * over.
 */
export const textsSchema = z.custom<Record<string, string>>(
  (value) => isJsonObject(value) && Object.values(value).every((text) => typeof text === 'string'),
  'Invalid input: expected texts by name',
);

/**
 * A value of one of AWS's enumerations. Text is all that the SDK's own schemas ask of it, since
 * these grow without us: https://smithy.io/2.0/spec/simple-types.html#enum-is-open
 */
export function enumeration<T extends string>(): z.ZodType<T> {
  return z.custom<T>((value) => typeof value === 'string', 'Invalid input: expected string');
}
