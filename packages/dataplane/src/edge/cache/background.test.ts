import { expect, test } from 'vitest';
import { Background } from './background.ts';

/** Work that ends only when it is told to. */
const endless = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve()));

test('does one thing a key at a time', async () => {
  const background = new Background();
  let times = 0;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const work = async (): Promise<void> => {
    times += 1;
    await promise;
  };
  expect([background.start('a', work), background.start('a', work)]).toEqual([true, true]);
  expect(times).toBe(1);
  resolve(undefined);
  await background.close();
});

test('begins anew what has ended', async () => {
  const background = new Background();
  let times = 0;
  const work = (): Promise<void> => Promise.resolve(void (times += 1));
  background.start('a', work);
  await Promise.resolve();
  await Promise.resolve();
  background.start('a', work);
  expect(times).toBe(2);
  await background.close();
});

test('does not more than a hundred things, and nothing when it is closed', async () => {
  const background = new Background();
  const started = Array.from({ length: 101 }, (_, index) =>
    background.start(String(index), endless),
  );
  expect(started.filter(Boolean)).toHaveLength(100);
  await background.close();
  expect(background.start('a', endless)).toBe(false);
});
