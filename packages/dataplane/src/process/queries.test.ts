import { expect, test } from 'vitest';
import { answerFrom } from './queries.ts';

interface TestQueries {
  double: { input: { value: number }; output: number };
  later: { input: Record<string, never>; output: string };
}

const answer = answerFrom<TestQueries>({
  double: ({ value }) => value * 2,
  later: () => Promise.resolve('later'),
});

test('gives the input to the function of the query', async () => {
  expect(await answer('double', { value: 21 })).toBe(42);
  expect(await answer('later', {})).toBe('later');
});

test.each(['triple', 'toString', '__proto__', 'constructor'])(
  'rejects the query %s, which there is not',
  async (name) => {
    await expect(answer(name, {})).rejects.toThrow(`there is no query '${name}'`);
  },
);
