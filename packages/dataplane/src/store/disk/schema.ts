/**
 * Keys are blobs: S3 orders them by their UTF-8 bytes, and a listing must be able to seek past a
 * prefix by raising its last byte, which need not give valid text.
 */
const FIRST = `
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

/**
 * Every replication has attempts and a time of its own; tags have an order that two regions compute
 * alike (`replication-order.ts`), and so have the versions of a key. Those of one millisecond,
 * which came in the order of their rows, are moved apart by milliseconds to keep it.
 */
const SECOND = `
ALTER TABLE replication_task ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE replication_task ADD COLUMN not_before_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE replication_task ADD COLUMN reason TEXT NOT NULL DEFAULT '';
DROP INDEX replication_task_lane;
CREATE INDEX replication_task_lane
  ON replication_task (source, destination, not_before_ms, id);
DROP INDEX replication_task_version;
CREATE INDEX replication_task_version ON replication_task (version, destination, id);
ALTER TABLE version ADD COLUMN tags_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE version ADD COLUMN tags_by TEXT NOT NULL DEFAULT '';
UPDATE version SET modified_ms = apart.ms FROM (
  SELECT id, n + max(modified_ms - n) OVER (PARTITION BY bucket, key ORDER BY n) AS ms FROM (
    SELECT id, bucket, key, modified_ms,
      row_number() OVER (PARTITION BY bucket, key ORDER BY modified_ms, id) AS n FROM version
  )
) AS apart WHERE apart.id = version.id AND apart.ms <> version.modified_ms;
DROP INDEX version_order;
CREATE INDEX version_order ON version (bucket, key, modified_ms DESC, version_id DESC);
`;

/** What leads from each version of the file to the next; a new file takes all of them. */
export const SCHEMA_STEPS: readonly string[] = [FIRST, SECOND];
