import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prepareStateFolder, removeStateFolder } from './state-folder.ts';

let base = '';

beforeEach(() => {
  base = mkdtempSync(path.join(os.tmpdir(), 'understudy-folder-'));
});
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

test('is made with every folder above it, for its owner alone, and left empty', () => {
  const directory = path.join(base, 'a', 'b', '.understudy');
  expect(prepareStateFolder(directory)).toBe(true);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  expect(readdirSync(directory)).toEqual([]);
  prepareStateFolder(directory);
});

test('below a file is refused, and nothing is made', () => {
  writeFileSync(path.join(base, 'file'), '');
  expect(() => prepareStateFolder(path.join(base, 'file', 'state'))).toThrow(
    expect.objectContaining({
      code: 'StateUnwritable',
      fault: 'user',
      message: `the state folder ${base}/file/state cannot be used: a part of it is not a folder`,
    }),
  );
});

test('that is a file is refused', () => {
  writeFileSync(path.join(base, 'file'), '');
  expect(() => prepareStateFolder(path.join(base, 'file'))).toThrow(
    expect.objectContaining({ code: 'StateUnwritable' }),
  );
});

test.skipIf(!existsSync('/proc/self'))('where no folder can be made is refused at once', () => {
  expect(() => prepareStateFolder('/proc/understudy')).toThrow(
    expect.objectContaining({ code: 'StateUnwritable' }),
  );
});

test("that is a project's own is refused, and left as it is", () => {
  writeFileSync(path.join(base, 'package.json'), '{}');
  chmodSync(base, 0o755);
  expect(() => prepareStateFolder(base)).toThrow(
    expect.objectContaining({
      code: 'UsageInvalid',
      message: `the folder ${base} is not of an engine: it holds 'package.json'`,
    }),
  );
  expect(statSync(base).mode & 0o777).toBe(0o755);
});

test('is removed, without what is not of the engine', () => {
  for (const name of ['control-plane.sqlite', 'engine.log', 'notes.txt'])
    writeFileSync(path.join(base, name), '');
  mkdirSync(path.join(base, 'regions', 'us-east-1'), { recursive: true });
  prepareStateFolder(base); // what an engine has run in is its folder, whatever else is there
  removeStateFolder(base);
  expect(readdirSync(base)).toEqual(['notes.txt']);
  rmSync(path.join(base, 'notes.txt'));
  removeStateFolder(base);
  expect(existsSync(base)).toBe(false);
});
