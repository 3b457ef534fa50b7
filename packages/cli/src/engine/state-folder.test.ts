import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prepareStateFolder } from './state-folder.ts';

let base = '';

beforeEach(() => {
  base = mkdtempSync(path.join(os.tmpdir(), 'understudy-folder-'));
});
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

test('is made with every folder above it, for its owner alone, and left empty', () => {
  const directory = path.join(base, 'a', 'b', '.understudy');
  prepareStateFolder(directory);
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
