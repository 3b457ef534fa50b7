import {
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { declareTable } from './declare-table.ts';
import { StateStore } from './state-store.ts';

const LINES = declareTable('test/lines', z.object({ text: z.string() }));
const TEXTS = declareTable('test/texts', z.string());
const TABLES = [LINES, TEXTS];

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'understudy-state-'));
  file = path.join(folder, 'state.sqlite');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const problem = (code: string, reason: string): unknown =>
  expect.objectContaining({
    code,
    message: expect.stringContaining(`'${file}': ${reason}`) as string,
  });

/** A state of more pages than SQLite keeps in memory. */
function fill(): void {
  using state = new StateStore(file, TABLES);
  const table = state.table(LINES);
  state.atOnce(() => {
    for (let row = 0; row < 8_000; row += 1) table.put(`key-${row}`, { text: 'x'.repeat(500) });
  });
}

function damageFrom(start: number): void {
  const descriptor = openSync(file, 'r+');
  const bytes = statSync(file).size - start;
  writeSync(descriptor, Buffer.alloc(bytes, 0x5a), 0, bytes, start);
  closeSync(descriptor);
}

describe('a file that cannot be used is told by its name, with the reason', () => {
  test('that is no database', () => {
    writeFileSync(file, 'this is no database, and long enough to be looked at as one '.repeat(100));
    expect(() => new StateStore(file, TABLES)).toThrow(
      problem('StateUnreadable', 'it is no SQLite database'),
    );
  });

  test('that is a folder', () => {
    mkdirSync(file);
    expect(() => new StateStore(file, TABLES)).toThrow(
      problem('StateUnwritable', 'it could not be opened'),
    );
  });

  test("that is another program's", () => {
    const database = new DatabaseSync(file);
    database.exec('CREATE TABLE records (artist TEXT, title TEXT)');
    database.close();
    expect(() => new StateStore(file, TABLES)).toThrow(
      problem('StateUnreadable', 'it is the database of another program'),
    );
  });

  test('that is cut short', () => {
    fill();
    truncateSync(file, statSync(file).size / 2);
    expect(() => new StateStore(file, TABLES)).toThrow(problem('StateUnreadable', 'it is damaged'));
  });

  test('that is damaged behind its head, when it is opened', () => {
    fill();
    damageFrom(statSync(file).size / 2);
    expect(() => new StateStore(file, TABLES)).toThrow(problem('StateUnreadable', 'it is damaged'));
    // It was let go of: what is mended can be opened.
    rmSync(file);
    new StateStore(file, TABLES)[Symbol.dispose]();
  });

  test('of a newer Understudy, and left alone', () => {
    new StateStore(file, TABLES)[Symbol.dispose]();
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 1000');
    database.close();
    expect(() => new StateStore(file, TABLES)).toThrow(
      expect.objectContaining({ code: 'StateNewer' }),
    );
  });

  test('that is damaged while it is open, when it is read', () => {
    fill();
    using state = new StateStore(file, TABLES);
    damageFrom(4_096);
    const table = state.table(LINES);
    expect(() => table.list()).toThrow(problem('StateUnreadable', 'it is damaged'));
  });

  test('in which a record is damaged', () => {
    fill();
    const database = new DatabaseSync(file);
    database.exec("UPDATE records SET json = '{\"text' WHERE key = 'key-7'");
    database.close();
    expect(() => new StateStore(file, TABLES)).toThrow(
      problem('StateUnreadable', "record 'key-7' of test/lines is damaged: it is no JSON"),
    );
  });

  test('in which a record is not what its table has', () => {
    fill();
    const database = new DatabaseSync(file);
    database.exec(`UPDATE records SET json = '{"text":7}' WHERE key = 'key-7'`);
    database.close();
    expect(() => new StateStore(file, TABLES)).toThrow(
      problem(
        'StateUnreadable',
        "record 'key-7' of test/lines does not fit: text: Invalid input: expected string",
      ),
    );
    expect(() => new StateStore(file, TABLES)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('put back a copy') as string }),
    );
  });

  test('in which a record is of a table that there is not', () => {
    fill();
    expect(() => new StateStore(file, [TEXTS])).toThrow(
      problem(
        'StateUnreadable',
        "record 'key-0' of test/lines is of a table that this Understudy does not have",
      ),
    );
  });

  test('what an engine that was killed had tried to write is no such record', () => {
    fill();
    const database = new DatabaseSync(file);
    database.exec("INSERT INTO records VALUES ('runtime/try', '', 'xxx')");
    database.close();
    using state = new StateStore(file, TABLES);
    expect(state.table(LINES).get('key-7')).toEqual({ text: 'x'.repeat(500) });
  });
});

describe('a disk that fills up', () => {
  let state: StateStore;
  let database: DatabaseSync;
  beforeEach(() => {
    const exec = vi.spyOn(DatabaseSync.prototype, 'exec');
    state = new StateStore(file, TABLES);
    database = exec.mock.contexts[0] as DatabaseSync;
  });
  afterEach(() => state[Symbol.dispose]());

  const FULL = 'the disk is full';
  /** More than the pages that the file has. */
  const BIG = 'x'.repeat(100_000);

  /** SQLite's own error of a full disk, in the middle of what is written. */
  const fillDisk = (): void => database.exec('PRAGMA max_page_count = 4');
  const makeRoom = (): void => database.exec('PRAGMA max_page_count = 100000');

  /** What the next engine would find, were this one killed now. */
  function survivors(): string[] {
    const copy = path.join(folder, 'copy.sqlite');
    for (const suffix of ['', '-wal']) copyFileSync(file + suffix, copy + suffix);
    using other = new DatabaseSync(copy);
    const rows = other.prepare('SELECT key FROM records ORDER BY key').all();
    return rows.map((row) => String(row['key']));
  }

  test('is told by the write that fails and by every one after it, until one begins anew', async () => {
    const table = state.table(TEXTS);
    table.put('a', 'small');
    fillDisk();
    expect(() => table.put('b', BIG)).toThrow(problem('StateUnwritable', FULL));
    expect(await state.unwritable).toEqual(problem('StateUnwritable', FULL));
    expect(state.tryWrite()).toEqual(problem('StateUnwritable', FULL));
    makeRoom();
    expect(state.tryWrite()).toBeUndefined();
    // What services remember may be of what has not happened.
    for (const write of [
      () => table.put('c', 'small'),
      () => table.delete('a'),
      () => state.atOnce(() => undefined),
    ])
      expect(write).toThrow(problem('StateUnwritable', FULL));
    await expect(state.together(() => Promise.resolve())).rejects.toEqual(
      problem('StateUnwritable', FULL),
    );
    expect(table.list()).toEqual(['small']);
    state[Symbol.dispose]();
    state = new StateStore(file, TABLES);
    state.table(TEXTS).put('c', 'small');
    expect(survivors()).toEqual(['a', 'c']);
  });

  test('leaves nothing of work that belongs together, also of what is done beside it', async () => {
    const table = state.table(TEXTS);
    fillDisk();
    const outcomes = await Promise.allSettled([
      state.together(async () => {
        table.put('a', 'small');
        await Promise.resolve();
        table.put('b', BIG);
      }),
      state.together(async () => {
        table.put('c', 'small');
        for (let step = 0; step < 20; step += 1) await Promise.resolve();
      }),
    ]);
    for (const outcome of outcomes)
      expect(outcome).toEqual({ status: 'rejected', reason: problem('StateUnwritable', FULL) });
    expect(survivors()).toEqual([]);
  });

  test('leaves nothing either of work that goes on after the failure', async () => {
    const table = state.table(TEXTS);
    fillDisk();
    const work = state.together(() => {
      table.put('a', 'small');
      try {
        state.atOnce(() => table.put('b', BIG));
      } catch {
        makeRoom();
      }
      expect(() => table.put('c', 'small')).toThrow(problem('StateUnwritable', FULL));
      return Promise.resolve();
    });
    await expect(work).rejects.toEqual(problem('StateUnwritable', FULL));
    expect(survivors()).toEqual([]);
  });

  test('leaves nothing of writes at once', () => {
    const table = state.table(TEXTS);
    fillDisk();
    const write = (): void =>
      state.atOnce(() => {
        table.put('a', 'small');
        table.put('b', BIG);
      });
    expect(write).toThrow(problem('StateUnwritable', FULL));
    expect(survivors()).toEqual([]);
  });

  test('is no other than one that can only be read', () => {
    database.exec('PRAGMA query_only = ON');
    expect(() => state.table(TEXTS).put('a', 'small')).toThrow(
      problem('StateUnwritable', 'it can only be read'),
    );
  });
});
