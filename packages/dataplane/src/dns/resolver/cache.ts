import { LRUCache } from 'lru-cache';
import type { Clock } from '@understudy/contract';
import type { DnsRecord } from '../record.ts';
import type { DomainName } from '../wire/names.ts';
import type { NameServer } from './message.ts';

const RECORD_SETS_MAX = 10_000;
const DELEGATIONS_MAX = 1_000;
/** Nothing is believed for longer than a day of the wall's, whatever it says. */
const TTL_SECONDS_MAX = 86_400;

export type CachedAnswer =
  | { kind: 'records'; records: DnsRecord[] }
  | { kind: 'negative'; rcode: number; soa: DnsRecord | undefined };

export interface Delegation {
  cut: DomainName;
  nameServers: NameServer[];
}

interface Timed<T> {
  value: T;
  /** AWS time, as all waits; the TTLs themselves are wall seconds. */
  expiresMs: number;
  sinceMs: number;
}

/** What a resolver remembers, for as long as it was told that it may. */
export interface ResolverCache {
  find(name: DomainName, type: number): CachedAnswer | undefined;
  keepRecords(records: readonly DnsRecord[]): void;
  keepNegative(
    question: { name: DomainName; type: number },
    answer: { rcode: number; soa: DnsRecord | undefined },
  ): void;
  findDelegation(cut: DomainName): Delegation | undefined;
  keepDelegation(delegation: Delegation, ttlSeconds: number): void;
  forgetDelegation(cut: DomainName): void;
  /** Forgets that names or types did not exist. */
  forgetAbsences(): void;
  clear(): void;
}

export class TtlCache implements ResolverCache {
  readonly #clock: Clock;
  readonly #keptMs: () => number;
  readonly #answers = new LRUCache<string, Timed<CachedAnswer>>({ max: RECORD_SETS_MAX });
  readonly #delegations = new LRUCache<DomainName, Timed<Delegation>>({ max: DELEGATIONS_MAX });

  /** @param keptMs for how long, in AWS time, an answer is kept whatever its TTL says */
  constructor(clock: Clock, keptMs: () => number = () => 0) {
    this.#clock = clock;
    this.#keptMs = keptMs;
  }

  /**
   * TTLs counted down to whole seconds, so that nobody further on keeps an answer for longer than
   * we.
   */
  find(name: DomainName, type: number): CachedAnswer | undefined {
    // A name that does not exist has no record of any type (RFC 2308 section 5).
    const entry =
      this.#live(this.#answers, key(name, type)) ?? this.#live(this.#answers, key(name, ''));
    if (entry === undefined) return undefined;
    const ttlSeconds = Math.floor(this.#leftMs(entry) / 1_000 / this.#clock.speed);
    // A resolver that keeps answers for too long does not say so.
    const aged = (record: DnsRecord): DnsRecord => ({
      ...record,
      ttlSeconds: Math.min(ttlSeconds, record.ttlSeconds),
    });
    if (entry.value.kind === 'records') {
      return { kind: 'records', records: entry.value.records.map(aged) };
    }
    return { ...entry.value, soa: entry.value.soa && aged(entry.value.soa) };
  }

  keepRecords(records: readonly DnsRecord[]): void {
    const sets = Map.groupBy(records, (record) => key(record.name, record.type));
    for (const [setKey, set] of sets) {
      const ttlSeconds = Math.min(...set.map((record) => record.ttlSeconds));
      this.#keep(this.#answers, setKey, { kind: 'records', records: set }, ttlSeconds);
    }
  }

  keepNegative(
    question: { name: DomainName; type: number },
    { rcode, soa }: { rcode: number; soa: DnsRecord | undefined },
  ): void {
    // Without an SOA nobody has said for how long, and so it must not be kept (RFC 2308 section 5).
    if (soa === undefined) return;
    const setKey = rcode === 0 ? key(question.name, question.type) : key(question.name, '');
    this.#keep(this.#answers, setKey, { kind: 'negative', rcode, soa }, soa.ttlSeconds);
  }

  findDelegation(cut: DomainName): Delegation | undefined {
    return this.#live(this.#delegations, cut)?.value;
  }

  keepDelegation(delegation: Delegation, ttlSeconds: number): void {
    this.#keep(this.#delegations, delegation.cut, delegation, ttlSeconds);
  }

  forgetDelegation(cut: DomainName): void {
    this.#delegations.delete(cut);
  }

  forgetAbsences(): void {
    for (const [setKey, entry] of this.#answers.entries()) {
      if (entry.value.kind === 'negative') this.#answers.delete(setKey);
    }
  }

  clear(): void {
    this.#answers.clear();
    this.#delegations.clear();
  }

  #keep<T extends object>(
    cache: LRUCache<string, Timed<T>>,
    cacheKey: string,
    value: T,
    ttlSeconds: number,
  ): void {
    if (ttlSeconds <= 0) return;
    const awsMs = Math.min(ttlSeconds, TTL_SECONDS_MAX) * 1_000 * this.#clock.speed;
    const sinceMs = this.#clock.nowMs();
    cache.set(cacheKey, { value, sinceMs, expiresMs: sinceMs + awsMs });
  }

  #live<T extends object>(
    cache: LRUCache<string, Timed<T>>,
    cacheKey: string,
  ): Timed<T> | undefined {
    const entry = cache.get(cacheKey);
    if (entry === undefined || this.#leftMs(entry) > 0) return entry;
    cache.delete(cacheKey);
    return undefined;
  }

  #leftMs(entry: Timed<object>): number {
    const untilMs = Math.max(entry.expiresMs, entry.sinceMs + this.#keptMs());
    return untilMs - this.#clock.nowMs();
  }
}

/** The memory of a resolver that asks every time, as a certificate authority's must. */
export class NoCache implements ResolverCache {
  find(): undefined {}
  keepRecords(): void {}
  keepNegative(): void {}
  findDelegation(): undefined {}
  keepDelegation(): void {}
  forgetDelegation(): void {}
  forgetAbsences(): void {}
  clear(): void {}
}

function key(name: DomainName, type: number | ''): string {
  return `${name}/${type}`;
}
