import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrate, sqliteStateError, UnderstudyError } from '@understudy/contract';
import { checkRows } from './check-rows.ts';
import { MIGRATIONS } from './migrations/migrations.ts';
import { Reserve } from './reserve.ts';

export const METADATA_FILE = 'metadata.sqlite';
const WHAT = 'the object metadata';

/** One SQLite file: what a committed transaction wrote survives SIGKILL and a loss of power. */
export class Database {
  readonly connection: DatabaseSync;
  readonly #reserve: Reserve;
  #depth = 0;
  readonly #afterCommit: (() => void)[] = [];

  /** @throws UnderstudyError for a file that cannot be used, is in use, or is a newer program's. */
  constructor(directory: string) {
    const file = join(directory, METADATA_FILE);
    try {
      this.connection = opened(file);
    } catch (thrown) {
      throw sqliteStateError(thrown, { what: WHAT, file }) ?? thrown;
    }
    this.#reserve = new Reserve(directory);
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

  /**
   * A transaction that makes room. Where the disk is full, it is done with what is held in reserve
   * for it: `work` then runs a second time, after its first has been taken back.
   */
  removal<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    try {
      return this.transaction(work);
    } catch (thrown) {
      if (!isFull(thrown)) throw thrown;
      this.#reserve.release();
      this.#emptyLog();
      return this.transaction(work);
    } finally {
      this.#reserve.hold();
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

  /**
   * What is in the log goes into the file, as far as there is room; then the log begins anew in the
   * room that it has.
   */
  #emptyLog(): void {
    try {
      this.connection.exec('PRAGMA wal_checkpoint(RESTART)');
    } catch {
      // It may do without.
    }
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

/** https://www.sqlite.org/rescode.html#full */
const SQLITE_FULL = 13;

function isFull(thrown: unknown): boolean {
  return (thrown as { errcode?: number }).errcode === SQLITE_FULL;
}

function opened(file: string): DatabaseSync {
  const connection = new DatabaseSync(file, { enableForeignKeyConstraints: true });
  try {
    // Held alone: two stores on one file would each sweep away what the other keeps. The lock is
    // the system's, and dies with its process.
    // https://www.sqlite.org/pragma.html#pragma_locking_mode
    connection.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;');
    // FULL: the commit is on the disk before a PUT is answered, as its body is.
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    // Every page is looked at once, 1 ms a MB: damage is told now, and not by the first that comes
    // upon it.
    const [found] = connection.prepare('PRAGMA quick_check(1)').all();
    if (found?.['quick_check'] !== 'ok') throw damaged(file);
    const check = (): void => checkRows(connection, { what: WHAT, file });
    migrate(connection, { what: WHAT, file, migrations: MIGRATIONS, check });
    return connection;
  } catch (thrown) {
    connection.close();
    throw thrown;
  }
}

function damaged(file: string): UnderstudyError {
  return new UnderstudyError('StateUnreadable', {
    message: `cannot use ${WHAT} in '${file}': it is damaged`,
  });
}
