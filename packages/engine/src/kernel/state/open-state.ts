import { DatabaseSync } from 'node:sqlite';
import { migrate, sqliteStateError, UnderstudyError } from '@understudy/contract';
import { checkRecords } from './check-records.ts';
import type { DeclaredTable } from './declare-table.ts';
import { MIGRATIONS } from './migrations/migrations.ts';

/** What the file holds, for messages. */
export const WHAT = "the engine's state";
/** Of the row that is written to see whether anything can be. */
export const TRY_KIND = 'runtime/try';

/** The file, brought to this version, with every record looked at; or nothing of it changed. */
export function openState(file: string, tables: readonly DeclaredTable<unknown>[]): DatabaseSync {
  try {
    return opened(file, tables);
  } catch (error) {
    throw sqliteStateError(error, { what: WHAT, file }) ?? error;
  }
}

function opened(file: string, tables: readonly DeclaredTable<unknown>[]): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    // Held alone: two engines on one state would overwrite each other's records. The lock is the
    // system's, and dies with its process. https://www.sqlite.org/pragma.html#pragma_locking_mode
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;');
    // WAL with NORMAL survives the death of the process at any instant, which is what drills do to
    // it.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    requireWhole(database, file);
    requireOurs(database, file);
    migrate(database, {
      what: WHAT,
      file,
      migrations: MIGRATIONS,
      check: () => {
        // Left by an engine that died between writing and deleting it.
        database.exec(`DELETE FROM records WHERE kind = '${TRY_KIND}'`);
        checkRecords(database, file, tables);
      },
    });
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function requireOurs(database: DatabaseSync, file: string): void {
  const columns = database.prepare("SELECT name FROM pragma_table_info('records')").all();
  if (columns.length > 0 && columns.map(({ name }) => String(name)).join() !== 'kind,key,json')
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
