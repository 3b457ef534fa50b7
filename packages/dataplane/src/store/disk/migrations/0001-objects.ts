import type { Migration } from '@understudy/contract';

/**
 * Keys are blobs: S3 orders them by their UTF-8 bytes, and a listing must be able to seek past a
 * prefix by raising its last byte, which need not give valid text.
 */
const TABLES = `
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

export const objects: Migration = {
  what: 'there was no store',
  run: (database) => database.exec(TABLES),
};
