import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { identityOf } from '@understudy/dataplane';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { zombie } from '../child.fixture.ts';
import { engineInfoFile, lockOwner, lockStateDirectory } from './state-lock.ts';

let root = '';
let directory = '';
let other: ChildProcess;

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'understudy-engine-file-'));
  directory = path.join(root, 'state');
  other = spawn('sleep', ['60'], { stdio: 'ignore' });
});
afterEach(() => {
  other.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

const mode = (file: string): number => statSync(file).mode & 0o777;
const lockFile = (): string => path.join(directory, 'engine.lock');

describe('the lock of a state folder', () => {
  test('makes the folder, for its owner only, and leaves nothing beside the lock', () => {
    using _lock = lockStateDirectory(directory);
    expect(mode(directory)).toBe(0o700);
    expect(mode(lockFile())).toBe(0o600);
    expect(readdirSync(directory)).toEqual(['engine.lock']);
  });

  test('refuses a second engine while the first one lives', () => {
    lockStateDirectory(directory);
    writeFileSync(lockFile(), JSON.stringify(identityOf(other.pid ?? 0)));
    expect(() => lockStateDirectory(directory)).toThrow(
      `an engine with process id ${other.pid} already runs on ${directory}`,
    );
  });

  test('is not kept by another process that has got the id of its owner', () => {
    lockStateDirectory(directory);
    const stranger = { pid: other.pid, startedAt: 'before it was started' };
    writeFileSync(lockFile(), JSON.stringify(stranger));
    expect(lockOwner(directory)).toBeUndefined();
    using _lock = lockStateDirectory(directory);
    expect(lockOwner(directory)).toEqual(identityOf(process.pid));
  });

  test('is not kept by a zombie', async () => {
    lockStateDirectory(directory);
    const { pid, end } = await zombie();
    writeFileSync(lockFile(), JSON.stringify(identityOf(pid)));
    expect(identityOf(pid)).toBeDefined();
    using _lock = lockStateDirectory(directory);
    expect(lockOwner(directory)?.pid).toBe(process.pid);
    end();
  });

  test.each(['', '0', '-1', 'null', '{"pid":-1,"startedAt":""}', 'nonsense'])(
    "takes over a lock that says '%s'",
    (content) => {
      lockStateDirectory(directory);
      writeFileSync(lockFile(), content);
      using _lock = lockStateDirectory(directory);
      expect(existsSync(lockFile())).toBe(true);
    },
  );

  test('takes over the lock of a dead engine', async () => {
    lockStateDirectory(directory);
    const owner = identityOf(other.pid ?? 0);
    other.kill('SIGKILL');
    await once(other, 'exit');
    writeFileSync(lockFile(), JSON.stringify(owner));
    using _lock = lockStateDirectory(directory);
    expect(existsSync(lockFile())).toBe(true);
  });

  test('is let go together with what it was announced by', () => {
    const lock = lockStateDirectory(directory);
    writeFileSync(engineInfoFile(directory), '{}');
    lock[Symbol.dispose]();
    expect(readdirSync(directory)).toEqual([]);
  });
});
