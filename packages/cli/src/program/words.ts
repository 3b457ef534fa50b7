import { LATENCY_REGIONS } from '@understudy/contract';
import { InvalidArgumentError } from 'commander';

/**
 * An empty name is the folder that the command runs in: most often a variable of the shell that is
 * not set.
 */
export function named(text: string): string {
  if (text === '') throw new InvalidArgumentError('use a name that is not empty.');
  return text;
}

/** https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html */
export function account(text: string): string {
  if (!/^\d{12}$/.test(text))
    throw new InvalidArgumentError('use the twelve digits of an account.');
  return text;
}

export function region(text: string): string {
  if (LATENCY_REGIONS.includes(text)) return text;
  throw new InvalidArgumentError('use an AWS region such as eu-west-1.');
}

/** Digits alone: of `0x10` and `1e3` nobody would think as JavaScript does. */
export function port(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('use a whole number from 0 to 65535.');
}

export function number(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d*\.?\d+$/.test(text) || !(value >= least && value <= most))
      throw new InvalidArgumentError(`use a number from ${least} to ${most}.`);
    return value;
  };
}

export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    if (/^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most)
      return Number(text);
    throw new InvalidArgumentError(`use a whole number from ${least} to ${most}.`);
  };
}

const UNIT_SECONDS = { s: 1, m: 60, h: 3_600 } as const;

/** Seconds: `90`, `90s`, `1.5m`, `2h`. */
export function duration(text: string): number {
  const [, digits, unit] = /^(-?\d+(?:\.\d+)?)(s|m|h)?$/.exec(text) ?? [];
  if (digits === undefined) throw new InvalidArgumentError('use a time such as 30s, 5m or 1h.');
  const seconds = unit === 'm' || unit === 'h' ? UNIT_SECONDS[unit] : 1;
  return Number(digits) * seconds;
}

/** Of an option that takes several words, each. */
export function several(word: (text: string) => string) {
  return (text: string, before: string[] | undefined): string[] => [...(before ?? []), word(text)];
}
