import { DatabaseSync } from 'node:sqlite';
import { UnderstudyError } from '@understudy/contract';
import { TurnTransaction } from './turn-transaction.ts';

/** Raised when the meaning of stored records changes. */
const STATE_VERSION = 2;

/**
 * A durable map of JSON records. Keys sort by code point. A `put` has survived SIGKILL when it returns; within
 * `StateStore.together`, when that is over.
 */
export interface Table<T> {
  get(key: string): T | undefined;
  put(key: string, record: T): void;
  delete(key: string): void;
  /** Records whose key starts with `prefix`, in key order. */
  list(prefix?: string): T[];
  /** Records from key `from` on whose key starts with `prefix`, in key order, no more than `most`: reads only those. */
  page(prefix: string, from: string, most: number): T[];
}

const TRANSACTION = ['BEGIN', 'COMMIT', 'ROLLBACK'] as const;
const SAVEPOINT = ['SAVEPOINT part', 'RELEASE part', 'ROLLBACK TO part; RELEASE part'] as const;

/** Sorts behind every key that starts with what it is put behind: no character is greater. */
const LAST_CHARACTER = '\u{10ffff}';

/**
 * The control plane's memory: one SQLite file, one table of JSON records. Records are small and few
 * (thousands), so reads parse anew: what a caller changes in a record it got is its own until it puts it back.
 */
export class StateStore implements Disposable {
  readonly #database: DatabaseSync;
  readonly #turn: TurnTransaction;

  constructor(file: string) {
    this.#database = open(file);
    this.#turn = new TurnTransaction(this.#database);
  }

  /**
   * Runs work whose writes belong together: whenever the engine is killed, either all that it wrote before it first
   * waited is there, or nothing. Only promises that resolve in the same turn of the event loop are no wait.
   */
  together<T>(work: () => Promise<T>): Promise<T> {
    return this.#turn.run(work);
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
    const parse = (row: Record<string, unknown>): T => JSON.parse(String(row['json'])) as T;
    return {
      get: (key) => {
        const row = one.get(name, key);
        return row === undefined ? undefined : parse(row);
      },
      put: (key, record) => void upsert.run(name, key, JSON.stringify(record)),
      delete: (key) => void remove.run(name, key),
      list: (prefix = '') => many.all(name, prefix, prefix + LAST_CHARACTER, -1).map(parse),
      page: (prefix, from, most) =>
        many.all(name, from > prefix ? from : prefix, prefix + LAST_CHARACTER, most).map(parse),
    };
  }

  /** Writes all or, when it throws or the process dies meanwhile, nothing. Inside another one it is a part of that. */
  atOnce(write: () => void): void {
    const [begin, commit, rollBack] = this.#database.isTransaction ? SAVEPOINT : TRANSACTION;
    this.#database.exec(begin);
    try {
      write();
      this.#database.exec(commit);
    } catch (error) {
      // SQLite has rolled back by itself after some errors, a full disk among them.
      if (this.#database.isTransaction) this.#database.exec(rollBack);
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }
}

/** https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

function open(file: string): DatabaseSync {
  let database: DatabaseSync;
  try {
    database = new DatabaseSync(file);
    // Held alone: two engines on one state would overwrite each other's records. The lock is the system's, and dies
    // with its process. https://www.sqlite.org/pragma.html#pragma_locking_mode
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;');
    // WAL with NORMAL survives the death of the process at any instant, which is what drills do to it.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    database.exec(
      'CREATE TABLE IF NOT EXISTS records (kind TEXT, key TEXT, json TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID',
    );
  } catch (cause) {
    if ((cause as { errcode?: number }).errcode === SQLITE_BUSY)
      throw new UnderstudyError('EngineAlreadyRunning', {
        message: `another process has '${file}' open`,
        cause,
      });
    throw new UnderstudyError('StateUnreadable', {
      message: `cannot open the engine's state '${file}'`,
      cause,
    });
  }
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > STATE_VERSION) {
    database.close();
    throw new UnderstudyError('StateNewer', {
      message: `'${file}' was written by a newer Understudy (state version ${version}; this one knows ${STATE_VERSION})`,
    });
  }
  database.exec(`PRAGMA user_version = ${STATE_VERSION}`);
  return database;
}
