import type { Behaviour } from './profiles.ts';

export interface Resolved {
  addresses: readonly string[];
  ttlSeconds: number;
}

interface Held extends Resolved {
  sinceMs: number;
}

/** What one client holds of one name, by its behaviour. Times are AWS milliseconds. */
export class NameCache {
  readonly #names: Behaviour['names'];
  #held: Held | undefined;

  constructor(names: Behaviour['names']) {
    this.#names = names;
  }

  at(nowMs: number): readonly string[] | undefined {
    const held = this.#held;
    if (held === undefined) return undefined;
    return nowMs - held.sinceMs < holdsMs(this.#names, held.ttlSeconds)
      ? held.addresses
      : undefined;
  }

  put(resolved: Resolved, nowMs: number): void {
    if (resolved.addresses.length > 0) this.#held = { ...resolved, sinceMs: nowMs };
  }
}

function holdsMs(names: Behaviour['names'], ttlSeconds: number): number {
  if (names === 'each-time') return 0;
  if (names === 'ttl') return ttlSeconds * 1000;
  if (names === 'for-ever') return Number.POSITIVE_INFINITY;
  return names.heldSeconds * 1000;
}
