import { POOL_IDLE_CONNECTIONS_MAX } from '../bounds.ts';
import { StoreConnection, type StorePlace } from './store-connection.ts';

/**
 * The connections to one store while it is one and the same: a restart or a fault needs another
 * pool.
 */
export class StorePool {
  readonly #place: StorePlace;
  /** The one that was used last is the last. */
  readonly #idle: StoreConnection[] = [];
  readonly #all = new Set<StoreConnection>();
  #isRetired = false;

  constructor(place: StorePlace) {
    this.#place = place;
  }

  /**
   * One that waits, or a new one; `fresh` is a new one in any case. Whoever takes it begins a
   * request on it.
   */
  take(options: { fresh: boolean } = { fresh: false }): StoreConnection {
    const idle = options.fresh ? undefined : this.#idle.pop();
    return idle ?? this.#connect();
  }

  /** Ends those that wait. Those under way end with their answers: they may yet come. */
  retire(): void {
    this.#isRetired = true;
    for (const connection of this.#idle.splice(0)) connection.destroy();
  }

  /** Ends all, also what is under way. */
  close(): void {
    this.retire();
    for (const connection of this.#all) connection.destroy();
  }

  #connect(): StoreConnection {
    const made = new StoreConnection(this.#place, {
      idle: (connection) => this.#keep(connection),
      gone: (connection) => this.#forget(connection),
    });
    this.#all.add(made);
    return made;
  }

  #keep(connection: StoreConnection): void {
    if (this.#isRetired || this.#idle.length >= POOL_IDLE_CONNECTIONS_MAX) connection.destroy();
    else this.#idle.push(connection);
  }

  #forget(connection: StoreConnection): void {
    this.#all.delete(connection);
    const index = this.#idle.indexOf(connection);
    if (index >= 0) this.#idle.splice(index, 1);
  }
}
