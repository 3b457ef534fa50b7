import type { Clock } from '@understudy/contract';
import { NameCache } from './name-cache.ts';
import type { Behaviour } from './profiles.ts';
import type { StubResolver } from './resolver.ts';

export interface NamesOptions {
  clock: Clock;
  resolver: Pick<StubResolver, 'lookup'>;
  names: Behaviour['names'];
  random: { next(): number };
  /** The name that is watched: a lookup of it led elsewhere than the one before. */
  watched: string;
  ledTo(addresses: readonly string[]): void;
}

export type Found = { address: string } | { responseCode: string };

/** Where a client's names lead to, as it believes. */
export class ClientNames {
  readonly #options: NamesOptions;
  readonly #caches = new Map<string, NameCache>();
  #last = '';

  constructor(options: NamesOptions) {
    this.#options = options;
  }

  /** One of the addresses, by chance, as clients spread themselves. */
  async find(name: string, signal: AbortSignal): Promise<Found> {
    const { clock, resolver, names } = this.#options;
    const cache = this.#cacheOf(name, names);
    const held = cache.at(clock.nowMs());
    if (held !== undefined) return { address: this.#oneOf(held) };
    const found = await resolver.lookup(name, signal);
    if (!('addresses' in found)) return { responseCode: found.responseCode };
    // What stands in an answer counts down on the wall, since other programs count it there.
    const ttlSeconds = found.ttlSeconds * clock.speed;
    cache.put({ addresses: found.addresses, ttlSeconds }, clock.nowMs());
    if (name === this.#options.watched) this.#tell(found.addresses);
    return { address: this.#oneOf(found.addresses) };
  }

  #cacheOf(name: string, names: Behaviour['names']): NameCache {
    const known = this.#caches.get(name);
    if (known !== undefined) return known;
    const made = new NameCache(names);
    this.#caches.set(name, made);
    return made;
  }

  #oneOf(addresses: readonly string[]): string {
    const index = Math.floor(this.#options.random.next() * addresses.length);
    return addresses[index] ?? addresses[0] ?? '';
  }

  #tell(addresses: readonly string[]): void {
    const sorted = addresses.toSorted().join(' ');
    if (sorted === this.#last) return;
    this.#last = sorted;
    this.#options.ledTo(addresses);
  }
}
