import type { StatementSync } from 'node:sqlite';
import { jsonOf } from './columns.ts';
import type { Database } from './database.ts';
import { keyOf, numberOf, textOf, type Row } from './row.ts';
import type { PartChecksums, UploadAttributes } from '../model.ts';

export interface Upload {
  id: string;
  bucket: string;
  key: string;
  initiatedMs: number;
  attributes: UploadAttributes;
}

export interface Part {
  upload: string;
  number: number;
  modifiedMs: number;
  etag: string;
  sizeBytes: number;
  checksums: PartChecksums;
  body: string;
}

/** Multipart uploads under way. */
export class UploadTable {
  readonly #insert: StatementSync;
  readonly #delete: StatementSync;
  readonly #get: StatementSync;
  readonly #anyInBucket: StatementSync;
  readonly #putPart: StatementSync;
  readonly #getPart: StatementSync;
  readonly #parts: StatementSync;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
    const prepare = (sql: string): StatementSync => database.connection.prepare(sql);
    this.#insert = prepare('INSERT INTO upload VALUES (?, ?, ?, ?, ?)');
    this.#delete = prepare('DELETE FROM upload WHERE id = ?');
    this.#get = prepare('SELECT * FROM upload WHERE id = ?');
    this.#anyInBucket = prepare('SELECT 1 FROM upload WHERE bucket = ? LIMIT 1');
    this.#putPart = prepare('INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#getPart = prepare('SELECT * FROM part WHERE upload = ? AND number = ?');
    this.#parts = prepare(
      'SELECT * FROM part WHERE upload = ? AND number > ? ORDER BY number LIMIT ?',
    );
  }

  create(upload: Upload): void {
    const { id, bucket, key, initiatedMs, attributes } = upload;
    this.#insert.run(id, bucket, Buffer.from(key), initiatedMs, JSON.stringify(attributes));
  }

  remove(id: string): void {
    this.#delete.run(id);
  }

  get(id: string): Upload | undefined {
    const row = this.#get.get(id);
    return row && toUpload(row);
  }

  isBucketIdle(bucket: string): boolean {
    return this.#anyInBucket.get(bucket) === undefined;
  }

  /** Uploads of a bucket by key, then by id, which begins with the time. */
  *scan(bucket: string, from: Uint8Array): Generator<Upload> {
    const statement = this.#database.connection.prepare(
      'SELECT * FROM upload WHERE bucket = ? AND key >= ? ORDER BY key, id',
    );
    for (const row of statement.iterate(bucket, from)) yield toUpload(row);
  }

  putPart(part: Part): void {
    this.#putPart.run(
      part.upload,
      part.number,
      part.modifiedMs,
      part.etag,
      part.sizeBytes,
      JSON.stringify(part.checksums),
      part.body,
    );
  }

  part(upload: string, number: number): Part | undefined {
    const row = this.#getPart.get(upload, number);
    return row && toPart(row);
  }

  parts(upload: string, options: { after: number; limit: number }): Part[] {
    return this.#parts.all(upload, options.after, options.limit).map(toPart);
  }
}

function toUpload(row: Row): Upload {
  return {
    id: textOf(row, 'id'),
    bucket: textOf(row, 'bucket'),
    key: keyOf(row),
    initiatedMs: numberOf(row, 'initiated_ms'),
    attributes: jsonOf(row, 'upload', 'attributes'),
  };
}

function toPart(row: Row): Part {
  return {
    upload: textOf(row, 'upload'),
    number: numberOf(row, 'number'),
    modifiedMs: numberOf(row, 'modified_ms'),
    etag: textOf(row, 'etag'),
    sizeBytes: numberOf(row, 'size'),
    checksums: jsonOf(row, 'part', 'checksum'),
    body: textOf(row, 'body'),
  };
}
