import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StateStore } from './state-store.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'understudy-state-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('a file that is no database is told as unreadable state, by its name', () => {
  const file = path.join(folder, 'state.sqlite');
  writeFileSync(file, 'this is no database, and long enough to be looked at as one '.repeat(100));
  expect(() => new StateStore(file)).toThrow(
    expect.objectContaining({
      code: 'StateUnreadable',
      message: expect.stringContaining(file) as string,
    }),
  );
});

test('state of a newer Understudy is left alone', () => {
  const file = path.join(folder, 'state.sqlite');
  new StateStore(file)[Symbol.dispose]();
  const database = new DatabaseSync(file);
  database.exec('PRAGMA user_version = 1000');
  database.close();
  expect(() => new StateStore(file)).toThrow(expect.objectContaining({ code: 'StateNewer' }));
});
