import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate, type Migration } from './migrations.ts';

let database: DatabaseSync;
beforeEach(() => {
  database = new DatabaseSync(':memory:');
});
afterEach(() => database.close());

const step = (what: string, sql: string): Migration => ({ what, run: (db) => db.exec(sql) });
const FIRST = step('there was nothing', 'CREATE TABLE thing (name TEXT)');
const SECOND = step('there was no thing', "INSERT INTO thing VALUES ('a')");
const THIRD = step('things had no size', 'ALTER TABLE thing ADD COLUMN size INTEGER DEFAULT 1');

const run = (migrations: readonly Migration[], check?: () => void): void =>
  migrate(database, { what: 'a state', file: 'x.sqlite', migrations, ...(check && { check }) });
const version = (): unknown => database.prepare('PRAGMA user_version').get()?.['user_version'];
const things = (): unknown => database.prepare('SELECT * FROM thing').all();

test('a new file gets all of them, an older one what it lacks, each once', () => {
  run([FIRST, SECOND]);
  expect([version(), things()]).toEqual([2, [{ name: 'a' }]]);
  run([FIRST, SECOND, THIRD]);
  run([FIRST, SECOND, THIRD]);
  expect([version(), things()]).toEqual([3, [{ name: 'a', size: 1 }]]);
});

test('one that fails half way leaves the file as it was', () => {
  run([FIRST, SECOND]);
  const failing: Migration = {
    what: 'a made-up one',
    run: (db) => {
      db.exec("UPDATE thing SET name = 'b'; CREATE TABLE other (name TEXT)");
      throw new Error('half way');
    },
  };
  expect(() => run([FIRST, SECOND, THIRD, failing])).toThrow('half way');
  expect([version(), things()]).toEqual([2, [{ name: 'a' }]]);
  expect(() => database.prepare('SELECT * FROM other')).toThrow('no such table');
  expect(database.isTransaction).toBe(false);
});

test('what is refused afterwards has not happened either', () => {
  run([FIRST]);
  const refuse = (): void => {
    expect(things()).toEqual([{ name: 'a' }]);
    throw new Error('it does not fit');
  };
  expect(() => run([FIRST, SECOND], refuse)).toThrow('it does not fit');
  expect([version(), things()]).toEqual([1, []]);
});

test('what a newer program wrote is left alone', () => {
  run([FIRST, SECOND, THIRD]);
  expect(() => run([FIRST, SECOND])).toThrow(
    expect.objectContaining({
      code: 'StateNewer',
      message: "a state in 'x.sqlite' has version 3, we know 2",
    }),
  );
  expect(version()).toBe(3);
});
