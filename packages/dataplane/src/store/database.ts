import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { UnderstudyError } from '@understudy/contract';
import { SCHEMA_STEPS } from './schema.ts';

/** A store refuses a newer file instead of misreading it. */
const SCHEMA_VERSION = SCHEMA_STEPS.length;

/** One SQLite file: what a committed transaction wrote survives SIGKILL and a loss of power. */
export class Database {
  readonly connection: DatabaseSync;
  #depth = 0;
  readonly #afterCommit: (() => void)[] = [];

  constructor(directory: string) {
    const path = join(directory, 'metadata.sqlite');
    this.connection = new DatabaseSync(path, { enableForeignKeyConstraints: true });
    holdAlone(this.connection, path);
    // FULL: the commit is on the disk before a PUT is answered, as its body is.
    this.connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    this.#migrate(path);
  }

  /** All or nothing. Synchronous, so that no other request is between its statements. */
  transaction<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    this.connection.exec('BEGIN IMMEDIATE');
    this.#depth++;
    try {
      const result = work();
      this.connection.exec('COMMIT');
      this.#depth--;
      for (const action of this.#afterCommit.splice(0)) runQuietly(action);
      return result;
    } catch (thrown) {
      if (this.#depth > 0) this.#depth--;
      this.#afterCommit.length = 0;
      if (this.connection.isTransaction) this.connection.exec('ROLLBACK');
      throw thrown;
    }
  }

  /** Runs once the transaction under way is committed, and not at all when it is rolled back. */
  afterCommit(action: () => void): void {
    if (this.#depth === 0) action();
    else this.#afterCommit.push(action);
  }

  close(): void {
    this.connection.close();
  }

  #migrate(path: string): void {
    const row = this.connection.prepare('PRAGMA user_version').get();
    const version = Number(row?.['user_version'] ?? 0);
    if (version === SCHEMA_VERSION) return;
    if (version > SCHEMA_VERSION)
      throw new UnderstudyError('StateNewer', {
        message: `the object metadata in ${path} has version ${version}, we know ${SCHEMA_VERSION}`,
      });
    this.transaction(() => {
      for (const step of SCHEMA_STEPS.slice(version)) this.connection.exec(step);
      this.connection.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
    });
  }
}

/**
 * What follows a commit cannot undo it, and must not look as if it had: who called would remove a
 * body that the metadata refers to by now. A lane is woken by the next task too, and a body that
 * stays behind is swept at the next start.
 */
function runQuietly(action: () => void): void {
  try {
    action();
  } catch {
    // See above.
  }
}

export type Row = Record<string, unknown>;

/** Columns are NOT NULL and STRICT, so a wrong type is a bug of ours. */
export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`column ${column} holds no text`);
  return value;
}

export function numberOf(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new TypeError(`column ${column} holds no number`);
  return value;
}

export function keyOf(row: Row, column = 'key'): string {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw new TypeError(`column ${column} holds no key`);
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8');
}

/** https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

/**
 * Two stores on one file would each sweep away what the other keeps. The lock is the system's, and dies with its
 * process. https://www.sqlite.org/pragma.html#pragma_locking_mode
 */
function holdAlone(connection: DatabaseSync, path: string): void {
  try {
    connection.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;');
  } catch (cause) {
    connection.close();
    if ((cause as { errcode?: number }).errcode !== SQLITE_BUSY) throw cause;
    throw new UnderstudyError('EngineAlreadyRunning', {
      message: `another process has '${path}' open`,
      cause,
    });
  }
}
