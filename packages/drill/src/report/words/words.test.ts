import { expect, test } from 'vitest';
import { LANGUAGES, WORDS } from './index.ts';
import { SCENARIOS } from '../../scenario/library/index.ts';
import { phrase, told } from './phrases/phrase.ts';
import { duration, moment, share } from './quantities.ts';

/** Each text, by its path; those that take values with values. */
function texts(words: unknown, path = ''): [string, string][] {
  if (typeof words === 'string') return [[path, words]];
  if (typeof words === 'function')
    return [[path, String((words as (...values: string[]) => string)('A', 'B', 'C', 'D'))]];
  return Object.entries(words ?? {}).flatMap(([name, value]) => texts(value, `${path}.${name}`));
}

test.each(LANGUAGES)('%s says everything, and uses each value that it is given', (lang) => {
  for (const [path, text] of texts(WORDS[lang])) {
    expect(text.trim(), path).not.toBe('');
    expect(text, path).not.toMatch(/undefined|\[object/);
  }
});

test('each language has its own words', () => {
  const english = new Map(texts(WORDS.en));
  const same = texts(WORDS.ko).filter(([path, text]) => english.get(path) === text);
  expect(same.map(([path]) => path)).toEqual([
    ...['.barOf', '.percentile', '.layers.tls', '.rtoShort', '.rpoShort', '.writes.by'],
  ]);
});

test.each([
  [0, '0 s'],
  [-0.01, '0 s'],
  [37.519, '37.5 s'],
  [5, '5 s'],
  [99.96, '100 s'],
  [153.4, '153 s'],
])('%f is %s', (value, text) => {
  expect(duration(value, WORDS.en)).toBe(text);
});

test('moments say on which side of the fault they are, shares of nothing are none', () => {
  expect(moment(12.34, WORDS.en)).toBe('+12.3 s');
  expect(moment(-4, WORDS.ko)).toBe('-4초');
  expect(moment(0.02, WORDS.en)).toBe('0 s');
  expect(share(0, 0)).toBe('0 %');
  expect(share(1, 3)).toBe('33.3 %');
});

const PLACES = /\{[^}]+\}/g;

test.each(Object.entries(WORDS.en.phrases))('%s has the same values in Korean', (key, english) => {
  const korean = Object.entries(WORDS.ko.phrases).find(([name]) => name === key)?.[1] ?? '';
  expect(korean.match(PLACES)?.toSorted()).toEqual(english.match(PLACES)?.toSorted());
  expect(korean).toMatch(/\p{Script=Hangul}/u);
});

test.each([...SCENARIOS.values()])(
  'the drill $name has a title and a description in Korean',
  (of) => {
    for (const text of [of.title, of.description])
      expect(WORDS.ko.ours[text], text).toMatch(/\p{Script=Hangul}/u);
  },
);

test('a sentence of somebody else stays as it is, and a value that is missing is no error', () => {
  expect(told({ text: 'as I say' }, WORDS.ko)).toBe('as I say');
  const say = { key: 'no such', values: {} };
  expect(told({ text: 'of a later version', say }, WORDS.ko)).toBe('of a later version');
  const lacking = { text: '', say: { key: 'seen.recovered', values: {} } };
  expect(told(lacking, WORDS.ko)).toBe('? 만에 복구됨');
  const { text, say: said } = phrase('seen.recovered', { took: 37.52 });
  expect(text).toBe('recovered after 37.5 s');
  expect(told({ text, say: said }, WORDS.ko)).toBe('37.5초 만에 복구됨');
});
