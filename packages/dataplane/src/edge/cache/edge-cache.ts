import { Readable } from 'node:stream';
import type { Clock } from '@understudy/contract';
import type { ViewerAnswer, CacheResult } from '../answer.ts';
import { brokenOff, collect, discard, drain } from '../bodies.ts';
import type { OriginAnswer, OriginFetcher } from '../origin/origin-fetcher.ts';
import { ViewerLeft } from '../origin/origin-error.ts';
import type { ViewerFacts } from '../origin/origin-request-policy.ts';
import type { Question } from '../question.ts';
import { Background } from './background.ts';
import { ByteBudget } from './object/byte-budget.ts';
import { cacheKey } from './cache-key.ts';
import { answerFromCache, isEnough } from './object/cached-answer.ts';
import { Flight, flightName, isIncoming, type IncomingObject, type Landed } from './flight.ts';
import { answerFromIncoming } from './incoming-answer.ts';
import {
  ObjectCache,
  OBJECT_BYTES_MAX,
  type CachedObject,
  type ObjectHead,
} from './object/object-cache.ts';
import { withPart } from './object/partial-object.ts';
import { isWhole, received } from './freshness/received.ts';
import { inPlaceOfError, renewed } from './freshness/renewal.ts';
import { SharedBody } from './shared-body.ts';
import { tellHit, tellKept, tellKey, tellMiss, tellRenewed, tellShared } from './tell.ts';
import { storable } from './object/stored-headers.ts';
import { customErrorPage, withBody } from './object/with-body.ts';
import { conditional, ofWholeObject, withoutUselessRange } from './freshness/validation.ts';

export interface EdgeCacheOptions {
  clock: Clock;
  fetcher: OriginFetcher;
  bytesMax: number;
  /** Of what went wrong where no viewer waits. */
  onBackgroundError(error: unknown): void;
}

/** Of all bodies that are being collected; what comes beside them passes through. */
const INCOMING_BYTES_MAX = 128 * 1024 * 1024;

/** Whoever waits for an answer; not asked for a signal where none is needed. */
export interface Viewer {
  /** Aborted when the viewer has left. */
  readonly signal: AbortSignal;
}

/**
 * Answers from what one edge location keeps, and asks the origin for what it lacks or holds stale.
 */
export class EdgeCache {
  readonly #options: EdgeCacheOptions;
  readonly #objects: ObjectCache;
  /** Equal questions at the same time become one origin request. */
  readonly #flights = new Map<string, Flight>();
  readonly #background = new Background();
  readonly #incoming = new ByteBudget(INCOMING_BYTES_MAX);

  constructor(options: EdgeCacheOptions) {
    this.#options = options;
    this.#objects = new ObjectCache(options.bytesMax);
  }

  /** Ends what goes on behind the viewers' backs. */
  async close(): Promise<void> {
    await this.#background.close();
  }

  invalidate(distributionId: string, paths: readonly string[]): number {
    // What is under way may be older than the invalidation: it is neither shared any more, nor
    // kept.
    this.#flights.clear();
    return this.#objects.invalidate(distributionId, paths);
  }

  async answer(asked: Question, viewer: Viewer): Promise<ViewerAnswer> {
    const { distribution, behavior } = asked;
    const facts = withoutUselessRange(asked.facts);
    const question = facts === asked.facts ? asked : { ...asked, facts };
    const key = cacheKey(
      {
        distributionId: distribution.id,
        method: facts.method,
        path: facts.path,
        query: facts.query,
        headers: facts.headers,
      },
      behavior,
    );
    tellKey(question, key);
    const known = this.#enough(key, facts);
    const nowMs = this.#options.clock.nowMs();
    if (
      known !== undefined &&
      (known.freshUntilMs > nowMs || this.#renewBehind(question, key, known))
    ) {
      tellHit(question, known, nowMs);
      return this.#answerFrom(key, known, facts, 'Hit');
    }
    const name = flightName(key, facts);
    // A range may come with the whole that is on its way.
    const flight = this.#flights.get(key) ?? this.#flights.get(name);
    if (flight !== undefined) {
      tellShared(question);
      const landed = await flight.wait(viewer.signal);
      const shared = landed === undefined ? undefined : this.#answerLanded(key, landed, facts);
      if (shared !== undefined) return shared;
    }
    return await this.#ask(question, { key, name }, this.#enough(key, facts), viewer);
  }

  /** What is stored of the object, if it answers the question. */
  #enough(key: string, facts: ViewerFacts): CachedObject | undefined {
    const object = this.#objects.get(key);
    return object !== undefined && isEnough(object, facts, this.#options.clock)
      ? object
      : undefined;
  }

  async #ask(
    question: Question,
    { key, name }: { key: string; name: string },
    stale: CachedObject | undefined,
    viewer: Viewer,
  ): Promise<ViewerAnswer> {
    const flight = new Flight(name);
    // An answer to HEAD is nobody else's, unless a stored object is what comes of it.
    const isShared = question.facts.method !== 'HEAD' || stale !== undefined;
    if (isShared && !this.#flights.has(name)) this.#flights.set(name, flight);
    const stop = flight.board(viewer.signal);
    try {
      return await this.#refresh(question, key, stale, flight);
    } finally {
      stop();
      flight.land();
      if (!flight.isCollecting) this.#end(flight);
    }
  }

  /** Whether the flight was the one that others shared, and is over now. */
  #end(flight: Flight): boolean {
    return this.#flights.get(flight.name) === flight && this.#flights.delete(flight.name);
  }

  /** Asks the origin for what the cache lacks or holds stale, and keeps what may be kept. */
  async #refresh(
    question: Question,
    key: string,
    stale: CachedObject | undefined,
    flight: Flight,
  ): Promise<ViewerAnswer> {
    const { behavior, facts } = question;
    const { clock, fetcher } = this.#options;
    tellMiss(question, stale, clock.nowMs());
    const got = await fetcher.fetch(
      { ...question, facts: conditional(facts, behavior, stale) },
      { body: undefined, signal: flight.signal },
    );
    if (stale !== undefined && got.status === 304) {
      discard(got);
      tellRenewed(question, got.status);
      const { object, isKept, once } = renewed(stale, storable(got.headers), question, clock);
      if (isKept) this.#settle(key, object, flight);
      else this.#objects.delete(key);
      const answer = answerFromCache(object, facts, clock, 'RefreshHit');
      Object.assign(answer.headers, once);
      return answer;
    }
    const instead = stale && inPlaceOfError(stale, got.status, question, clock.nowMs());
    if (instead !== undefined) {
      discard(got);
      tellRenewed(question, got.status);
      this.#settle(key, instead, flight);
      return answerFromCache(instead, facts, clock, 'RefreshHit');
    }
    return await this.#keep(question, key, got, flight);
  }

  /**
   * A stored object goes on, and those who wait for it have it; not if it was invalidated
   * meanwhile.
   */
  #settle(key: string, object: CachedObject, flight: Flight): void {
    if (this.#flights.get(flight.name) !== flight) return;
    this.#objects.put(key, object);
    if (object.freshUntilMs > this.#options.clock.nowMs()) flight.land(object);
  }

  /** Whether the object may be given as it is while the origin is asked, and it is. */
  #renewBehind(question: Question, key: string, stale: CachedObject): boolean {
    if (stale.staleWhileRevalidateUntilMs <= this.#options.clock.nowMs()) return false;
    if (this.#flights.has(key)) return true;
    const whole = { ...question, facts: ofWholeObject(question.facts), trace: undefined };
    return this.#background.start(key, async (signal) => {
      try {
        const { body } = await this.#ask(whole, { key, name: key }, stale, { signal });
        await drain(body, OBJECT_BYTES_MAX, signal);
      } catch (error) {
        if (!(error instanceof ViewerLeft)) this.#options.onBackgroundError(error);
      }
    });
  }

  async #keep(
    question: Question,
    key: string,
    got: OriginAnswer,
    flight: Flight,
  ): Promise<ViewerAnswer> {
    const { clock } = this.#options;
    const { passed, kept, length, part } = received(got, question, clock);
    tellKept(question, kept?.head, clock.nowMs());
    if (kept === undefined) {
      // What is stored is not the current one any more.
      const isOther = got.status < 500 && question.facts.headers['range'] === undefined;
      if (isOther && isWhole(got.status, question.facts.method)) this.#objects.delete(key);
      return passed;
    }
    const { head, once } = kept;
    const answer =
      head.status >= 400
        ? await this.#keepError(key, passed, head, flight, question.facts)
        : this.#collect(key, passed, { head, length, part }, flight, question.facts);
    Object.assign(answer.headers, once);
    return answer;
  }

  /** Keeps an object once all of it is here, while viewers read it already. */
  #collect(
    key: string,
    passed: ViewerAnswer,
    { head, length, part }: Omit<IncomingObject, 'body'>,
    flight: Flight,
    facts: ViewerFacts,
  ): ViewerAnswer {
    const source = Buffer.isBuffer(passed.body) ? Readable.from([passed.body]) : passed.body;
    const body = new SharedBody(source, { bytesMax: OBJECT_BYTES_MAX, budget: this.#incoming });
    const incoming = { head, body, length, part };
    flight.isCollecting = true;
    // What must be asked for each time is nobody else's.
    if (head.freshUntilMs > this.#options.clock.nowMs()) flight.land(incoming);
    void body.whole.then((data) => {
      // Neither what was invalidated meanwhile, nor what came to nothing.
      if (!this.#end(flight) || data === undefined) return;
      const context = {
        wallMs: this.#options.clock.wallMs(),
        isOfIfRange: facts.headers['if-range'] !== undefined,
      };
      const object =
        part === undefined
          ? withBody(head, data)
          : withPart(this.#objects.get(key), head, { at: part, data }, context);
      if (object !== undefined) this.#objects.put(key, object);
    });
    return answerFromIncoming(incoming, facts, this.#options.clock, 'Miss') ?? passed;
  }

  /**
   * An error is answered once all of it is here: a page of the distribution's may take its place.
   */
  async #keepError(
    key: string,
    passed: ViewerAnswer,
    head: ObjectHead,
    flight: Flight,
    facts: ViewerFacts,
  ): Promise<ViewerAnswer> {
    const body = await collect(passed.body, OBJECT_BYTES_MAX).catch(brokenOff);
    if (!Buffer.isBuffer(body)) return { ...passed, body };
    const object = withBody(head, body);
    if (this.#flights.get(flight.name) === flight) this.#objects.put(key, object);
    flight.land(object);
    return this.#answerFrom(key, object, facts, 'Error');
  }

  /** What others make of what has landed; nothing when they must ask for themselves. */
  #answerLanded(key: string, landed: Landed, facts: ViewerFacts): ViewerAnswer | undefined {
    return isIncoming(landed)
      ? answerFromIncoming(landed, facts, this.#options.clock, 'Hit')
      : this.#answerFrom(key, landed, facts, 'Hit');
  }

  #answerFrom(
    key: string,
    object: CachedObject,
    facts: ViewerFacts,
    result: CacheResult,
  ): ViewerAnswer {
    if (object.status < 400) return answerFromCache(object, facts, this.#options.clock, result);
    if (object.page !== undefined) return customErrorPage(object.page);
    const answer = answerFromCache(object, facts, this.#options.clock, 'Error');
    answer.keepPage = ({ status, headers, body }) => {
      // Not of an error that has been invalidated or replaced meanwhile.
      if (Buffer.isBuffer(body) && this.#objects.get(key) === object)
        this.#objects.put(key, { ...object, page: { status, headers: { ...headers }, body } });
    };
    return answer;
  }
}
