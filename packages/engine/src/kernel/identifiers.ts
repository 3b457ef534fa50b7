import type { Random } from '@understudy/contract';

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
const HEXADECIMAL = '0123456789abcdef';

/** `length` upper-case letters and digits, as in Route 53's and CloudFront's ids. */
export function upperId(random: Random, length: number): string {
  return pick(random, UPPER, length);
}

/** `length` lower-case letters and digits, as in distribution domain names. */
export function lowerId(random: Random, length: number): string {
  return pick(random, LOWER, length);
}

export function hexadecimal(random: Random, length: number): string {
  return pick(random, HEXADECIMAL, length);
}

/** A version 4 UUID drawn from the injected chance, so that a replayed run has the same ids. */
export function uuid(random: Random): string {
  const digits = hexadecimal(random, 30);
  const variant = pick(random, '89ab', 1);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(12, 15)}`,
    `${variant}${digits.slice(15, 18)}`,
    digits.slice(18, 30),
  ].join('-');
}

function pick(random: Random, alphabet: string, length: number): string {
  let text = '';
  for (let index = 0; index < length; index += 1)
    text += alphabet[Math.floor(random.next() * alphabet.length)] ?? '';
  return text;
}
