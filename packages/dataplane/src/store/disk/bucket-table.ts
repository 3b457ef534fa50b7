import type { StatementSync } from 'node:sqlite';
import { documentIn, documentText, type BucketDocument, type DocumentKind } from './columns.ts';
import type { Database } from './database.ts';
import { numberOf, textOf, type Row } from './row.ts';
import type { Bucket, VersioningState } from '../model.ts';

/** Buckets, their configuration documents, and where other regions' buckets were last seen. */
export class BucketTable {
  readonly #insert: StatementSync;
  readonly #delete: StatementSync;
  readonly #get: StatementSync;
  readonly #list: StatementSync;
  readonly #count: StatementSync;
  readonly #setVersioning: StatementSync;
  readonly #getDocument: StatementSync;
  readonly #putDocument: StatementSync;
  readonly #deleteDocument: StatementSync;
  readonly #getRemote: StatementSync;
  readonly #putRemote: StatementSync;
  readonly #deleteRemote: StatementSync;

  constructor(database: Database) {
    const prepare = (sql: string): StatementSync => database.connection.prepare(sql);
    this.#insert = prepare('INSERT INTO bucket (name, created_ms) VALUES (?, ?)');
    this.#delete = prepare('DELETE FROM bucket WHERE name = ?');
    this.#get = prepare('SELECT * FROM bucket WHERE name = ?');
    this.#list = prepare('SELECT * FROM bucket WHERE name > ? AND name >= ? ORDER BY name');
    this.#count = prepare('SELECT count(*) AS count FROM bucket');
    this.#setVersioning = prepare('UPDATE bucket SET versioning = ? WHERE name = ?');
    this.#getDocument = prepare('SELECT value FROM bucket_document WHERE bucket = ? AND kind = ?');
    this.#putDocument = prepare('INSERT OR REPLACE INTO bucket_document VALUES (?, ?, ?)');
    this.#deleteDocument = prepare('DELETE FROM bucket_document WHERE bucket = ? AND kind = ?');
    this.#getRemote = prepare('SELECT region FROM remote_bucket WHERE name = ?');
    this.#putRemote = prepare('INSERT OR REPLACE INTO remote_bucket VALUES (?, ?)');
    this.#deleteRemote = prepare('DELETE FROM remote_bucket WHERE name = ?');
  }

  create(name: string, createdMs: number): void {
    this.#insert.run(name, createdMs);
  }

  remove(name: string): void {
    this.#delete.run(name);
  }

  get(name: string): Bucket | undefined {
    const row = this.#get.get(name);
    return row && toBucket(row);
  }

  list(options: { after: string; prefix: string }): Bucket[] {
    const rows = this.#list.all(options.after, options.prefix);
    return rows.map(toBucket).filter((bucket) => bucket.name.startsWith(options.prefix));
  }

  count(): number {
    return numberOf(this.#count.get() ?? {}, 'count');
  }

  setVersioning(name: string, versioning: VersioningState): void {
    this.#setVersioning.run(versioning, name);
  }

  document<K extends DocumentKind>(name: string, kind: K): BucketDocument<K> | undefined {
    const row = this.#getDocument.get(name, kind);
    return row && documentIn(row, kind);
  }

  putDocument<K extends DocumentKind>(name: string, kind: K, value: BucketDocument<K>): void {
    this.#putDocument.run(name, kind, documentText(kind, value));
  }

  deleteDocument(name: string, kind: DocumentKind): void {
    this.#deleteDocument.run(name, kind);
  }

  remoteRegion(name: string): string | undefined {
    const row = this.#getRemote.get(name);
    return row && textOf(row, 'region');
  }

  rememberRemote(name: string, region: string): void {
    if (this.remoteRegion(name) !== region) this.#putRemote.run(name, region);
  }

  forgetRemote(name: string): void {
    if (this.remoteRegion(name) !== undefined) this.#deleteRemote.run(name);
  }
}

function toBucket(row: Row): Bucket {
  const versioning = textOf(row, 'versioning');
  return {
    name: textOf(row, 'name'),
    createdMs: numberOf(row, 'created_ms'),
    versioning: versioning === 'Enabled' || versioning === 'Suspended' ? versioning : '',
  };
}
