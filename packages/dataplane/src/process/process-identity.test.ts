import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { until } from '@understudy/contract/testing';
import { afterEach, expect, test } from 'vitest';
import { identityOf, isAlive, isStill, lookByPs } from './process-identity.ts';

const WITHIN_MS = 8_000;
let started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
  started = [];
});

async function zombie(): Promise<number> {
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  started.push(parent);
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  const stat = `/proc/${pid}/stat`;
  await until(() => existsSync(stat) && / Z /.test(readFileSync(stat, 'utf8')), {
    withinMs: WITHIN_MS,
    what: 'a zombie',
  });
  return pid;
}

test('a process is itself for as long as it lives', async () => {
  const child = spawn('sleep', ['60']);
  started.push(child);
  const identity = identityOf(child.pid ?? 0);
  if (identity === undefined) throw new Error('it is not there');
  expect([isStill(identity), isAlive(identity)]).toEqual([true, true]);
  child.kill('SIGSTOP');
  expect(isAlive(identity)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect([isStill(identity), isAlive(identity)]).toEqual([false, false]);
});

test('another process with its id is not it', () => {
  const { pid } = process;
  expect(isStill({ pid, startedAt: 'when it was another' })).toBe(false);
});

test('a zombie is still itself, and not alive', async () => {
  const identity = identityOf(await zombie());
  if (identity === undefined) throw new Error('it is not there');
  expect([isStill(identity), isAlive(identity)]).toEqual([true, false]);
});

test.each([0, -1, 1.5, Number.NaN, 2 ** 30])('%d is no process', (pid) => {
  expect(identityOf(pid)).toBeUndefined();
});

const withPs = test.skipIf(spawnSync('ps', ['-o', 'lstart=', '-p', '1']).status !== 0);

withPs('where there is no /proc, ps tells the same', async () => {
  const own = lookByPs(process.pid);
  expect(own).toEqual({
    startedAt: expect.stringMatching(/\d\d:\d\d:\d\d/) as string,
    zombie: false,
  });
  expect(lookByPs(process.pid)).toEqual(own);
  expect(lookByPs(await zombie())?.zombie).toBe(true);
  expect(lookByPs(2 ** 22 + 1)).toBeUndefined();
});
