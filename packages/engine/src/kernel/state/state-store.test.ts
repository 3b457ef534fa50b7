import { copyFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { declareTable } from './declare-table.ts';
import { StateStore, type Table } from './state-store.ts';

const NUMBERS = declareTable('test/numbers', z.number());

let folder: string;
let file: string;
let state: StateStore;
let table: Table<number>;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'understudy-state-'));
  file = path.join(folder, 'state.sqlite');
  state = new StateStore(file, [NUMBERS]);
  table = state.table(NUMBERS);
});
afterEach(async () => {
  state[Symbol.dispose]();
  await rm(folder, { recursive: true });
});

/** What the next engine would find, were this one killed now. */
function survivors(): string[] {
  // Of a copy, since the store holds its file alone.
  const copy = path.join(folder, 'copy.sqlite');
  for (const suffix of ['', '-wal']) copyFileSync(file + suffix, copy + suffix);
  using other = new DatabaseSync(copy);
  return other
    .prepare('SELECT key FROM records ORDER BY key')
    .all()
    .map((row) => String(row['key']));
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a put has survived when it returns', () => {
  table.put('a', 1);
  expect(survivors()).toEqual(['a']);
});

test('writes that belong together are there when the work is over, and not before', async () => {
  const seen: string[][] = [];
  await state.together(async () => {
    table.put('a', 1);
    await Promise.resolve();
    table.put('b', 2);
    seen.push(survivors());
  });
  expect(seen).toEqual([[]]);
  expect(survivors()).toEqual(['a', 'b']);
});

test('work that waits keeps what it wrote before, and does not hold up others', async () => {
  const work = state.together(async () => {
    table.put('a', 1);
    await nextTurn();
    await nextTurn();
    table.put('c', 3);
  });
  await nextTurn();
  expect(survivors()).toEqual(['a']);
  table.put('b', 2);
  expect(survivors()).toEqual(['a', 'b']);
  await work;
  expect(survivors()).toEqual(['a', 'b', 'c']);
});

test('work side by side in one turn ends together, however each came out', async () => {
  const outcomes = await Promise.allSettled([
    state.together(async () => {
      table.put('a', 1);
      await Promise.resolve();
      throw new Error('no');
    }),
    state.together(async () => {
      table.put('b', 2);
      for (let step = 0; step < 20; step += 1) await Promise.resolve();
      table.put('c', 3);
      expect(survivors()).toEqual([]);
    }),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect(survivors()).toEqual(['a', 'b', 'c']);
});

/** Records of this key are written, and then cannot be committed. */
const REFUSED = `
  CREATE TABLE parent (id TEXT PRIMARY KEY);
  CREATE TABLE child (id TEXT REFERENCES parent(id) DEFERRABLE INITIALLY DEFERRED);
  CREATE TRIGGER refuse AFTER INSERT ON records WHEN NEW.key = 'refused'
    BEGIN INSERT INTO child VALUES ('orphan'); END;
`;

test('what cannot be committed has not happened, and is told', async () => {
  state[Symbol.dispose]();
  const other = new DatabaseSync(file);
  other.exec(REFUSED);
  other.close();
  state = new StateStore(file, [NUMBERS]);
  table = state.table(NUMBERS);
  const work = state.together(() => {
    table.put('refused', 1);
    return Promise.resolve();
  });
  await expect(work).rejects.toThrow('FOREIGN KEY constraint failed');
  expect(survivors()).toEqual([]);
  table.put('b', 2);
  expect(survivors()).toEqual(['b']);
});

test('writes at once are all there or none is', () => {
  expect(() =>
    state.atOnce(() => {
      table.put('a', 1);
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(survivors()).toEqual([]);
});

test('writes at once inside of a transaction are taken back alone', async () => {
  await state.together(() => {
    table.put('a', 1);
    const failing = (): void =>
      state.atOnce(() => {
        table.put('b', 2);
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    state.atOnce(() => table.put('c', 3));
    return Promise.resolve();
  });
  expect(survivors()).toEqual(['a', 'c']);
});

test('two engines never have the same state', () => {
  expect(() => new StateStore(file, [NUMBERS])).toThrow(
    expect.objectContaining({
      code: 'EngineAlreadyRunning',
      message: `cannot use the engine's state in '${file}': another process has it open`,
    }),
  );
  state[Symbol.dispose]();
  state = new StateStore(file, [NUMBERS]);
});

test('a table that the state was not opened with cannot be had', () => {
  const other = declareTable('test/others', z.number());
  expect(() => state.table(other)).toThrow('table test/others is not among those');
  // One of the same name is not the same one: its schema has seen nothing.
  const again = declareTable('test/numbers', z.number());
  expect(() => state.table(again)).toThrow('table test/numbers is not among those');
});

test('two tables of one name are refused', () => {
  const again = declareTable('test/numbers', z.string());
  expect(() => new StateStore(':memory:', [NUMBERS, again])).toThrow(
    'two tables are declared as test/numbers',
  );
});
