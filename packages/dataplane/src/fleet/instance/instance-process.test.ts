import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { until } from '@understudy/contract/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { SystemClock } from '@understudy/contract/system-clock';
import { InstanceProcess } from './instance-process.ts';
import { isAlive } from '../testing/fleet-rig.ts';

const DOOMED_REGION = fileURLToPath(new URL('../testing/doomed-region.ts', import.meta.url));
const clock = new SystemClock({ epochMs: 0, speed: 1 });
let started: number[] = [];

afterEach(() => {
  for (const processId of started) if (isAlive(processId)) process.kill(processId, 'SIGKILL');
  started = [];
});

describe('when its region is killed', () => {
  it('leaves no process: region leads its group and is killed alone', async () => {
    const region = spawn(process.execPath, [DOOMED_REGION], { detached: true });
    const instance = await threeProcesses(region);
    process.kill(region.pid ?? 0, 'SIGKILL');
    await untilDead(instance);
  });

  it('leaves no process: region is killed with its group', async () => {
    const region = spawn(process.execPath, [DOOMED_REGION], { detached: true });
    const instance = await threeProcesses(region);
    process.kill(-(region.pid ?? 0), 'SIGKILL');
    await untilDead(instance);
  });

  it('leaves no process, and hurts no other: region is a member of a larger group', async () => {
    const region = spawn(process.execPath, [DOOMED_REGION]);
    const instance = await threeProcesses(region);
    process.kill(region.pid ?? 0, 'SIGKILL');
    await untilDead(instance);
    // This very process is in the same group.
    expect(isAlive(process.pid)).toBe(true);
  });
});

describe('an instance’s program', () => {
  it('is told to end with all its processes', async () => {
    const run = start(`trap 'echo ended in order; exit 3' TERM; echo up; sleep 300 & wait`);
    await run.says('up');
    run.instance.terminate();
    expect(await run.instance.exited).toBe('exit code 3');
    expect(run.output()).toContain('ended in order');
  });

  it('has the umask of a systemd unit, whatever the engine has', async () => {
    const before = process.umask(0o077);
    const run = start('umask');
    process.umask(before);
    await run.says('0022');
    await run.instance.exited;
  });

  it('is killed when it will not end', async () => {
    const run = start(`trap '' TERM; echo up; while :; do sleep 0.1; done`);
    await run.says('up');
    run.instance.terminate();
    run.instance.kill();
    expect(await run.instance.exited).toBe('signal SIGKILL');
  });

  it('takes what it left behind with it', async () => {
    const run = start(`( sleep 300 & echo $! ); exit 0`);
    expect(await run.instance.exited).toBe('exit code 0');
    const left = Number(run.output());
    started.push(left);
    await untilDead([left]);
  });

  it('that cannot be started says why', async () => {
    const run = start('true', '/nowhere');
    expect(await run.instance.exited).toMatch(/^the process was not started: .*ENOENT/);
  });
});

function start(
  command: string,
  directory = '/',
): { instance: InstanceProcess; output(): string; says(text: string): Promise<unknown> } {
  let output = '';
  const instance = new InstanceProcess({
    clock,
    command,
    directory,
    environment: { PATH: process.env['PATH'] ?? '' },
    output: {
      write: (chunk) => {
        output += String(chunk);
        return true;
      },
      onDrain: (callback) => callback(),
    },
  });
  if (instance.processId !== undefined) started.push(instance.processId);
  const says = (text: string): Promise<unknown> =>
    until(() => output.includes(text), { withinMs: 5_000, what: `output ${text}` });
  return { instance, output: () => output, says };
}

async function threeProcesses(region: ChildProcess): Promise<number[]> {
  let output = '';
  region.stdout?.on('data', (chunk: Buffer) => (output += String(chunk)));
  const processIds = await until(
    () => {
      const lines = output.split('\n').filter((line) => line !== '');
      return lines.length === 3 ? lines.map(Number) : undefined;
    },
    { withinMs: 8_000, what: 'three process ids' },
  );
  started.push(...processIds);
  expect(processIds.map(isAlive)).toEqual([true, true, true]);
  return processIds;
}

async function untilDead(processIds: readonly number[]): Promise<void> {
  await until(() => processIds.every((processId) => !isAlive(processId)), {
    withinMs: 8_000,
    what: 'the end of all processes',
  });
}
