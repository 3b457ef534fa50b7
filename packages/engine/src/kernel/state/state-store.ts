import type { DatabaseSync } from 'node:sqlite';
import { sqliteStateError, UnderstudyError } from '@understudy/contract';
import type { DeclaredTable } from './declare-table.ts';
import { openState, TRY_KIND, WHAT } from './open-state.ts';
import { TurnTransaction } from './turn-transaction.ts';

/**
 * A durable map of JSON records. Keys sort by code point. A `put` has survived SIGKILL when it
 * returns; within `StateStore.together`, when that is over.
 */
export interface Table<T> {
  get(key: string): T | undefined;
  put(key: string, record: T): void;
  delete(key: string): void;
  /** Records whose key starts with `prefix`, in key order. */
  list(prefix?: string): T[];
  /**
   * Records from key `from` on whose key starts with `prefix`, in key order, no more than `most`:
   * reads only those.
   */
  page(prefix: string, from: string, most: number): T[];
}

const TRANSACTION = ['BEGIN', 'COMMIT', 'ROLLBACK'] as const;
const SAVEPOINT = ['SAVEPOINT part', 'RELEASE part', 'ROLLBACK TO part; RELEASE part'] as const;

/** Sorts behind every key that starts with what it is put behind: no character is greater. */
const LAST_CHARACTER = '\u{10ffff}';

/**
 * The control plane's memory: one SQLite file, one table of JSON records. Records are small and few
 * (thousands), so reads parse anew: what a caller changes in a record it got is its own until it
 * puts it back.
 *
 * Once a write has failed because of the disk, none is tried again: what is in the services' memory
 * may be of work that has not happened. Whoever has the store begins anew on the file, when
 * `tryWrite` says that it can.
 *
 * Every call throws `UnderstudyError` StateUnwritable or StateUnreadable where the file is the
 * reason.
 */
export class StateStore implements Disposable {
  readonly #file: string;
  readonly #tables: readonly DeclaredTable<unknown>[];
  readonly #database: DatabaseSync;
  readonly #turn: TurnTransaction;
  readonly #unwritable = Promise.withResolvers<UnderstudyError>();
  #problem: UnderstudyError | undefined;

  /**
   * @param tables all that the file may hold; their records are looked at now, all of them
   * @throws UnderstudyError StateUnreadable, StateUnwritable, StateNewer, EngineAlreadyRunning
   */
  constructor(file: string, tables: readonly DeclaredTable<unknown>[]) {
    this.#file = file;
    this.#tables = requireOneEach(tables);
    this.#database = openState(file, tables);
    this.#turn = new TurnTransaction(this.#database, (error) => this.#known(error));
  }

  /**
   * Resolves when a write has failed because of the disk, with what is to be told to whoever asks
   * from then on.
   */
  get unwritable(): Promise<UnderstudyError> {
    return this.#unwritable.promise;
  }

  /** What writing comes to now, whatever it came to before; undefined when it works. */
  tryWrite(): unknown {
    try {
      this.#database.exec(
        `INSERT INTO records (kind, key, json) VALUES ('${TRY_KIND}', '', '${'x'.repeat(TRY_BYTES)}')
         ON CONFLICT DO UPDATE SET json = excluded.json; DELETE FROM records WHERE kind = '${TRY_KIND}'`,
      );
      return undefined;
    } catch (error) {
      return sqliteStateError(error, { what: WHAT, file: this.#file }) ?? error;
    }
  }

  /**
   * Runs work whose writes belong together: whenever the engine is killed, either all that it wrote
   * before it first waited is there, or nothing. Only promises that resolve in the same turn of the
   * event loop are no wait.
   */
  together<T>(work: () => Promise<T>): Promise<T> {
    return this.#problem === undefined ? this.#turn.run(work) : Promise.reject(this.#problem);
  }

  /** The records of one kind. */
  table<T>(declared: DeclaredTable<T>): Table<T> {
    const { name } = declared;
    if (!this.#tables.includes(declared))
      throw new Error(`table ${name} is not among those that the state was opened with`);
    const one = this.#database.prepare('SELECT json FROM records WHERE kind = ? AND key = ?');
    const many = this.#database.prepare(
      'SELECT json FROM records WHERE kind = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?',
    );
    const upsert = this.#database.prepare(
      'INSERT INTO records (kind, key, json) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET json = excluded.json',
    );
    const remove = this.#database.prepare('DELETE FROM records WHERE kind = ? AND key = ?');
    const parse = (row: Record<string, unknown>): T => this.#parse(name, String(row['json']));
    const rows = (prefix: string, from: string, most: number): T[] =>
      this.#read(() => many.all(name, from, prefix + LAST_CHARACTER, most)).map(parse);
    return {
      get: (key) => {
        const row = this.#read(() => one.get(name, key));
        return row === undefined ? undefined : parse(row);
      },
      put: (key, record) => this.#write(() => void upsert.run(name, key, JSON.stringify(record))),
      delete: (key) => this.#write(() => void remove.run(name, key)),
      list: (prefix = '') => rows(prefix, prefix, -1),
      page: (prefix, from, most) => rows(prefix, from > prefix ? from : prefix, most),
    };
  }

  /**
   * Writes all or, when it throws or the process dies meanwhile, nothing. Inside another one it is
   * a part of that.
   */
  atOnce(write: () => void): void {
    const [begin, commit, rollBack] = this.#database.isTransaction ? SAVEPOINT : TRANSACTION;
    this.#write(() => this.#database.exec(begin));
    try {
      write();
      this.#write(() => this.#database.exec(commit));
    } catch (error) {
      // SQLite has rolled back by itself after some errors, a full disk among them.
      if (this.#database.isTransaction) this.#database.exec(rollBack);
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }

  #read<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw this.#known(error);
    }
  }

  /** By its schema it was read when the state was opened; since then only this program wrote. */
  #parse<T>(name: string, text: string): T {
    try {
      return JSON.parse(text) as T;
    } catch (cause) {
      throw new UnderstudyError('StateUnreadable', {
        message: `cannot use ${WHAT} in '${this.#file}': a record of ${name} is damaged`,
        cause,
      });
    }
  }

  #write(write: () => void): void {
    const failure = this.#problem ?? this.#turn.failure;
    if (failure !== undefined) throw failure;
    try {
      write();
    } catch (error) {
      const known = this.#known(error);
      if (known instanceof UnderstudyError) this.#turn.fail(known);
      throw known;
    }
  }

  /** What is no problem of the file's stays what it is. */
  #known(error: unknown): unknown {
    const known = sqliteStateError(error, { what: WHAT, file: this.#file });
    if (known?.code === 'StateUnwritable' && this.#problem === undefined) {
      this.#problem = known;
      this.#unwritable.resolve(known);
    }
    return known ?? error;
  }
}

/** More than most records have: a disk that is all but full may still take a byte. */
const TRY_BYTES = 65_536;

function requireOneEach(
  tables: readonly DeclaredTable<unknown>[],
): readonly DeclaredTable<unknown>[] {
  const names = tables.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two tables are declared as ${twice}`);
  return tables;
}
