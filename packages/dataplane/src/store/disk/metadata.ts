import type { StatementSync } from 'node:sqlite';
import { BucketTable } from './bucket-table.ts';
import { Database } from './database.ts';
import { textOf } from './row.ts';
import { TaskTable } from './task-table.ts';
import { UploadTable } from './upload-table.ts';
import { VersionTable } from './version-table.ts';

/** Everything that a region's store knows, but for the objects' bytes. */
export class Metadata {
  readonly buckets: BucketTable;
  readonly versions: VersionTable;
  readonly uploads: UploadTable;
  readonly tasks: TaskTable;
  readonly #database: Database;
  readonly #isReferenced: StatementSync;
  readonly #allBodies: StatementSync;

  constructor(directory: string) {
    this.#database = new Database(directory);
    this.buckets = new BucketTable(this.#database);
    this.versions = new VersionTable(this.#database);
    this.uploads = new UploadTable(this.#database);
    this.tasks = new TaskTable(this.#database);
    this.#isReferenced = this.#database.connection.prepare(
      `SELECT 1 WHERE EXISTS (SELECT 1 FROM version_body WHERE body = ?1)
       OR EXISTS (SELECT 1 FROM part WHERE body = ?1)`,
    );
    this.#allBodies = this.#database.connection.prepare(
      'SELECT body FROM version_body UNION SELECT body FROM part',
    );
  }

  transaction<T>(work: () => T): T {
    return this.#database.transaction(work);
  }

  removal<T>(work: () => T): T {
    return this.#database.removal(work);
  }

  afterCommit(action: () => void): void {
    this.#database.afterCommit(action);
  }

  /** Copies share their original's body, so a body goes only with the last that refers to it. */
  isReferenced(body: string): boolean {
    return this.#isReferenced.get(body) !== undefined;
  }

  referencedBodies(): Set<string> {
    const bodies = new Set<string>();
    for (const row of this.#allBodies.iterate()) bodies.add(textOf(row, 'body'));
    return bodies;
  }

  close(): void {
    this.#database.close();
  }
}
