import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { identityOf } from '@understudy/dataplane';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { engineInfoFile } from '../supervisor/state/state-lock.ts';
import { readEngineInfo, writeEngineInfo, type EngineInfo } from './engine-file.ts';

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

function infoOf(pid: number): EngineInfo {
  return {
    pid,
    startedAt: identityOf(pid)?.startedAt ?? '',
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

describe('what an engine announces', () => {
  beforeEach(() => mkdirSync(directory));

  test('is found while its process lives', () => {
    writeEngineInfo(directory, infoOf(other.pid ?? 0));
    expect(readEngineInfo(directory)).toEqual(infoOf(other.pid ?? 0));
  });

  test('holds keys, and is for its owner only', () => {
    writeEngineInfo(directory, infoOf(process.pid));
    expect(mode(engineInfoFile(directory))).toBe(0o600);
    expect(existsSync(`${engineInfoFile(directory)}.next`)).toBe(false);
  });

  test('is nothing when its process is dead', async () => {
    const info = infoOf(other.pid ?? 0);
    writeEngineInfo(directory, info);
    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(readEngineInfo(directory)).toBeUndefined();
  });

  test('is nothing when another process has got its id', () => {
    writeEngineInfo(directory, { ...infoOf(other.pid ?? 0), startedAt: 'before it was started' });
    expect(readEngineInfo(directory)).toBeUndefined();
  });

  test.each([
    ['it is empty', ''],
    ['it is cut short, or no JSON', '{"pid": 1, "star'],
    ['it is cut short, or no JSON', '\0\u0001\ufffd'],
    ['its startedAt is not what an engine writes', '{"pid": 1}'],
    ['its content is not what an engine writes', 'null'],
    ['it is of version 0.0.1 of Understudy, and this is', '{"version": "0.0.1"}'],
  ])('is told as damaged, because %s: %j', (damage, content) => {
    writeFileSync(engineInfoFile(directory), content);
    expect(() => readEngineInfo(directory)).toThrow(
      expect.objectContaining({
        code: 'StateUnreadable',
        message: expect.stringContaining(
          `'${engineInfoFile(directory)}' cannot be read: ${damage}`,
        ),
        hint: expect.stringContaining('understudy down'),
      }),
    );
  });

  test('is told as damaged when it is a folder', () => {
    mkdirSync(engineInfoFile(directory));
    expect(() => readEngineInfo(directory)).toThrow('cannot be read: it is a folder');
  });

  test('is nothing when it names no process', () => {
    const content = JSON.stringify({ ...infoOf(0), pid: 0 });
    writeFileSync(engineInfoFile(directory), content);
    expect(readEngineInfo(directory)).toBeUndefined();
  });

  test('is nothing where there is no file', () => {
    expect(readEngineInfo(path.join(root, 'elsewhere'))).toBeUndefined();
  });
});
