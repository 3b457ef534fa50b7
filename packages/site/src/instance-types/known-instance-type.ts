import { INSTANCE_TYPES } from './instance-types.generated.ts';

const NAMED_MAX = 6;

/**
 * Whether EC2 had a type of this name when the list was taken, and what it had in its place where
 * not: sizes of the family, or families that begin alike.
 */
export function knownInstanceType(
  type: string,
): { isKnown: true } | { isKnown: false; instead: string[] } {
  const [family = '', size = ''] = type.split('.');
  const sizes = INSTANCE_TYPES[family]?.split(' ');
  if (sizes?.includes(size)) return { isKnown: true };
  if (sizes !== undefined)
    return { isKnown: false, instead: sizes.slice(0, NAMED_MAX).map((one) => `${family}.${one}`) };
  const letters = /^[a-z]+/.exec(family)?.[0] ?? '';
  const alike = Object.entries(INSTANCE_TYPES)
    .filter(([name, have]) => name.startsWith(letters) && have.split(' ').includes(size))
    .map(([name]) => `${name}.${size}`);
  return { isKnown: false, instead: alike.slice(-NAMED_MAX) };
}
