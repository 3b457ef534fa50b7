import { UnderstudyError } from '@understudy/contract';
import { expect, test } from 'vitest';
import { DRILL_SPEED, slowingDown } from './slow-down.ts';

const notSteady = new UnderstudyError('DrillNotSteady', { message: '9 of 10 requests failed' });

/** A machine that keeps up with so much. */
async function runs(most: number, isNamed = false, error: Error = notSteady) {
  const [speeds, notes]: [number[], string[]] = [[], []];
  const note = (text: string): void => void notes.push(text);
  const ended = slowingDown({ speed: DRILL_SPEED, isNamed, note }, (speed) => {
    speeds.push(speed);
    return speed > most ? Promise.reject(error) : Promise.resolve();
  });
  const failure = await ended.catch((thrown: unknown) => thrown);
  return { speeds, notes, failure };
}

test('what is too fast for the machine is run again at half the speed, and said', async () => {
  const { speeds, notes, failure } = await runs(5);
  expect(failure).toBeUndefined();
  expect(speeds).toEqual([20, 10, 5]);
  expect(notes).toEqual([
    '9 of 10 requests failed; again at speed 10',
    '9 of 10 requests failed; again at speed 5',
  ]);
});

test('a machine that keeps up with nothing is told so', async () => {
  const { speeds, failure } = await runs(0);
  expect(speeds).toEqual([20, 10, 5]);
  expect(failure).toBe(notSteady);
});

test('a speed that was named is kept, and so is any other error', async () => {
  expect(await runs(5, true)).toMatchObject({ speeds: [20], failure: notSteady });
  const other = new Error('the engine went away');
  expect(await runs(5, false, other)).toMatchObject({ speeds: [20], failure: other });
});
