import { expect, test } from 'vitest';
import { withoutState } from './curl.ts';

test.each<[string[], string[], string | undefined]>([
  [['-s', 'https://a', '--state', 'dir'], ['-s', 'https://a'], 'dir'],
  [['--state=dir', 'https://a'], ['https://a'], 'dir'],
  [['-s', '--state', 'dir', 'https://a'], ['-s', 'https://a'], 'dir'],
  [['https://a', '-H', 'x: --state'], ['https://a', '-H', 'x: --state'], undefined],
  [['https://a', '--state'], ['https://a', '--state'], undefined],
])('%j: --state is ours wherever it stands', (typed, words, state) => {
  expect(withoutState(typed)).toEqual({ words, state });
});
