import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makePrivate } from './private-folder.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'understudy-private-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const mode = (name: string): number => statSync(path.join(root, name)).mode & 0o777;

function fileOf(name: string, fileMode: number): void {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true, mode: 0o755 });
  writeFileSync(path.join(root, name), '');
  chmodSync(path.join(root, name), fileMode);
}

const LEFT_OPEN = [
  'control-plane.sqlite',
  'control-plane.sqlite-wal',
  'site.json',
  'regions/us-east-1/store/metadata.sqlite',
  'images/ami-1/Procfile',
] as const;

test('a folder that is not there is made for its owner alone', () => {
  makePrivate(path.join(root, 'a', 'state'));
  expect(mode('a/state')).toBe(0o700);
});

test('a folder that others could enter is closed to them, with all that was in it', () => {
  chmodSync(root, 0o755);
  for (const name of LEFT_OPEN) fileOf(name, 0o644);
  fileOf('images/ami-1/server', 0o755);
  makePrivate(root);
  expect(mode('.')).toBe(0o700);
  for (const name of LEFT_OPEN) expect([name, mode(name)]).toEqual([name, 0o600]);
  expect(mode('images/ami-1/server')).toBe(0o700);
  const folders = readdirSync(root, { recursive: true, withFileTypes: true });
  for (const entry of folders.filter((one) => one.isDirectory()))
    expect(statSync(path.join(entry.parentPath, entry.name)).mode & 0o777).toBe(0o700);
});

test("what is the user's own there, and what links lead to, is left as it is", () => {
  chmodSync(root, 0o755);
  fileOf('notes.txt', 0o644);
  mkdirSync(path.join(root, 'images'));
  symlinkSync(path.join(root, 'notes.txt'), path.join(root, 'images', 'link'));
  makePrivate(root);
  expect(mode('notes.txt')).toBe(0o644);
});

test.skipIf(process.getuid?.() === 0)("a folder of somebody else's is refused", () => {
  expect(() => makePrivate('/usr')).toThrow(expect.objectContaining({ code: 'StateUnwritable' }));
});
