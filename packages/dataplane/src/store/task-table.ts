import type { StatementSync } from 'node:sqlite';
import { numberOf, textOf, type Database, type Row } from './database.ts';

/** `object` carries the whole version, `tags` only its tags. */
export type TaskKind = 'object' | 'delete-marker' | 'tags';

export interface NewReplicationTask {
  source: string;
  destination: string;
  /** Row id of the version. */
  version: number;
  kind: TaskKind;
  /** The role of the replication configuration, which the destination's policy may name. */
  role: string;
  /** Empty: the source's. */
  storageClass: string;
  /** AWS time. */
  enqueuedMs: number;
}

export interface ReplicationTask extends NewReplicationTask {
  id: number;
}

export interface Lane {
  source: string;
  destination: string;
}

/**
 * What still has to travel. A row is here from the transaction that made the version until it is
 * settled.
 */
export class TaskTable {
  readonly #insert: StatementSync;
  readonly #delete: StatementSync;
  readonly #next: StatementSync;
  readonly #lanes: StatementSync;
  readonly #backlog: StatementSync;
  readonly #pendingFor: StatementSync;
  readonly #isPending: StatementSync;

  constructor(database: Database) {
    const prepare = (sql: string): StatementSync => database.connection.prepare(sql);
    this.#insert = prepare(
      `INSERT INTO replication_task (source, destination, version, kind, role, storage_class,
       enqueued_ms) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#delete = prepare('DELETE FROM replication_task WHERE id = ?');
    this.#next = prepare(
      `SELECT * FROM replication_task WHERE source = ? AND destination = ?
       AND version NOT IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT 1`,
    );
    this.#lanes = prepare('SELECT DISTINCT source, destination FROM replication_task');
    this.#backlog = prepare(
      'SELECT count(*) AS count, coalesce(min(enqueued_ms), 0) AS oldest FROM replication_task',
    );
    this.#pendingFor = prepare('SELECT count(*) AS count FROM replication_task WHERE source = ?');
    this.#isPending = prepare(
      'SELECT 1 FROM replication_task WHERE version = ? AND destination = ? LIMIT 1',
    );
  }

  add(task: NewReplicationTask): void {
    const { source, destination, version, kind, role, storageClass, enqueuedMs } = task;
    this.#insert.run(source, destination, version, kind, role, storageClass, enqueuedMs);
  }

  remove(id: number): void {
    this.#delete.run(id);
  }

  /**
   * The oldest task of a lane whose version is not on its way already: one version's tasks keep
   * their order.
   */
  next(lane: Lane, versionsUnderWay: readonly number[]): ReplicationTask | undefined {
    const row = this.#next.get(lane.source, lane.destination, JSON.stringify(versionsUnderWay));
    return row && toTask(row);
  }

  lanes(): Lane[] {
    return this.#lanes
      .all()
      .map((row) => ({ source: textOf(row, 'source'), destination: textOf(row, 'destination') }));
  }

  backlog(): { pending: number; oldestMs: number | undefined } {
    const row = this.#backlog.get() ?? {};
    const pending = numberOf(row, 'count');
    return { pending, oldestMs: pending === 0 ? undefined : numberOf(row, 'oldest') };
  }

  isPending(version: number, destination: string): boolean {
    return this.#isPending.get(version, destination) !== undefined;
  }

  pendingFor(source: string): number {
    return numberOf(this.#pendingFor.get(source) ?? {}, 'count');
  }
}

function toTask(row: Row): ReplicationTask {
  const kind = textOf(row, 'kind');
  return {
    id: numberOf(row, 'id'),
    source: textOf(row, 'source'),
    destination: textOf(row, 'destination'),
    version: numberOf(row, 'version'),
    kind: kind === 'tags' || kind === 'delete-marker' ? kind : 'object',
    role: textOf(row, 'role'),
    storageClass: textOf(row, 'storage_class'),
    enqueuedMs: numberOf(row, 'enqueued_ms'),
  };
}
