import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { identityOf, supervisorTitle } from '@understudy/engine';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stopEngine } from './stop.ts';

let directory = '';
let started: ChildProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'understudy-stop-'));
});
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
  started = [];
  rmSync(directory, { recursive: true, force: true });
});

/** Resolves when the shell has understood what it was told. */
async function run(script: string): Promise<ChildProcess> {
  const child = spawn('sh', ['-c', `${script} echo up; while :; do sleep 0.05; done`], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  started.push(child);
  await once(child.stdout, 'data');
  return child;
}

const identity = ({ pid = 0 }: ChildProcess): object => ({ ...identityOf(pid) });

function lockedBy(owner: object): void {
  writeFileSync(path.join(directory, 'engine.lock'), JSON.stringify(owner));
}

function recorded(...processes: object[]): void {
  const named = processes.map((one) => ({ name: 'one', ...one }));
  writeFileSync(path.join(directory, 'processes.json'), JSON.stringify(named));
}

async function deathOf(child: ChildProcess): Promise<NodeJS.Signals | null> {
  if (child.signalCode === null && child.exitCode === null) await once(child, 'exit');
  return child.signalCode;
}

describe('stopping an engine', () => {
  test('tells its supervisor, and waits until that has ended', async () => {
    const supervisor = await run('');
    lockedBy(identity(supervisor));
    expect(await stopEngine(directory)).toBe('order');
    expect(await deathOf(supervisor)).toBe('SIGTERM');
  });

  test('kills a supervisor that does not end, and all that is on record', async () => {
    const [supervisor, region] = [await run("trap '' TERM;"), await run('')];
    region.kill('SIGSTOP');
    lockedBy(identity(supervisor));
    recorded(identity(supervisor), identity(region));
    expect(await stopEngine(directory)).toBe('force');
    expect([await deathOf(supervisor), await deathOf(region)]).toEqual(['SIGKILL', 'SIGKILL']);
    expect(existsSync(path.join(directory, 'engine.lock'))).toBe(false);
  });

  test('ends what a dead engine left', async () => {
    const region = await run('');
    recorded(identity(region));
    expect(await stopEngine(directory)).toBe('left');
    expect(await deathOf(region)).toBe('SIGKILL');
    expect(await stopEngine(directory)).toBe('nothing');
  });

  test('never touches a stranger that has got a recorded id', async () => {
    const stranger = await run('');
    const wrong = { pid: stranger.pid, startedAt: 'before it was started' };
    lockedBy(wrong);
    recorded(wrong);
    expect(await stopEngine(directory)).toBe('nothing');
    expect([stranger.exitCode, stranger.signalCode]).toEqual([null, null]);
  });

  test.each(['null', '[]', '[null]', '[{"name":"x","pid":-1,"startedAt":""}]', '{"pid":1}'])(
    'believes no record that names no process: %s',
    async (content) => {
      for (const name of ['engine.lock', 'processes.json'])
        writeFileSync(path.join(directory, name), content);
      expect(await stopEngine(directory)).toBe('nothing');
    },
  );

  describe('whose files are damaged', () => {
    const FILES = ['engine.lock', 'processes.json', 'engine.json'];
    const DAMAGE = { empty: '', 'cut short': '[{"pid": 12', binary: '\0\u0001' };

    test.each(FILES)('finds it by %s alone', async (whole) => {
      const supervisor = await run('');
      const named = { name: 'supervisor', ...identity(supervisor) };
      for (const file of FILES) {
        const content = JSON.stringify(file === 'processes.json' ? [named] : named);
        writeFileSync(path.join(directory, file), file === whole ? content : '{"');
      }
      expect(await stopEngine(directory)).toBe('order');
      expect(await deathOf(supervisor)).toBe('SIGTERM');
    });

    test.skipIf(process.platform !== 'linux')('finds it by what it calls itself', async () => {
      // Whoever is asked for it by this title is the supervisor, or nobody.
      const program = `process.title = ${JSON.stringify(supervisorTitle(directory))};
        console.log('up'); setInterval(() => undefined, 1_000);`;
      const filling = 'x'.repeat(400); // a title has the room that the arguments had
      const child = spawn(process.execPath, ['-e', program, filling], {
        detached: true,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      started.push(child);
      await once(child.stdout, 'data');
      for (const file of FILES) writeFileSync(path.join(directory, file), '{"');
      expect(await stopEngine(directory)).toBe('order');
      expect(await deathOf(child)).toBe('SIGTERM');
    });

    test.each(Object.entries(DAMAGE))(
      'says so when nothing was found, and what to do: %s',
      async (_how, content) => {
        for (const file of FILES) {
          writeFileSync(path.join(directory, file), content);
          await expect(stopEngine(directory)).rejects.toMatchObject({
            code: 'StateUnreadable',
            message: expect.stringContaining(
              `'${path.join(directory, file)}' cannot be read`,
            ) as string,
            hint: expect.stringContaining(`'understudy supervisor ${directory}'`) as string,
          });
          rmSync(path.join(directory, file));
        }
      },
    );

    test('goes on beside folders of their names', async () => {
      const region = await run('');
      recorded(identity(region));
      for (const file of ['engine.lock', 'engine.json']) mkdirSync(path.join(directory, file));
      expect(await stopEngine(directory)).toBe('left');
      expect(await deathOf(region)).toBe('SIGKILL');
    });
  });
});
