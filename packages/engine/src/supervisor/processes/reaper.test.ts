import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { until } from '@understudy/contract/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { runs, WITHIN_MS } from '../child.fixture.ts';

const REAPER = fileURLToPath(new URL('./reaper.ts', import.meta.url));

let owner: ChildProcess | undefined;
let left: number[] = [];
afterEach(() => {
  owner?.kill('SIGKILL');
  for (const pid of left.filter(runs)) process.kill(pid, 'SIGKILL');
  left = [];
});

/** A program that starts two process groups, has them watched, and then does as it is told. */
async function startOwner(then: string): Promise<{ pid: number; groups: number[] }> {
  const program = `
    import { spawn } from 'node:child_process';
    import { Reaper } from ${JSON.stringify(REAPER)};
    const reaper = new Reaper('/tmp/of-a-test');
    const groups = [1, 2].map(() => spawn('sleep', ['300'], { detached: true, stdio: 'ignore' }).pid);
    for (const group of groups) reaper.watch(group);
    ${then}
    setTimeout(() => process.stdout.write(JSON.stringify(groups) + '\\n'), 50);
    setInterval(() => undefined, 1000);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  owner = child;
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await until(() => text.includes('\n'), { withinMs: WITHIN_MS, what: 'the owner to start' });
  left = JSON.parse(text) as number[];
  return { pid: child.pid ?? 0, groups: left };
}

const dies = (pid: number | undefined): Promise<boolean> =>
  until(() => !runs(pid), { withinMs: WITHIN_MS, what: `the end of process ${pid}` });

/** The shell that waits for the owner's death. */
function shellOf(pid: number): number | undefined {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((candidate) => {
      try {
        return (
          readFileSync(`/proc/${candidate}/status`, 'utf8').includes(`PPid:\t${pid}\n`) &&
          readFileSync(`/proc/${candidate}/cmdline`, 'utf8').includes('reaper.sh')
        );
      } catch {
        return false; // it ended while we looked
      }
    });
}

describe('the reaper', () => {
  test('kills what it watches when its owner is killed, also what hangs, and then ends', async () => {
    const { pid, groups } = await startOwner("process.kill(-groups[0], 'SIGSTOP');");
    const shell = shellOf(pid);
    process.kill(pid, 'SIGKILL');
    await Promise.all([...groups, shell].map(dies));
    expect(shell).toBeDefined();
  });

  test('leaves alone what it was told to forget', async () => {
    const { pid, groups } = await startOwner('reaper.forget(groups[0]);');
    process.kill(pid, 'SIGKILL');
    await dies(groups[1]);
    expect(runs(groups[0])).toBe(true);
  });

  test('kills nothing once it stands down, and goes', async () => {
    const { pid, groups } = await startOwner('reaper.standDown();');
    await until(() => shellOf(pid) === undefined, { withinMs: WITHIN_MS, what: 'it to go' });
    process.kill(pid, 'SIGKILL');
    await dies(pid);
    expect(groups.map(runs)).toEqual([true, true]);
  });

  test('is replaced when it is killed itself, and still knows what it watches', async () => {
    const { pid, groups } = await startOwner('');
    const first = shellOf(pid);
    process.kill(first ?? 0, 'SIGKILL');
    await until(() => ![undefined, first].includes(shellOf(pid)), {
      withinMs: WITHIN_MS,
      what: 'another shell',
    });
    process.kill(pid, 'SIGKILL');
    await Promise.all(groups.map(dies));
  });
});
