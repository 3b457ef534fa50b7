import { Readable } from 'node:stream';
import type { Clock } from '@understudy/contract';
import type { Answer, CacheResult } from '../answer.ts';
import { brokenOff, collect, discard } from '../bodies.ts';
import type { OriginAnswer, OriginFetcher } from '../origin-fetcher.ts';
import type { ViewerFacts } from '../origin-request-policy.ts';
import type { Question } from '../question.ts';
import { cacheKey } from './cache-key.ts';
import { answerFromCache } from './cached-answer.ts';
import { Flight, isIncoming, type IncomingObject, type Landed } from './flight.ts';
import { answerFromIncoming } from './incoming-answer.ts';
import {
  ObjectCache,
  OBJECT_BYTES_MAX,
  type CachedObject,
  type ObjectHead,
} from './object-cache.ts';
import { divided, objectHeaders } from './object-headers.ts';
import { received } from './received.ts';
import { withoutRemoved } from './removed-headers.ts';
import { SharedBody } from './shared-body.ts';
import { storable } from './stored-headers.ts';
import { errorTtl, timeToLive } from './time-to-live.ts';
import { conditional, renewedHeaders } from './validation.ts';

export interface EdgeCacheOptions {
  clock: Clock;
  fetcher: OriginFetcher;
  bytesMax: number;
}

/** Whoever waits for an answer; not asked for a signal where none is needed. */
export interface Viewer {
  /** Aborted when the viewer has left. */
  readonly signal: AbortSignal;
}

/** Answers from what one edge location keeps, and asks the origin for what it lacks or holds stale. */
export class EdgeCache {
  readonly #options: EdgeCacheOptions;
  readonly #objects: ObjectCache;
  /** Equal questions at the same time become one origin request. */
  readonly #flights = new Map<string, Flight>();

  constructor(options: EdgeCacheOptions) {
    this.#options = options;
    this.#objects = new ObjectCache(options.bytesMax);
  }

  invalidate(distributionId: string, paths: readonly string[]): number {
    // What is under way may be older than the invalidation: it is neither shared any more, nor kept.
    this.#flights.clear();
    return this.#objects.invalidate(distributionId, paths);
  }

  async answer(question: Question, viewer: Viewer): Promise<Answer> {
    const { distribution, behavior, facts } = question;
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
    const { clock } = this.#options;
    const known = this.#objects.get(key);
    if (known !== undefined && known.freshUntilMs > clock.nowMs())
      return this.#answerFrom(key, known, facts, 'Hit');
    const flight = this.#flights.get(key);
    if (flight !== undefined) {
      const landed = await flight.wait(viewer.signal);
      const shared = landed === undefined ? undefined : this.#answerLanded(key, landed, facts);
      if (shared !== undefined) return shared;
    }
    return await this.#ask(question, key, known, viewer);
  }

  async #ask(
    question: Question,
    key: string,
    stale: CachedObject | undefined,
    viewer: Viewer,
  ): Promise<Answer> {
    const flight = new Flight();
    // An answer to HEAD is nobody else's: it has no body.
    if (question.facts.method !== 'HEAD' && !this.#flights.has(key)) this.#flights.set(key, flight);
    const stop = flight.board(viewer.signal);
    try {
      return await this.#refresh(question, key, stale, flight);
    } finally {
      stop();
      flight.land();
      if (!flight.isCollecting) this.#end(key, flight);
    }
  }

  /** Whether the flight was the one that others shared, and is over now. */
  #end(key: string, flight: Flight): boolean {
    return this.#flights.get(key) === flight && this.#flights.delete(key);
  }

  /** Asks the origin for what the cache lacks or holds stale, and keeps what may be kept. */
  async #refresh(
    question: Question,
    key: string,
    stale: CachedObject | undefined,
    flight: Flight,
  ): Promise<Answer> {
    const { behavior, facts } = question;
    const { clock } = this.#options;
    const got = await this.#options.fetcher.fetch(
      { ...question, facts: conditional(facts, stale) },
      { body: undefined, signal: flight.signal },
    );
    const errorTtlSeconds = errorTtl(question.distribution, got.status);
    if (stale !== undefined && got.status === 304) {
      discard(got);
      const { stored: sent, once } = divided(renewedHeaders(stale.sent, storable(got.headers)));
      const context = { wallMs: clock.wallMs(), errorTtlSeconds };
      const answer = { status: stale.status, headers: sent };
      const seconds = timeToLive(answer, behavior.cachePolicy, context);
      const renewed = {
        ...stale,
        sent,
        headers: objectHeaders({ ...stale, sent }, behavior, stale.body.length),
        storedMs: clock.nowMs(),
        freshUntilMs: clock.nowMs() + 1000 * seconds,
      };
      this.#objects.put(key, renewed);
      flight.land(renewed);
      const refreshed = answerFromCache(renewed, facts, clock, 'RefreshHit');
      Object.assign(refreshed.headers, withoutRemoved(once, behavior));
      return refreshed;
    }
    // "If the origin returns a 5xx or does not respond, CloudFront serves the stale object" for the error's time.
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
    if (stale !== undefined && stale.status < 400 && got.status >= 500) {
      discard(got);
      this.#objects.put(key, { ...stale, freshUntilMs: clock.nowMs() + errorTtlSeconds * 1000 });
      flight.land(stale);
      return answerFromCache(stale, facts, clock, 'Hit');
    }
    return await this.#keep(question, key, got, flight);
  }

  async #keep(question: Question, key: string, got: OriginAnswer, flight: Flight): Promise<Answer> {
    const { clock } = this.#options;
    const { passed, kept, length } = received(got, question, clock);
    if (kept === undefined) return passed;
    const { head, once } = kept;
    const answer =
      head.status >= 400
        ? await this.#keepError(key, passed, head, flight, question.facts)
        : this.#collect(key, passed, { head, length }, flight, question.facts);
    Object.assign(answer.headers, once);
    return answer;
  }

  /** Keeps an object once all of it is here, while viewers read it already. */
  #collect(
    key: string,
    passed: Answer,
    { head, length }: Pick<IncomingObject, 'head' | 'length'>,
    flight: Flight,
    facts: ViewerFacts,
  ): Answer {
    const source = Buffer.isBuffer(passed.body) ? Readable.from([passed.body]) : passed.body;
    const body = new SharedBody(source, OBJECT_BYTES_MAX);
    const incoming = { head, body, length };
    flight.isCollecting = true;
    flight.land(incoming);
    void body.whole.then((whole) => {
      // Neither what was invalidated meanwhile, nor what came to nothing.
      if (this.#end(key, flight) && whole !== undefined)
        this.#objects.put(key, withBody(head, whole));
    });
    return answerFromIncoming(incoming, facts, this.#options.clock, 'Miss') ?? passed;
  }

  /** An error is answered once all of it is here: a page of the distribution's may take its place. */
  async #keepError(
    key: string,
    passed: Answer,
    head: ObjectHead,
    flight: Flight,
    facts: ViewerFacts,
  ): Promise<Answer> {
    const body = await collect(passed.body, OBJECT_BYTES_MAX).catch(brokenOff);
    if (!Buffer.isBuffer(body)) return { ...passed, body };
    const object = withBody(head, body);
    if (this.#flights.get(key) === flight) this.#objects.put(key, object);
    flight.land(object);
    return this.#answerFrom(key, object, facts, 'Error');
  }

  /** What others make of what has landed; nothing when they must ask for themselves. */
  #answerLanded(key: string, landed: Landed, facts: ViewerFacts): Answer | undefined {
    return isIncoming(landed)
      ? answerFromIncoming(landed, facts, this.#options.clock, 'Hit')
      : this.#answerFrom(key, landed, facts, 'Hit');
  }

  #answerFrom(key: string, object: CachedObject, facts: ViewerFacts, result: CacheResult): Answer {
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

function withBody(head: ObjectHead, body: Buffer): CachedObject {
  const headers = { ...head.headers, 'content-length': String(body.length) };
  return { ...head, headers, body };
}

function customErrorPage(page: NonNullable<CachedObject['page']>): Answer {
  return { ...page, headers: { ...page.headers }, result: 'Error', isCustomErrorPage: true };
}
