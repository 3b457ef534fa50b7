import { duration } from '../quantities.ts';
import type { Words } from '../index.ts';
import { en } from '../en.ts';
import { phrasesEn, type Phrases } from './en.ts';

/** A sentence by its key, with its values: so that it can be said in any language. */
export interface Phrase {
  key: string;
  values: Record<string, string | number>;
}

/** A sentence in English, and what it is in others; without `say` it is somebody else's. */
export interface Told {
  text: string;
  say?: Phrase | undefined;
}

/** One that is ours. */
export interface Sentence {
  text: string;
  say: Phrase;
}

export function phrase(key: keyof Phrases, values: Phrase['values'] = {}): Sentence {
  const say: Phrase = { key, values };
  return { text: filled(phrasesEn[key], values, en), say };
}

/** A sentence of a report in the words' language, where it is one of ours; else as it is. */
export function told({ text, say }: Told, words: Words): string {
  if (words.code === en.code) return text;
  const pattern = say === undefined ? undefined : patternOf(words.phrases, say.key);
  if (say === undefined || pattern === undefined) return words.ours[text] ?? text;
  return filled(pattern, say.values, words);
}

/** What was measured of an expectation. */
export function measuredOf(
  { measured, sayMeasured }: { measured: string; sayMeasured?: Phrase | undefined },
  words: Words,
): string {
  return told({ text: measured, say: sayMeasured }, words);
}

function patternOf(phrases: Phrases, key: string): string | undefined {
  return Object.entries(phrases).find(([name]) => name === key)?.[1];
}

/** A value that is not there is a question mark: a report may come from elsewhere. */
function filled(pattern: string, values: Phrase['values'], words: PhraseWords): string {
  return pattern.replaceAll(/\{(\w+)(?::([\w%]+))?\}/g, (_whole, name: string, form?: string) => {
    const value = values[name] ?? '?';
    if (typeof value === 'string') return form === 'word' ? (words.ours[value] ?? value) : value;
    if (form === 's') return duration(value, words);
    return form === '%' ? `${(value * 100).toFixed(1)} %` : String(value);
  });
}

type PhraseWords = Pick<Words, 'seconds' | 'ours'>;
