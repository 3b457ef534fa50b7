import { LRUCache } from 'lru-cache';
import type { Reasons } from '@understudy/contract';
import type { PartContext } from '../../part.ts';
import { exchangeBytes } from '../../net/resolve-exchange.ts';
import { TYPE } from '../wire/codes.ts';
import { readMessage } from '../wire/read-message.ts';
import { type DomainName, parentOf, selfAndAncestors } from '../wire/names.ts';
import type { Delegation, ResolverCache } from './cache.ts';
import { addressOf, judge, type Verdict } from './message.ts';
import { forgivenRttMs, orderServers, smoothedRttMs, TIMEOUT_PENALTY_MS } from './servers.ts';
import { tellVerdict } from './tell.ts';

/** Zone cuts between the root and any name. */
const REFERRALS_MAX = 16;
/** Servers of one zone that are tried before it is given up. */
const SERVERS_TRIED_MAX = 4;
/** Name servers whose own addresses must be found first, one inside the other. */
const GLUELESS_DEPTH_MAX = 3;
/** Four tries stay below the five seconds that `dig` waits. */
const TRY_TIMEOUT_WALL_MS = 800;
const RTTS_MAX = 1_000;

export interface FollowerOptions {
  registry: { address: string; port: number };
  /** Where questions come from. */
  localAddress: string;
}

/** Questions that may still be sent on behalf of one client's question. */
export interface Budget {
  queries: number;
  /** Where to say which servers were asked, and what they answered; absent: nobody asks. */
  told?: ToldWalk;
}

export interface ToldWalk {
  reasons: Reasons;
  /** Told of each question before it is sent, and where its server may say why. */
  onQuestion(question: { name: DomainName; type: number }, from: string, below: Reasons): void;
}

type Answered = Exclude<Verdict, { kind: 'referral' | 'lame' }>;

/**
 * Follows the delegation from the registry down to the servers that know (RFC 1034 section 5.3.3).
 */
export class DelegationFollower {
  readonly #context: PartContext;
  readonly #options: FollowerOptions;
  readonly #cache: ResolverCache;
  readonly #rtts = new LRUCache<string, number>({ max: RTTS_MAX });

  constructor(context: PartContext, options: FollowerOptions & { cache: ResolverCache }) {
    this.#context = context;
    this.#options = options;
    this.#cache = options.cache;
  }

  /** Undefined when no server gives an answer within the bounds. */
  async find(
    question: { name: DomainName; type: number },
    budget: Budget,
    depth = 0,
  ): Promise<Answered | undefined> {
    const start = this.#closestDelegation(question);
    const found = await this.#descend(start, question, { budget, depth });
    if (found !== undefined || start.cut === '') return found;
    // What we remember of the delegation leads nowhere any more: ask the registry anew.
    for (const cut of selfAndAncestors(question.name)) this.#cache.forgetDelegation(cut);
    return this.#descend(this.#root(), question, { budget, depth });
  }

  async #descend(
    start: Delegation,
    question: { name: DomainName; type: number },
    limits: { budget: Budget; depth: number },
  ): Promise<Answered | undefined> {
    let delegation = start;
    for (let step = 0; step < REFERRALS_MAX; step += 1) {
      const verdict = await this.#askZone(delegation, question, limits);
      if (verdict === undefined || verdict.kind === 'lame') return undefined;
      if (verdict.kind !== 'referral') return verdict;
      delegation = { cut: verdict.cut, nameServers: verdict.nameServers };
      this.#cache.keepDelegation(delegation, verdict.ttlSeconds);
    }
    return undefined;
  }

  #root(): Delegation {
    const { address } = this.#options.registry;
    return { cut: '', nameServers: [{ name: 'a.root-servers.net', addresses: [address] }] };
  }

  /** Of both sides of a zone cut, the parent's has the DS record (RFC 4035 section 3.1.4.1). */
  #closestDelegation({ name: asked, type }: { name: DomainName; type: number }): Delegation {
    const name = type === TYPE.DS ? (parentOf(asked) ?? '') : asked;
    for (const cut of selfAndAncestors(name)) {
      const delegation = this.#cache.findDelegation(cut);
      if (delegation !== undefined) return delegation;
    }
    return this.#root();
  }

  /** The first useful answer of the zone's servers. */
  async #askZone(
    delegation: Delegation,
    question: { name: DomainName; type: number },
    limits: { budget: Budget; depth: number },
  ): Promise<Verdict | undefined> {
    const addresses = await this.#addressesOf(delegation, limits);
    const rtt = (address: string): number | undefined => this.#rtts.get(address);
    const ordered = orderServers(addresses, rtt, this.#context.random);
    for (const passedOver of ordered.slice(1)) this.#forgive(passedOver);
    for (const address of ordered.slice(0, SERVERS_TRIED_MAX)) {
      if (limits.budget.queries <= 0) return undefined;
      limits.budget.queries -= 1;
      const asked = { ...question, zone: delegation.cut };
      const { told } = limits.budget;
      const below = told?.reasons.add('dns.delegation', '');
      if (below) told?.onQuestion(question, this.#options.localAddress, below);
      const verdict = await this.#askServer(address, asked);
      if (below) tellVerdict(below, { ...asked, address }, verdict);
      if (verdict !== undefined && verdict.kind !== 'lame') return verdict;
    }
    return undefined;
  }

  async #askServer(
    address: string,
    asked: { zone: DomainName; name: DomainName; type: number },
  ): Promise<Verdict | undefined> {
    const { clock } = this.#context;
    const startMs = clock.wallMs();
    try {
      const bytes = await exchangeBytes({
        clock,
        server: { address, port: this.#options.registry.port },
        localAddress: this.#options.localAddress,
        question: asked,
        recursionDesired: false,
        timeoutWallMs: TRY_TIMEOUT_WALL_MS,
      });
      this.#rtts.set(address, smoothedRttMs(this.#rtts.get(address), clock.wallMs() - startMs));
      return judge(readMessage(bytes), asked);
    } catch {
      // Silence, nonsense and refusal are what the next server is there for; when all fail, the
      // client gets SERVFAIL.
      this.#rtts.set(address, TIMEOUT_PENALTY_MS);
      return undefined;
    }
  }

  #forgive(address: string): void {
    const before = this.#rtts.get(address);
    if (before !== undefined) this.#rtts.set(address, forgivenRttMs(before));
  }

  /** Glue where there is any; otherwise the name servers' names are looked up like any other. */
  async #addressesOf(
    delegation: Delegation,
    { budget, depth }: { budget: Budget; depth: number },
  ): Promise<string[]> {
    const glue = delegation.nameServers.flatMap(({ addresses }) => addresses);
    if (glue.length > 0 || depth >= GLUELESS_DEPTH_MAX) return glue;
    for (const { name } of delegation.nameServers) {
      const cached = this.#cache.find(name, TYPE.A);
      const found = cached ?? (await this.find({ name, type: TYPE.A }, budget, depth + 1));
      if (found?.kind !== 'records') continue;
      this.#cache.keepRecords(found.records);
      return found.records.map(addressOf);
    }
    return [];
  }
}
