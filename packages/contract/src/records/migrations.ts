import type { DatabaseSync } from 'node:sqlite';
import { UnderstudyError } from '../errors.ts';

/** What leads from one version of a state file to the next. */
export interface Migration {
  /** What was otherwise before. */
  readonly what: string;
  /** Reads and writes nothing but the database: it stays true however the program changes. */
  readonly run: (database: DatabaseSync) => void;
}

/**
 * Brings a state file to this version, which is the number of migrations: those that it has not had
 * yet are run in their order, and all of it is one transaction. When one fails, or `check` refuses
 * what has come of it, the file is what it was, and the program that wrote it can still open it.
 *
 * @throws UnderstudyError StateNewer
 */
export function migrate(
  database: DatabaseSync,
  options: {
    what: string;
    file: string;
    migrations: readonly Migration[];
    /** Looks at the result. */
    check?: () => void;
  },
): void {
  const { what, file, migrations, check } = options;
  const version = versionOf(database);
  if (version > migrations.length)
    throw new UnderstudyError('StateNewer', {
      message: `${what} in '${file}' has version ${version}, we know ${migrations.length}`,
    });
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const { run } of migrations.slice(version)) run(database);
    check?.();
    if (version !== migrations.length) database.exec(`PRAGMA user_version = ${migrations.length}`);
    database.exec('COMMIT');
  } catch (error) {
    // SQLite has rolled back by itself after some errors, a full disk among them.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** https://www.sqlite.org/pragma.html#pragma_user_version */
function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
}
