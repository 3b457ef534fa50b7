import {
  closeSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sqliteProblem, sqliteStateError } from './sqlite-problem.ts';

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'understudy-sqlite-'));
  file = path.join(folder, 'x.sqlite');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('nothing was thrown');
}

/** Overwrites the middle of the file, where its rows are. */
function damage(): void {
  const database = new DatabaseSync(file);
  database.exec('CREATE TABLE t (a TEXT)');
  const insert = database.prepare('INSERT INTO t VALUES (?)');
  for (let row = 0; row < 500; row++) insert.run('x'.repeat(100));
  database.close();
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.alloc(8192, 0x5a), 0, 8192, Math.floor(statSync(file).size / 2));
  closeSync(descriptor);
}

describe('what SQLite itself says of a file', () => {
  test('that is damaged in the middle', () => {
    damage();
    const database = new DatabaseSync(file);
    const thrown = thrownBy(() => database.prepare('SELECT max(a) FROM t').get());
    database.close();
    expect(sqliteProblem(thrown)).toEqual({ code: 'StateUnreadable', reason: 'it is damaged' });
  });

  test('that is no database', () => {
    writeFileSync(file, 'neither the header nor the length of one '.repeat(100));
    const database = new DatabaseSync(file);
    const thrown = thrownBy(() => database.exec('CREATE TABLE t (a)'));
    database.close();
    expect(sqliteProblem(thrown)).toMatchObject({ code: 'StateUnreadable' });
  });

  test('that may not grow', () => {
    const database = new DatabaseSync(file);
    database.exec('PRAGMA max_page_count = 2');
    const thrown = thrownBy(() => database.exec('CREATE TABLE t (a); CREATE TABLE u (a)'));
    database.close();
    expect(sqliteProblem(thrown)).toMatchObject({
      ...{ code: 'StateUnwritable', reason: 'the disk is full' },
    });
  });

  test('that can only be read', () => {
    new DatabaseSync(file).close();
    const database = new DatabaseSync(file, { readOnly: true });
    const thrown = thrownBy(() => database.exec('CREATE TABLE t (a)'));
    database.close();
    expect(sqliteProblem(thrown)).toMatchObject({ code: 'StateUnwritable' });
  });

  test('that cannot be opened, with its name and a next step', () => {
    const absent = path.join(folder, 'absent', 'x.sqlite');
    const thrown = thrownBy(() => new DatabaseSync(absent));
    const told = sqliteStateError(thrown, { what: "the engine's state", file: absent });
    expect(told).toMatchObject({
      code: 'StateUnwritable',
      message: `cannot use the engine's state in '${absent}': it could not be opened`,
      hint: expect.stringContaining('--state DIR') as string,
      cause: thrown,
    });
  });

  test('that another holds', () => {
    const holder = new DatabaseSync(file);
    holder.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;');
    const database = new DatabaseSync(file);
    const thrown = thrownBy(() => database.exec('BEGIN EXCLUSIVE'));
    holder.close();
    database.close();
    expect(sqliteProblem(thrown)).toMatchObject({ code: 'EngineAlreadyRunning' });
  });

  test('nothing, where a statement is wrong or breaks a constraint', () => {
    const database = new DatabaseSync(file);
    database.exec('CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1)');
    const wrong = thrownBy(() => database.exec('SELECT nonsense'));
    const twice = thrownBy(() => database.exec('INSERT INTO t VALUES (1)'));
    database.close();
    expect([wrong, twice].map(sqliteProblem)).toEqual([undefined, undefined]);
    expect(sqliteStateError(twice, { what: 'state', file })).toBeUndefined();
  });
});

describe('codes that a test cannot provoke', () => {
  const told = (errcode: number): string | undefined =>
    sqliteProblem({ code: 'ERR_SQLITE_ERROR', errcode })?.code;

  test.each([
    ['SQLITE_IOERR_WRITE', 778, 'StateUnwritable'],
    ['SQLITE_IOERR_CORRUPTFS', 8458, 'StateUnreadable'],
    ['SQLITE_CORRUPT_INDEX', 779, 'StateUnreadable'],
    ['SQLITE_READONLY_DBMOVED', 1032, 'StateUnwritable'],
    ['SQLITE_BUSY_RECOVERY', 261, 'EngineAlreadyRunning'],
    ['SQLITE_CONSTRAINT_UNIQUE', 2067, undefined],
  ])('%s (%i) is %s', (_name, errcode, code) => {
    expect(told(errcode)).toBe(code);
  });

  test.each([undefined, null, 'text', new Error('disk is full'), { errcode: 13 }])(
    '%s is no error of SQLite',
    (thrown) => {
      expect(sqliteProblem(thrown)).toBeUndefined();
    },
  );
});
