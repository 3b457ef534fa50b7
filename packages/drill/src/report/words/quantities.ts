import type { Words } from './en.ts';

const WHOLE_FROM_SECONDS = 100;

/** `37.5 s`; from 100 s without tenths, which nobody reads. */
export function duration(seconds: number, words: Pick<Words, 'seconds'>): string {
  const tenths = Math.abs(seconds) < WHOLE_FROM_SECONDS ? seconds.toFixed(1) : seconds.toFixed(0);
  return words.seconds(tenths.replace(/^-0(\.0)?$/, '0').replace(/\.0$/, ''));
}

/** When something was: `+12.3 s`, `-4 s`. */
export function moment(seconds: number, words: Words): string {
  const text = duration(seconds, words);
  return seconds > 0 && text !== duration(0, words) ? `+${text}` : text;
}

export function count(value: number): string {
  return value.toLocaleString('en-US');
}

export function share(part: number, whole: number): string {
  return whole === 0 ? '0 %' : `${((100 * part) / whole).toFixed(1)} %`;
}

export function milliseconds(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}
