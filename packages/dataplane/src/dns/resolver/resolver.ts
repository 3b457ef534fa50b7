import type { PartContext } from '../../part.ts';
import { answerOf, type DnsAnswer, type DnsRecord, REFUSED, SERVFAIL } from '../record.ts';
import type { DnsRole } from '../role.ts';
import { RCODE, TYPE } from '../wire/codes.ts';
import { canonicalWireName, type DomainName, isWithin } from '../wire/names.ts';
import { encodeA } from '../wire/addresses.ts';
import type { DnsQuestion, DnsRequest } from '../wire/request.ts';
import { type CachedAnswer, NoCache, type ResolverCache, TtlCache } from './cache.ts';
import {
  type Budget,
  DelegationFollower,
  type FollowerOptions,
  type ToldWalk,
} from './delegation-follower.ts';

/** CNAME records followed from zone to zone. */
const CNAME_CHAIN_MAX = 12;
/** Questions sent on behalf of one client's question. */
const QUERIES_MAX = 40;
/** Different questions under way at once; beyond it, clients get SERVFAIL and ask again. */
const QUESTIONS_MAX = 1_000;

const LOCALHOST_TTL_SECONDS = 10_800;

/**
 * Where clients ask: follows the delegation from the registry, and remembers for as long as TTLs
 * allow.
 */
export class Resolver implements DnsRole {
  readonly title: string;
  readonly recursionAvailable = true;
  /** What it was told, and tells, are wall seconds. */
  readonly ttlSpeed = 1;
  readonly #context: PartContext;
  readonly #cache: ResolverCache;
  readonly #underway = new Map<string, Promise<DnsAnswer>>();
  #follower: DelegationFollower | undefined;
  #options: FollowerOptions | undefined;
  #turn = 0;

  /** @param options.keptMs for how long an answer is kept whatever its TTL says; absent: not */
  constructor(context: PartContext, options: { caches: boolean; keptMs?: () => number }) {
    this.title = options.caches ? 'resolver' : 'validation resolver';
    this.#context = context;
    this.#cache = options.caches ? new TtlCache(context.clock, options.keptMs) : new NoCache();
  }

  /** Another registry is another internet: nothing that was learnt in the old one holds. */
  serve(options: FollowerOptions): void {
    const before = this.#options;
    if (
      before?.registry.address === options.registry.address &&
      before.registry.port === options.registry.port &&
      before.localAddress === options.localAddress
    ) {
      return;
    }
    this.#options = options;
    this.#cache.clear();
    this.#follower = new DelegationFollower(this.#context, { ...options, cache: this.#cache });
  }

  /** Asks again for what did not exist. */
  forgetAbsences(): void {
    this.#cache.forgetAbsences();
  }

  /** Goes on with an empty memory. */
  forget(): void {
    this.#cache.clear();
  }

  answer({ question, recursionDesired }: DnsRequest): DnsAnswer | Promise<DnsAnswer> {
    // Only what it is asked to find out: it has no zones of its own, and its memory is not for
    // others to read.
    if (!recursionDesired) return REFUSED;
    if (isWithin(question.name, 'localhost')) return localhost(question);
    const known = this.#fromCache(question);
    if (known !== undefined) return known;
    return this.#coalesce(question);
  }

  /** What it would answer with from memory, as `answer` does; undefined: it would ask. */
  remembered(question: DnsQuestion): DnsAnswer | undefined {
    return this.#fromCache(question);
  }

  /** Asks as for a client, and says which servers were asked and what they answered. */
  async explain(question: DnsQuestion, told: ToldWalk): Promise<DnsAnswer> {
    return this.#follower === undefined
      ? SERVFAIL
      : await this.#resolve(this.#follower, question, { queries: QUERIES_MAX, told });
  }

  /** Equal questions under way share one answer. */
  #coalesce(question: DnsQuestion): DnsAnswer | Promise<DnsAnswer> {
    const key = `${question.name}/${question.type}`;
    const underway = this.#underway.get(key);
    if (underway !== undefined) return underway;
    const follower = this.#follower;
    if (this.#underway.size >= QUESTIONS_MAX || follower === undefined) return SERVFAIL;
    const answer = this.#resolve(follower, question).finally(() => this.#underway.delete(key));
    this.#underway.set(key, answer);
    return answer;
  }

  async #resolve(
    follower: DelegationFollower,
    question: DnsQuestion,
    budget: Budget = { queries: QUERIES_MAX },
  ): Promise<DnsAnswer> {
    const chain: DnsRecord[] = [];
    let name = question.name;
    for (let length = 0; length <= CNAME_CHAIN_MAX; length += 1) {
      const step = await this.#step(follower, { name, type: question.type }, budget);
      if (step === undefined) return SERVFAIL;
      if (step.kind === 'cname') {
        chain.push(step.record);
        name = step.target;
        continue;
      }
      return assemble(chain, step);
    }
    return SERVFAIL;
  }

  /** One name of a chain: from memory, or from the servers that know. */
  async #step(
    follower: DelegationFollower,
    question: { name: DomainName; type: number },
    budget: Budget,
  ): Promise<Step | undefined> {
    const known = this.#stepFromCache(question);
    if (known !== undefined) return known;
    const found = await follower.find(question, budget);
    if (found === undefined) return undefined;
    if (found.kind === 'negative') this.#cache.keepNegative(question, found);
    // What stands for all types (RFC 8482) is not what the name has of the type that it is written
    // as.
    else if (question.type !== TYPE.ANY)
      this.#cache.keepRecords(found.kind === 'cname' ? found.all : found.records);
    return found;
  }

  #stepFromCache(question: { name: DomainName; type: number }): Step | undefined {
    const exact = this.#cache.find(question.name, question.type);
    if (exact !== undefined) return exact;
    const cname = this.#cache.find(question.name, TYPE.CNAME);
    const record = cname?.kind === 'records' ? cname.records[0] : undefined;
    return record && { kind: 'cname', record, target: canonicalWireName(record.data) };
  }

  /** The whole answer from memory, or nothing. */
  #fromCache(question: DnsQuestion): DnsAnswer | undefined {
    const chain: DnsRecord[] = [];
    let name = question.name;
    for (let length = 0; length <= CNAME_CHAIN_MAX; length += 1) {
      const step = this.#stepFromCache({ name, type: question.type });
      if (step === undefined) return undefined;
      if (step.kind !== 'cname') {
        this.#turn += 1;
        return assemble(chain, rotate(step, this.#turn));
      }
      chain.push(step.record);
      name = step.target;
    }
    return SERVFAIL;
  }
}

type Step = CachedAnswer | { kind: 'cname'; record: DnsRecord; target: DomainName };

function assemble(chain: DnsRecord[], last: CachedAnswer): DnsAnswer {
  if (last.kind === 'records') {
    return answerOf(RCODE.NOERROR, { answers: [...chain, ...last.records] });
  }
  const authorities = last.soa === undefined ? [] : [last.soa];
  return answerOf(last.rcode, { answers: chain, authorities });
}

/** Clients mostly take the first record, so each gets another first (RFC 1794). */
function rotate(answer: CachedAnswer, turn: number): CachedAnswer {
  if (answer.kind !== 'records') return answer;
  const first = turn % answer.records.length;
  const { records } = answer;
  return { kind: 'records', records: [...records.slice(first), ...records.slice(0, first)] };
}

/** RFC 6761 section 6.3: never asked of other servers. */
function localhost({ name, type }: DnsQuestion): DnsAnswer {
  if (type !== TYPE.A) return answerOf(RCODE.NOERROR);
  const data = encodeA('127.0.0.1');
  return answerOf(RCODE.NOERROR, {
    answers: [{ name, type: TYPE.A, ttlSeconds: LOCALHOST_TTL_SECONDS, data }],
  });
}
