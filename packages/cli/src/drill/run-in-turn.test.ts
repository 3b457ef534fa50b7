import { UnderstudyError } from '@understudy/contract';
import type { Scenario } from '@understudy/drill';
import type { Report } from '@understudy/drill/report';
import { expect, test } from 'vitest';
import { DRILL_SPEED, runInTurn } from './run-in-turn.ts';

const notSteady = new UnderstudyError('DrillNotSteady', { message: '9 of 10 requests failed' });

type Machine = (name: string, speed: number) => Report['verdict'] | Error;

/** Runs drills of these names on a machine: the engines, what was run, told, and noted. */
async function runs(names: readonly string[], machine: Machine, isNamed = false) {
  const [engines, told, notes]: [number[], string[], string[]] = [[], [], []];
  const failure: unknown = await runInTurn<number>(
    names.map((name) => ({ name }) as Scenario),
    {
      ...{ speed: DRILL_SPEED, isNamed, note: (text) => void notes.push(text) },
      withEngine: (speed, use) => {
        engines.push(speed);
        return use(speed);
      },
      run: (speed, { name }) => {
        const outcome = machine(name, speed);
        return outcome instanceof Error
          ? Promise.reject(outcome)
          : Promise.resolve({ verdict: outcome, scenario: { name }, speed } as Report);
      },
      tell: ({ scenario, verdict, speed }) =>
        void told.push(`${scenario.name} ${verdict} ${speed}`),
    },
  ).catch((thrown: unknown) => thrown);
  return { engines, told, notes, failure };
}

test('one engine is enough for a machine that keeps up', async () => {
  const { engines, told } = await runs(['a', 'b'], () => 'passed');
  expect(engines).toEqual([20]);
  expect(told).toEqual(['a passed 20', 'b passed 20']);
});

test('what proves nothing is run again at half the speed, in its turn, and alone', async () => {
  const { engines, told, notes } = await runs(['a', 'b', 'c'], (name, speed) =>
    name === 'b' && speed > 10 ? 'inconclusive' : 'passed',
  );
  expect(engines).toEqual([20, 10, 20]);
  expect(told).toEqual(['a passed 20', 'b passed 10', 'c passed 20']);
  expect(notes).toEqual(['b: this machine did not keep up; again at speed 10']);
});

test('a site that is not steady is drilled slower, down to what is too slow for anybody', async () => {
  const { engines, told, failure } = await runs(['a'], () => notSteady);
  expect(engines).toEqual([20, 10, 5]);
  expect(told).toEqual([]);
  expect(failure).toBe(notSteady);
});

test('what proves nothing at the lowest speed is told as it is', async () => {
  const { engines, told, failure } = await runs(['a', 'b'], () => 'inconclusive');
  expect(engines).toEqual([20, 10, 5, 20, 10, 5]);
  expect(told).toEqual(['a inconclusive 5', 'b inconclusive 5']);
  expect(failure).toBeUndefined();
});

test('a speed that was named is kept, and any other error ends it', async () => {
  expect(await runs(['a'], () => 'inconclusive', true)).toMatchObject({
    ...{ engines: [20], told: ['a inconclusive 20'] },
  });
  expect(await runs(['a'], () => notSteady, true)).toMatchObject({ failure: notSteady });
  const other = new Error('the engine went away');
  expect(await runs(['a'], () => other)).toMatchObject({ engines: [20], failure: other });
});
