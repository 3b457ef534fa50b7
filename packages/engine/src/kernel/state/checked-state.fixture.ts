import assert from 'node:assert/strict';
import { TABLES } from '../../runtime/tables.ts';
import type { DeclaredTable } from './declare-table.ts';
import { StateStore, type Table } from './state-store.ts';

/**
 * A state in which all that is written fits its schema at once, and not only when it is next
 * opened: also what the compiler does not see, such as a member that no schema has.
 */
export class CheckedState extends StateStore {
  constructor(file = ':memory:', tables: readonly DeclaredTable<unknown>[] = TABLES) {
    super(file, tables);
  }

  override table<T>(declared: DeclaredTable<T>): Table<T> {
    const table = super.table(declared);
    return {
      ...table,
      put: (key, record) => {
        expectFits(declared, key, record);
        table.put(key, record);
      },
    };
  }
}

function expectFits<T>({ name, schema }: DeclaredTable<T>, key: string, record: T): void {
  const written: unknown = JSON.parse(JSON.stringify(record));
  const read = schema.safeParse(written);
  assert.deepEqual(read.error?.issues, undefined, `record '${key}' of ${name} does not fit`);
  assert.deepEqual(
    read.data,
    written,
    `record '${key}' of ${name} has members that its schema lacks`,
  );
}
