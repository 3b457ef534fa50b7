import { en, type Words } from './en.ts';
import { ko } from './ko.ts';

/** What a report's forms can be written in. */
export const LANGUAGES = ['en', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface FormOptions {
  lang: Language;
}

export type { Words };

export const WORDS: Readonly<Record<Language, Words>> = { en, ko };
