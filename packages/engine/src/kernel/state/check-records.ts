import type { DatabaseSync } from 'node:sqlite';
import { issuesText, UnderstudyError } from '@understudy/contract';
import type { DeclaredTable } from './declare-table.ts';

/**
 * Every record by the schema of its table, once: from then on only this program writes, and the
 * compiler holds what it writes to the same types.
 *
 * @throws UnderstudyError StateUnreadable at the first that does not fit
 */
export function checkRecords(
  database: DatabaseSync,
  file: string,
  tables: readonly DeclaredTable<unknown>[],
): void {
  const declared = new Map(tables.map((table) => [table.name, table]));
  const rows = database.prepare('SELECT kind, key, json FROM records').iterate();
  for (const row of rows) {
    const [kind, key, json] = [String(row['kind']), String(row['key']), String(row['json'])];
    const problem = problemOf(declared.get(kind), json);
    if (problem !== undefined)
      throw new UnderstudyError('StateUnreadable', {
        message: `cannot use the engine's state in '${file}': record '${key}' of ${kind} ${problem}`,
        hint: NEXT,
      });
  }
}

const NEXT =
  "use the Understudy that wrote it, put back a copy of the file, or move the state folder away and run 'understudy up' again";

function problemOf(table: DeclaredTable<unknown> | undefined, json: string): string | undefined {
  if (table === undefined) return 'is of a table that this Understudy does not have';
  let record: unknown;
  try {
    record = JSON.parse(json);
  } catch {
    // SQLite knows the pages that its rows are in, and not what the rows say.
    return 'is damaged: it is no JSON';
  }
  // Most tables have a handful of records, for which compiling their schemas took three times as
  // long as reading them: see docs/adr/0007-records-are-checked-once.md.
  const { error } = table.schema.safeParse(record, { jitless: true });
  return error && `does not fit: ${issuesText(error.issues)}`;
}
