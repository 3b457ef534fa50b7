import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { answerFrom } from './queries.ts';

const TABLE = {
  double: { request: z.object({ value: z.number() }), answer: z.number() },
  later: { request: z.object({}), answer: z.string() },
};
const double = vi.fn(({ value }: { value: number }) => value * 2);

const answer = answerFrom(TABLE, { double, later: () => Promise.resolve('later') });

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

test.each([
  [{ value: 'one' }, 'value: Invalid input: expected number, received string'],
  [{}, 'value: Invalid input: expected number, received undefined'],
  [undefined, 'Invalid input: expected object, received undefined'],
])('rejects the question %j before its function has it', async (input, problem) => {
  double.mockClear();
  await expect(answer('double', input)).rejects.toMatchObject({
    code: 'QueryInvalid',
    fault: 'engine',
    message: `the request of query double is invalid: ${problem}`,
  });
  expect(double).not.toHaveBeenCalled();
});
