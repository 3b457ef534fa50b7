import type { DatabaseSync } from 'node:sqlite';
import { isJsonObject, type JsonObject } from '@understudy/contract';

type Put = (table: string, key: string, record: JsonObject) => void;

/**
 * For migrations: each record of a table as `change` gives it, which may put others, too. What is
 * no JSON object stays as it is, since the check that follows tells of it.
 */
export function changeRecords(
  database: DatabaseSync,
  table: string,
  change: (record: JsonObject, key: string, put: Put) => JsonObject,
): void {
  const upsert = database.prepare(
    'INSERT INTO records (kind, key, json) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET json = excluded.json',
  );
  const put: Put = (kind, key, record) => void upsert.run(kind, key, JSON.stringify(record));
  const rows = database.prepare('SELECT key, json FROM records WHERE kind = ?').all(table);
  for (const row of rows) {
    const [key, record] = [String(row['key']), objectIn(String(row['json']))];
    if (record !== undefined) put(table, key, change(record, key, put));
  }
}

function objectIn(json: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
