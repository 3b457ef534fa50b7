import type { StatementSync } from 'node:sqlite';
import type { TaskKind } from '../model.ts';
import type { Database } from './database.ts';
import { numberOf, textOf, type Row } from './row.ts';

/**
 * A task carries the tags as they are when it travels: beside the one on its way, one that waits
 * stands for all later changes.
 */
const TAG_TASKS_MAX = 2;

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
  /** How often it was refused. */
  attempts: number;
  /** AWS time. */
  notBeforeMs: number;
  /** Why it waits, as it was told last. */
  reason: string;
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
  readonly #postpone: StatementSync;
  readonly #makeAllDue: StatementSync;
  readonly #delete: StatementSync;
  readonly #next: StatementSync;
  readonly #lanes: StatementSync;
  readonly #backlog: StatementSync;
  readonly #pendingFor: StatementSync;
  readonly #isPending: StatementSync;
  readonly #behind: StatementSync;
  readonly #firstOf: StatementSync;

  constructor(database: Database) {
    const prepare = (sql: string): StatementSync => database.connection.prepare(sql);
    this.#insert = prepare(
      `INSERT INTO replication_task (source, destination, version, kind, role, storage_class,
       enqueued_ms, not_before_ms) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7
       WHERE ?4 <> 'tags' OR (SELECT count(*) FROM replication_task
       WHERE version = ?3 AND destination = ?2 AND kind = 'tags') < ${TAG_TASKS_MAX}`,
    );
    this.#postpone = prepare(
      'UPDATE replication_task SET attempts = ?, not_before_ms = ?, reason = ? WHERE id = ?',
    );
    this.#makeAllDue = prepare('UPDATE replication_task SET not_before_ms = 0');
    this.#delete = prepare('DELETE FROM replication_task WHERE id = ?');
    this.#next = prepare(
      `SELECT * FROM replication_task AS task WHERE source = ? AND destination = ?
       AND version NOT IN (SELECT value FROM json_each(?)) AND NOT EXISTS (
         SELECT 1 FROM replication_task AS earlier WHERE earlier.version = task.version
         AND earlier.destination = task.destination AND earlier.id < task.id
       ) ORDER BY not_before_ms, id LIMIT 1`,
    );
    this.#lanes = prepare('SELECT DISTINCT source, destination FROM replication_task');
    this.#backlog = prepare(
      'SELECT count(*) AS count, coalesce(min(enqueued_ms), 0) AS oldest FROM replication_task',
    );
    this.#pendingFor = prepare('SELECT count(*) AS count FROM replication_task WHERE source = ?');
    this.#behind = prepare(
      `SELECT count(*) AS count, coalesce(min(enqueued_ms), 0) AS oldest FROM replication_task
       WHERE source = ?`,
    );
    this.#firstOf = prepare(
      'SELECT * FROM replication_task WHERE version = ? AND destination = ? ORDER BY id LIMIT 1',
    );
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

  /** Refused, or broken off: others go first, until AWS time `notBeforeMs`. */
  postpone(id: number, wait: { attempts: number; notBeforeMs: number; reason: string }): void {
    this.#postpone.run(wait.attempts, wait.notBeforeMs, wait.reason, id);
  }

  /** AWS time may begin anew with a process, so that times of an earlier one say nothing. */
  makeAllDue(): void {
    this.#makeAllDue.run();
  }

  /**
   * The task of a lane that is due first, be it now or later. One version's tasks keep their order
   * and go one by one; nothing else waits for anything.
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

  /** Of one bucket: how much waits, and since when (AWS time) the oldest. */
  behind(source: string): { pending: number; oldestMs: number | undefined } {
    const row = this.#behind.get(source) ?? {};
    const pending = numberOf(row, 'count');
    return { pending, oldestMs: pending === 0 ? undefined : numberOf(row, 'oldest') };
  }

  /** What of a version travels next to a destination. */
  firstOf(version: number, destination: string): ReplicationTask | undefined {
    const row = this.#firstOf.get(version, destination);
    return row && toTask(row);
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
    attempts: numberOf(row, 'attempts'),
    notBeforeMs: numberOf(row, 'not_before_ms'),
    reason: textOf(row, 'reason'),
  };
}
