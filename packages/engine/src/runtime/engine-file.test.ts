import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  engineInfoFile,
  lockStateDirectory,
  readEngineInfo,
  writeEngineInfo,
  type EngineInfo,
} from './engine-file.ts';

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

/** A process that was, and is no more. */
function deadPid(): number {
  return spawnSync('true').pid;
}

function infoOf(pid: number): EngineInfo {
  return {
    pid,
    version: '0.1.0',
    endpoint: 'http://127.0.0.1:4700',
    token: 'token',
    account: '111122223333',
    accessKeyId: 'AKIAEXAMPLE',
    secretAccessKey: 'secret',
    regions: ['us-east-1'],
    speed: 1,
    caFile: '/ca/root.pem',
    dns: { address: '127.10.0.2', port: 53 },
    privilegedPortOffset: 0,
  };
}

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
    writeFileSync(lockFile(), String(other.pid));
    expect(() => lockStateDirectory(directory)).toThrow(
      `an engine with process id ${other.pid} already runs on ${directory}`,
    );
  });

  test.each(['', '0', '-1', 'nonsense'])("takes over a lock that says '%s'", (content) => {
    lockStateDirectory(directory);
    writeFileSync(lockFile(), content);
    using _lock = lockStateDirectory(directory);
    expect(existsSync(lockFile())).toBe(true);
  });

  test('takes over the lock of a dead engine', () => {
    lockStateDirectory(directory);
    writeFileSync(lockFile(), String(deadPid()));
    using _lock = lockStateDirectory(directory);
    expect(existsSync(lockFile())).toBe(true);
  });

  test('is let go together with what it was announced by', () => {
    const lock = lockStateDirectory(directory);
    writeEngineInfo(directory, infoOf(process.pid));
    lock[Symbol.dispose]();
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe('what an engine announces', () => {
  beforeEach(() => lockStateDirectory(directory));

  test('is found while its process lives', () => {
    writeEngineInfo(directory, infoOf(other.pid ?? 0));
    expect(readEngineInfo(directory)).toEqual(infoOf(other.pid ?? 0));
  });

  test('holds keys, and is for its owner only', () => {
    writeEngineInfo(directory, infoOf(process.pid));
    expect(mode(engineInfoFile(directory))).toBe(0o600);
    expect(existsSync(`${engineInfoFile(directory)}.next`)).toBe(false);
  });

  test('is nothing when its process is dead', () => {
    writeEngineInfo(directory, infoOf(deadPid()));
    expect(readEngineInfo(directory)).toBeUndefined();
  });

  test.each(['', '{', '{"pid": 1}', `${JSON.stringify({ ...infoOf(0), pid: 0 })}`])(
    'is nothing when the file says %s',
    (content) => {
      writeFileSync(engineInfoFile(directory), content);
      expect(readEngineInfo(directory)).toBeUndefined();
    },
  );

  test('is nothing where there is no file', () => {
    expect(readEngineInfo(path.join(root, 'elsewhere'))).toBeUndefined();
  });
});
