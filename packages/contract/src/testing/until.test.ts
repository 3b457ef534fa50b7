import { expect, test } from 'vitest';
import { until } from './until.ts';

test('waits until the condition gives something', async () => {
  let asked = 0;
  const value = await until(() => (++asked < 3 ? undefined : asked), {
    withinMs: 1_000,
    what: 'three questions',
  });
  expect(value).toBe(3);
});

test('rejects with what it waited for when its time is over', async () => {
  await expect(until(() => false, { withinMs: 30, what: 'a miracle' })).rejects.toThrow(
    'not within 30 ms: a miracle',
  );
});
