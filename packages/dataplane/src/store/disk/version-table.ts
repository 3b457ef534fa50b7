import type { StatementSync } from 'node:sqlite';
import { jsonOf } from './columns.ts';
import type { Database } from './database.ts';
import { keyOf, numberOf, textOf, type Row } from './row.ts';
import type {
  NewVersion,
  ObjectVersion,
  ReplicationState,
  Segment,
  Tag,
  TagsChange,
} from '../model.ts';

/**
 * Greater than every key: S3's are at most 1,024 bytes of UTF-8, in which the byte ff never occurs.
 */
const AFTER_EVERY_KEY = Buffer.from([0xff]);

/**
 * Object versions and delete markers. Which one is the latest is kept up to date by every change. A
 * key's versions are in the order of their times and ids, which they have in every region alike: in
 * which order they arrive does not matter.
 */
export class VersionTable {
  readonly #insert: StatementSync;
  readonly #insertSegment: StatementSync;
  readonly #delete: StatementSync;
  readonly #byId: StatementSync;
  readonly #latest: StatementSync;
  readonly #byVersion: StatementSync;
  readonly #segments: StatementSync;
  readonly #clearLatest: StatementSync;
  readonly #markLatest: StatementSync;
  readonly #setTags: StatementSync;
  readonly #setReplication: StatementSync;
  readonly #anyInBucket: StatementSync;
  readonly #scanObjects: string;
  readonly #scanVersions: string;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
    const prepare = (sql: string): StatementSync => database.connection.prepare(sql);
    this.#insert = prepare(
      `INSERT INTO version (bucket, key, version_id, is_latest, delete_marker, modified_ms, etag,
       size, attributes, tags, tags_ms, tags_by, replication)
       VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
    );
    this.#insertSegment = prepare('INSERT INTO version_body VALUES (?, ?, ?, ?)');
    this.#delete = prepare('DELETE FROM version WHERE id = ?');
    this.#byId = prepare('SELECT * FROM version WHERE id = ?');
    this.#latest = prepare('SELECT * FROM version WHERE bucket = ? AND key = ? AND is_latest = 1');
    this.#byVersion = prepare(
      'SELECT * FROM version WHERE bucket = ? AND key = ? AND version_id = ?',
    );
    this.#segments = prepare(
      'SELECT body, size FROM version_body WHERE version = ? ORDER BY ordinal',
    );
    this.#clearLatest = prepare(
      'UPDATE version SET is_latest = 0 WHERE bucket = ? AND key = ? AND is_latest = 1',
    );
    this.#markLatest = prepare(
      `UPDATE version SET is_latest = 1 WHERE id = (SELECT id FROM version WHERE bucket = ?
       AND key = ? ORDER BY modified_ms DESC, version_id DESC LIMIT 1)`,
    );
    this.#setTags = prepare('UPDATE version SET tags = ?, tags_ms = ?, tags_by = ? WHERE id = ?');
    this.#setReplication = prepare('UPDATE version SET replication = ? WHERE id = ?');
    this.#anyInBucket = prepare('SELECT 1 FROM version WHERE bucket = ? LIMIT 1');
    this.#scanObjects = `SELECT * FROM version WHERE bucket = ? AND is_latest = 1
      AND delete_marker = 0 AND key >= ? AND key < ? ORDER BY key`;
    this.#scanVersions = `SELECT * FROM version WHERE bucket = ? AND key >= ? AND key < ?
      ORDER BY key, modified_ms DESC, version_id DESC`;
  }

  /** Adds a version; the caller has removed one of the same version id. */
  insert(version: NewVersion): number {
    const row = this.#insert.get(
      version.bucket,
      Buffer.from(version.key),
      version.versionId,
      version.deleteMarker ? 1 : 0,
      version.modifiedMs,
      version.etag,
      version.sizeBytes,
      JSON.stringify(version.attributes),
      JSON.stringify(version.tags),
      version.tagsChange.ms,
      version.tagsChange.by,
      JSON.stringify(version.replication),
    );
    const id = numberOf(row ?? {}, 'id');
    for (const [ordinal, segment] of version.segments.entries())
      this.#insertSegment.run(id, ordinal, segment.body, segment.sizeBytes);
    this.#refreshLatest(version.bucket, version.key);
    return id;
  }

  remove(version: Pick<ObjectVersion, 'id' | 'bucket' | 'key'>): void {
    this.#delete.run(version.id);
    this.#refreshLatest(version.bucket, version.key);
  }

  byId(id: number): ObjectVersion | undefined {
    const row = this.#byId.get(id);
    return row && toVersion(row);
  }

  latest(bucket: string, key: string): ObjectVersion | undefined {
    const row = this.#latest.get(bucket, Buffer.from(key));
    return row && toVersion(row);
  }

  get(bucket: string, key: string, versionId: string): ObjectVersion | undefined {
    const row = this.#byVersion.get(bucket, Buffer.from(key), versionId);
    return row && toVersion(row);
  }

  segments(id: number): Segment[] {
    return this.#segments
      .all(id)
      .map((row) => ({ body: textOf(row, 'body'), sizeBytes: numberOf(row, 'size') }));
  }

  setTags(id: number, tags: readonly Tag[], change: TagsChange): void {
    this.#setTags.run(JSON.stringify(tags), change.ms, change.by, id);
  }

  setReplication(id: number, replication: ReplicationState): void {
    this.#setReplication.run(JSON.stringify(replication), id);
  }

  isBucketEmpty(bucket: string): boolean {
    return this.#anyInBucket.get(bucket) === undefined;
  }

  /** Current objects in the order of their keys' bytes, from `from` on. */
  *scanObjects(bucket: string, from: Uint8Array): Generator<ObjectVersion> {
    const statement = this.#database.connection.prepare(this.#scanObjects);
    for (const row of statement.iterate(bucket, from, AFTER_EVERY_KEY)) yield toVersion(row);
  }

  /** All versions and delete markers, of one key newest first. */
  *scanVersions(bucket: string, from: Uint8Array): Generator<ObjectVersion> {
    const statement = this.#database.connection.prepare(this.#scanVersions);
    for (const row of statement.iterate(bucket, from, AFTER_EVERY_KEY)) yield toVersion(row);
  }

  #refreshLatest(bucket: string, key: string): void {
    const keyBytes = Buffer.from(key);
    this.#clearLatest.run(bucket, keyBytes);
    this.#markLatest.run(bucket, keyBytes);
  }
}

function toVersion(row: Row): ObjectVersion {
  return {
    id: numberOf(row, 'id'),
    bucket: textOf(row, 'bucket'),
    key: keyOf(row),
    versionId: textOf(row, 'version_id'),
    isLatest: numberOf(row, 'is_latest') === 1,
    deleteMarker: numberOf(row, 'delete_marker') === 1,
    modifiedMs: numberOf(row, 'modified_ms'),
    etag: textOf(row, 'etag'),
    sizeBytes: numberOf(row, 'size'),
    attributes: jsonOf(row, 'version', 'attributes'),
    tags: jsonOf(row, 'version', 'tags'),
    tagsChange: { ms: numberOf(row, 'tags_ms'), by: textOf(row, 'tags_by') },
    replication: jsonOf(row, 'version', 'replication'),
  };
}
