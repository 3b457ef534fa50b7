import { isJsonObject } from '@understudy/contract';

/**
 * A value that an evaluation could not know yet: it depends on a resource that does not exist yet.
 */
export const UNKNOWN: unique symbol = Symbol('unknown until the resource exists');

/** What `AWS::NoValue` evaluates to: the property or item that has it is left out. */
export const NO_VALUE: unique symbol = Symbol('AWS::NoValue');

/** True when the value, or anything within it, is UNKNOWN. */
export function containsUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(containsUnknown);
  return isJsonObject(value) && Object.values(value).some(containsUnknown);
}

/** A function's name and argument when the value is `{ "Fn::X": … }` or `{ "Ref": … }`. */
export function asFunction(value: unknown): { name: string; argument: unknown } | undefined {
  if (!isJsonObject(value)) return undefined;
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length > 0) return undefined;
  if (name !== 'Ref' && !name.startsWith('Fn::')) return undefined;
  return { name, argument: value[name] };
}

/**
 * Deep equality of JSON values; the order of an object's keys has no meaning, and UNKNOWN equals
 * nothing.
 */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === UNKNOWN || b === UNKNOWN) return false;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  if (isJsonObject(a) && isJsonObject(b)) {
    const names = Object.keys(a);
    return (
      names.length === Object.keys(b).length &&
      names.every((name) => Object.hasOwn(b, name) && sameValue(a[name], b[name]))
    );
  }
  return a === b;
}
