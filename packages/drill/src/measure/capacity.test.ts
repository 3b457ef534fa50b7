import { expect, test } from 'vitest';
import { firstAddedAfter } from './capacity.ts';

const step = (atSeconds: number, serving: number) => ({ atSeconds, serving, wanted: serving });

test('what serves more than when visitors came was added', () => {
  const steps = [step(-20, 1), step(60, 2), step(80, 1), step(200, 2), step(300, 3)];
  expect(firstAddedAfter(steps, 90)).toBe(110);
  expect(firstAddedAfter(steps, 250)).toBe(50);
  expect(firstAddedAfter(steps, 300)).toBeNull();
});

test('where none served, what comes is no addition', () => {
  expect(firstAddedAfter([step(-20, 1), step(10, 0), step(50, 1)], 20)).toBeNull();
  expect(firstAddedAfter([], 20)).toBeNull();
});
