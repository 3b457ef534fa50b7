import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wrap } from './wrap.ts';

describe('a text that is wrapped', () => {
  test.each<[string, number, string[]]>([
    ['one two three', 8, ['one two', 'three']],
    ['a-word-that-is-longer b', 5, ['a-word-that-is-longer', 'b']],
    ["run 'npx understudy up' now", 20, ['run', "'npx understudy up'", 'now']],
    ["run 'npx understudy up' now", 10, ["run 'npx", 'understudy', "up' now"]],
    ["the app's page is 'well'", 12, ["the app's", 'page is', "'well'"]],
    ['', 10, []],
  ])('%j in %s', (text, columns, lines) => {
    expect(wrap(text, columns)).toEqual(lines);
  });

  test('has every word, and no line that could be shorter', () => {
    const word = fc.stringMatching(/^[a-z]{1,12}$/);
    fc.assert(
      fc.property(fc.array(word), fc.integer({ min: 1, max: 30 }), (words, columns) => {
        const lines = wrap(words.join(' '), columns);
        expect(lines.flatMap((line) => line.split(' ')).filter((one) => one !== '')).toEqual(words);
        for (const line of lines) expect(line.length <= columns || !line.includes(' ')).toBe(true);
      }),
    );
  });
});
