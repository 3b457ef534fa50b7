import { DatabaseSync } from 'node:sqlite';
import { sqliteStateError, UnderstudyError } from '@understudy/contract';
import { TurnTransaction } from './turn-transaction.ts';

/** Raised when the meaning of stored records changes. */
const STATE_VERSION = 3;

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

const WHAT = "the engine's state";

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
  readonly #database: DatabaseSync;
  readonly #turn: TurnTransaction;
  readonly #unwritable = Promise.withResolvers<UnderstudyError>();
  #problem: UnderstudyError | undefined;

  constructor(file: string) {
    this.#file = file;
    this.#database = open(file);
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
        `INSERT INTO records (kind, key, json) VALUES ('runtime/try', '', '${'x'.repeat(TRY_BYTES)}')
         ON CONFLICT DO UPDATE SET json = excluded.json; DELETE FROM records WHERE kind = 'runtime/try'`,
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

  /** The records of one kind. `name` is `service/kind`, e.g. `route53/hosted-zones`. */
  table<T>(name: string): Table<T> {
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

  /** SQLite knows the pages that its rows are in, and not what the rows say. */
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

function open(file: string): DatabaseSync {
  try {
    return opened(file);
  } catch (error) {
    throw sqliteStateError(error, { what: WHAT, file }) ?? error;
  }
}

function opened(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    // Held alone: two engines on one state would overwrite each other's records. The lock is the
    // system's, and dies with its process. https://www.sqlite.org/pragma.html#pragma_locking_mode
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;');
    // WAL with NORMAL survives the death of the process at any instant, which is what drills do to
    // it.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    requireKnownVersion(database, file);
    database.exec(
      'CREATE TABLE IF NOT EXISTS records (kind TEXT, key TEXT, json TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID',
    );
    requireOurs(database, file);
    requireWhole(database, file);
    database.exec(`PRAGMA user_version = ${STATE_VERSION}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function requireKnownVersion(database: DatabaseSync, file: string): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > STATE_VERSION)
    throw new UnderstudyError('StateNewer', {
      message: `'${file}' was written by a newer Understudy (state version ${version}; this one knows ${STATE_VERSION})`,
    });
}

function requireOurs(database: DatabaseSync, file: string): void {
  const columns = database.prepare("SELECT name FROM pragma_table_info('records')").all();
  if (columns.map(({ name }) => String(name)).join() !== 'kind,key,json')
    throw new UnderstudyError('StateUnreadable', {
      message: `cannot use ${WHAT} in '${file}': it is the database of another program`,
    });
}

/**
 * Every page is read once, so that damage behind the head of the file is found now and not in the
 * middle of somebody's deployment. It took 1 ms for the example's state of 1.6 MB, and 12 to 28 ms
 * for 10,000 records in 5 MB. https://www.sqlite.org/pragma.html#pragma_quick_check
 */
function requireWhole(database: DatabaseSync, file: string): void {
  const found = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (found !== 'ok')
    throw new UnderstudyError('StateUnreadable', {
      message: `cannot use ${WHAT} in '${file}': it is damaged (${String(found)})`,
    });
}
