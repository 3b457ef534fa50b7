import { expect, test } from 'vitest';
import { LANGUAGES, WORDS } from './index.ts';
import { duration, moment, share } from './quantities.ts';

/** Each text, by its path; those that take values with values. */
function texts(words: unknown, path = ''): [string, string][] {
  if (typeof words === 'string') return [[path, words]];
  if (typeof words === 'function')
    return [[path, String((words as (...values: string[]) => string)('A', 'B', 'C'))]];
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
    ...['.barOf', '.percentile', '.layers.tls', '.rtoShort', '.rpoShort'],
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
