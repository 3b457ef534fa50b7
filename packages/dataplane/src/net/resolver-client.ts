import { isIPv4 } from 'node:net';
import { LRUCache } from 'lru-cache';
import { errorText } from '@understudy/contract';
import type { DecodedPacket } from 'dns-packet';
import type { PartContext } from '../part.ts';
import { exchange, responseCode } from './resolve-exchange.ts';
import type { Resolve } from './resolve.ts';

const CACHED_NAMES_MAX = 1_000;
const ATTEMPTS_MAX = 2;
/** Longer than the resolver's own tries, so that its SERVFAIL is heard. */
const ATTEMPT_TIMEOUT_WALL_MS = 4_000;
/** The literal of an address is its own answer, for as long as anyone cares to keep it. */
const LITERAL_TTL_SECONDS = 86_400;

const TYPE_A = 1;
const RCODE_NAMES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'];

interface Cached {
  addresses: string[];
  /** AWS time. */
  expiresMs: number;
}

/**
 * Asks the engine's resolver as an operating system's stub resolver does, and keeps answers for
 * their TTL.
 */
export class ResolverClient {
  readonly #context: PartContext;
  readonly #server: { address: string; port: number };
  readonly #localAddress: string | undefined;
  readonly #cache = new LRUCache<string, Cached>({ max: CACHED_NAMES_MAX });
  readonly #asking = new Map<string, Promise<{ addresses: string[]; ttlSeconds: number }>>();

  constructor(
    context: PartContext,
    options: { resolver: { address: string; port: number }; localAddress?: string },
  ) {
    this.#context = context;
    this.#server = options.resolver;
    this.#localAddress = options.localAddress;
  }

  readonly resolve: Resolve = async (name) => {
    if (isIPv4(name)) return { addresses: [name], ttlSeconds: LITERAL_TTL_SECONDS };
    const key = name.toLowerCase().replace(/\.$/, '');
    const cached = this.#fromCache(key);
    if (cached !== undefined) return cached;
    const underway = this.#asking.get(key);
    if (underway !== undefined) return underway;
    const asking = this.#ask(key).finally(() => this.#asking.delete(key));
    this.#asking.set(key, asking);
    return asking;
  };

  #fromCache(key: string): { addresses: string[]; ttlSeconds: number } | undefined {
    const cached = this.#cache.get(key);
    const leftMs = (cached?.expiresMs ?? 0) - this.#context.clock.nowMs();
    if (cached === undefined || leftMs <= 0) return undefined;
    return { addresses: cached.addresses, ttlSeconds: leftMs / 1_000 };
  }

  async #ask(name: string): Promise<{ addresses: string[]; ttlSeconds: number }> {
    const { clock } = this.#context;
    const answer = await this.#exchange(name);
    const { addresses, wallTtlSeconds } = readAddresses(answer, name);
    // The answer's TTL is in wall seconds: name servers have divided AWS's by the clock's speed.
    const ttlSeconds = wallTtlSeconds * clock.speed;
    if (ttlSeconds > 0) {
      this.#cache.set(name, { addresses, expiresMs: clock.nowMs() + ttlSeconds * 1_000 });
    }
    return { addresses, ttlSeconds };
  }

  async #exchange(name: string): Promise<DecodedPacket> {
    let failure: unknown;
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      try {
        return await exchange({
          clock: this.#context.clock,
          server: this.#server,
          localAddress: this.#localAddress,
          question: { name, type: TYPE_A },
          recursionDesired: true,
          timeoutWallMs: ATTEMPT_TIMEOUT_WALL_MS,
        });
      } catch (thrown) {
        failure = thrown;
      }
    }
    const message = `the resolver did not answer for ${name}: ${errorText(failure)}`;
    throw new Error(message, { cause: failure });
  }
}

function readAddresses(
  answer: DecodedPacket,
  name: string,
): { addresses: string[]; wallTtlSeconds: number } {
  const rcode = responseCode(answer);
  if (rcode !== 0) {
    throw new Error(`the resolver answered ${RCODE_NAMES[rcode] ?? `RCODE${rcode}`} for ${name}`);
  }
  const addresses: string[] = [];
  // A chain of aliases is as good as its shortest-lived link.
  let wallTtlSeconds = Infinity;
  for (const record of answer.answers ?? []) {
    if (record.type === 'A') addresses.push(record.data);
    if (record.type === 'A' || record.type === 'CNAME') {
      wallTtlSeconds = Math.min(wallTtlSeconds, record.ttl ?? 0);
    }
  }
  if (addresses.length === 0) throw new Error(`the resolver answered no A record for ${name}`);
  return { addresses, wallTtlSeconds };
}
