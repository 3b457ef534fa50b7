import process from 'node:process';
import type { DatabaseSync } from 'node:sqlite';

interface Transaction {
  /** Works that have not ended yet. */
  holders: number;
  failure?: unknown;
}

/**
 * One transaction a turn of the event loop. Work that goes on without waiting (services call each other in process, and
 * SQLite answers at once) writes all or nothing; work that waits for something outside writes what it had until then,
 * since nobody may hold up the others' writes. What is written by others in the same turn goes with it.
 */
export class TurnTransaction {
  readonly #database: DatabaseSync;
  #open: Transaction | undefined;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Rejects also when the transaction could not be committed: then nothing of it has happened. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const transaction = this.#open ?? this.#begin();
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

  #begin(): Transaction {
    this.#database.exec('BEGIN');
    const transaction = { holders: 0 };
    this.#open = transaction;
    // A tick that is asked for by a microtask comes when no microtask is left: the end of the turn.
    queueMicrotask(() => process.nextTick(() => this.#end(transaction)));
    return transaction;
  }

  #end(transaction: Transaction): void {
    if (this.#open !== transaction) return;
    this.#open = undefined;
    try {
      this.#database.exec('COMMIT');
    } catch (error) {
      transaction.failure = error;
      // SQLite has rolled back by itself after some errors, a full disk among them.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
    }
  }
}
