import { signingKey, type Scope } from './canonical.ts';

/** A key is of one day, region and service; an engine's callers use a few dozen at once. */
const KEYS_MAX = 256;

/**
 * Derived keys that were used last. Four HMACs make one, of a secret and a scope alone: for a day
 * each caller's stays the same. Secrets are in memory all the time, so what is derived of them may
 * be.
 */
export class SigningKeys {
  readonly #most: number;
  /** The one that was used last is the last. */
  readonly #keys = new Map<string, Buffer>();

  constructor(most = KEYS_MAX) {
    this.#most = most;
  }

  get size(): number {
    return this.#keys.size;
  }

  of(secretAccessKey: string, scope: Scope): Buffer {
    // No part of a scope has a slash in it: that is what parts them.
    const name = `${scope.date}/${scope.region}/${scope.service}/${secretAccessKey}`;
    const known = this.#keys.get(name);
    if (known !== undefined) this.#keys.delete(name);
    const key = known ?? signingKey(secretAccessKey, scope);
    this.#keys.set(name, key);
    const [oldest] = this.#keys.size > this.#most ? this.#keys.keys() : [];
    if (oldest !== undefined) this.#keys.delete(oldest);
    return key;
  }
}

/** The process's own: what is derived is the same whoever asks. */
export const signingKeys = new SigningKeys();
