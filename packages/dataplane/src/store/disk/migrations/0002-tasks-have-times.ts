import type { Migration } from '@understudy/contract';

/**
 * Every replication has attempts and a time of its own; tags have an order that two regions compute
 * alike (`replication-order.ts`), and so have the versions of a key. Those of one millisecond,
 * which came in the order of their rows, are moved apart by milliseconds to keep it.
 */
const CHANGES = `
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

export const tasksHaveTimes: Migration = {
  what: 'replications went one by one, and tags and versions were in the order of their arrival',
  run: (database) => database.exec(CHANGES),
};
