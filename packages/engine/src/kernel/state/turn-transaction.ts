import process from 'node:process';
import type { DatabaseSync } from 'node:sqlite';

interface Transaction {
  /** Works that have not ended yet. */
  holders: number;
  failure?: unknown;
}

/**
 * One transaction a turn of the event loop. Work that goes on without waiting (services call each
 * other in process, and SQLite answers at once) writes all or nothing; work that waits for
 * something outside writes what it had until then, since nobody may hold up the others' writes.
 * What is written by others in the same turn goes with it.
 */
export class TurnTransaction {
  readonly #database: DatabaseSync;
  /** What an error of SQLite's is to those who wait for the transaction. */
  readonly #known: (error: unknown) => unknown;
  #open: Transaction | undefined;

  constructor(database: DatabaseSync, known: (error: unknown) => unknown = (error) => error) {
    this.#database = database;
    this.#known = known;
  }

  /** Rejects also when the transaction could not be committed: then nothing of it has happened. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const transaction = this.#open ?? this.#begin();
    if (transaction.failure !== undefined) throw transaction.failure;
    transaction.holders += 1;
    try {
      return await work();
    } finally {
      transaction.holders -= 1;
      if (transaction.holders === 0) this.#end(transaction);
      // A failed commit outweighs whatever the work came to.
      if (transaction.failure !== undefined) throw transaction.failure;
    }
  }

  /** Why nothing can be written in this turn any more: what was written before it is taken back. */
  get failure(): unknown {
    return this.#open?.failure;
  }

  /** A write failed for a reason that is not the writer's: half of the work must not stay. */
  fail(error: unknown): void {
    const transaction = this.#open;
    if (transaction === undefined || transaction.failure !== undefined) return;
    transaction.failure = error;
    this.#rollBack();
  }

  #begin(): Transaction {
    this.#exec('BEGIN');
    const transaction = { holders: 0 };
    this.#open = transaction;
    // A tick that is asked for by a microtask comes when no microtask is left: the end of the turn.
    queueMicrotask(() => process.nextTick(() => this.#end(transaction)));
    return transaction;
  }

  #end(transaction: Transaction): void {
    if (this.#open !== transaction) return;
    this.#open = undefined;
    if (transaction.failure !== undefined) return;
    try {
      this.#exec('COMMIT');
    } catch (error) {
      transaction.failure = error;
      this.#rollBack();
    }
  }

  #exec(statement: string): void {
    try {
      this.#database.exec(statement);
    } catch (error) {
      throw this.#known(error);
    }
  }

  /** SQLite has rolled back by itself after some errors, a full disk among them. */
  #rollBack(): void {
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
  }
}
