import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { UnderstudyError } from '@understudy/contract';

/** Raised when the tables change; a store refuses a newer file instead of misreading it. */
const SCHEMA_VERSION = 1;

/**
 * Keys are blobs: S3 orders them by their UTF-8 bytes, and a listing must be able to seek past a
 * prefix by raising its last byte, which need not give valid text.
 */
const SCHEMA = `
CREATE TABLE bucket (
  name TEXT PRIMARY KEY,
  created_ms INTEGER NOT NULL,
  versioning TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE bucket_document (
  bucket TEXT NOT NULL REFERENCES bucket(name) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (bucket, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE version (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  bucket TEXT NOT NULL REFERENCES bucket(name),
  key BLOB NOT NULL,
  version_id TEXT NOT NULL,
  is_latest INTEGER NOT NULL,
  delete_marker INTEGER NOT NULL,
  modified_ms INTEGER NOT NULL,
  etag TEXT NOT NULL,
  size INTEGER NOT NULL,
  attributes TEXT NOT NULL,
  tags TEXT NOT NULL,
  replication TEXT NOT NULL,
  UNIQUE (bucket, key, version_id)
) STRICT;
CREATE INDEX version_order ON version (bucket, key, modified_ms DESC, id DESC);
CREATE INDEX version_latest ON version (bucket, key) WHERE is_latest = 1;
CREATE TABLE version_body (
  version INTEGER NOT NULL REFERENCES version(id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  body TEXT NOT NULL,
  size INTEGER NOT NULL,
  PRIMARY KEY (version, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX version_body_body ON version_body (body);
CREATE TABLE upload (
  id TEXT PRIMARY KEY,
  bucket TEXT NOT NULL REFERENCES bucket(name) ON DELETE CASCADE,
  key BLOB NOT NULL,
  initiated_ms INTEGER NOT NULL,
  attributes TEXT NOT NULL
) STRICT;
CREATE INDEX upload_key ON upload (bucket, key, id);
CREATE TABLE part (
  upload TEXT NOT NULL REFERENCES upload(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  modified_ms INTEGER NOT NULL,
  etag TEXT NOT NULL,
  size INTEGER NOT NULL,
  checksum TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (upload, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX part_body ON part (body);
CREATE TABLE replication_task (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL REFERENCES bucket(name) ON DELETE CASCADE,
  destination TEXT NOT NULL,
  version INTEGER NOT NULL REFERENCES version(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  role TEXT NOT NULL,
  storage_class TEXT NOT NULL,
  enqueued_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX replication_task_lane ON replication_task (source, destination, id);
CREATE INDEX replication_task_version ON replication_task (version);
CREATE TABLE remote_bucket (
  name TEXT PRIMARY KEY,
  region TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;

/** One SQLite file: what a committed transaction wrote survives SIGKILL and a loss of power. */
export class Database {
  readonly connection: DatabaseSync;
  #depth = 0;
  readonly #afterCommit: (() => void)[] = [];

  constructor(directory: string) {
    const path = join(directory, 'metadata.sqlite');
    this.connection = new DatabaseSync(path, { enableForeignKeyConstraints: true });
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
      for (const action of this.#afterCommit.splice(0)) action();
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
    if (version !== 0)
      throw new UnderstudyError('StateNewer', {
        message: `the object metadata in ${path} has version ${version}, we know ${SCHEMA_VERSION}`,
      });
    this.transaction(() => {
      this.connection.exec(SCHEMA);
      this.connection.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
    });
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
