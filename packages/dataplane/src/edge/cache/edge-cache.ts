import type { Clock, Distribution } from '@understudy/contract';
import type { Answer, CacheResult } from '../answer.ts';
import { collect, discard } from '../bodies.ts';
import type { OriginAnswer, OriginFetcher } from '../origin-fetcher.ts';
import type { ViewerFacts } from '../origin-request-policy.ts';
import type { Question } from '../question.ts';
import { cacheKey } from './cache-key.ts';
import { answerFromCache } from './cached-answer.ts';
import { codingFor } from './compressible.ts';
import { compressed } from './compression.ts';
import { ObjectCache, OBJECT_BYTES_MAX, type CachedObject } from './object-cache.ts';
import { divided, objectHeaders } from './object-headers.ts';
import { isVaryAny, withoutRemoved } from './removed-headers.ts';
import { storable } from './stored-headers.ts';
import { ERROR_TTL_SECONDS, timeToLive } from './time-to-live.ts';
import { conditional, renewedHeaders } from './validation.ts';

export interface EdgeCacheOptions {
  clock: Clock;
  fetcher: OriginFetcher;
  bytesMax: number;
}

/** Answers from what one edge location keeps, and asks the origin for what it lacks or holds stale. */
export class EdgeCache {
  readonly #options: EdgeCacheOptions;
  readonly #objects: ObjectCache;
  /** Equal questions at the same time become one origin request. */
  readonly #inFlight = new Map<string, Promise<CachedObject | undefined>>();

  constructor(options: EdgeCacheOptions) {
    this.#options = options;
    this.#objects = new ObjectCache(options.bytesMax);
  }

  invalidate(distributionId: string, paths: readonly string[]): number {
    return this.#objects.invalidate(distributionId, paths);
  }

  async answer(question: Question): Promise<Answer> {
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
    const pending = this.#inFlight.get(key);
    if (pending !== undefined) {
      const shared = await pending;
      if (shared !== undefined) return this.#answerFrom(key, shared, facts, 'Hit');
    }
    const { promise, resolve } = Promise.withResolvers<CachedObject | undefined>();
    if (pending === undefined) this.#inFlight.set(key, promise);
    try {
      return await this.#refresh(question, key, known, resolve);
    } finally {
      resolve(undefined);
      if (this.#inFlight.get(key) === promise) this.#inFlight.delete(key);
    }
  }

  /** Asks the origin for what the cache lacks or holds stale, and keeps what may be kept. */
  async #refresh(
    question: Question,
    key: string,
    stale: CachedObject | undefined,
    share: (object: CachedObject) => void,
  ): Promise<Answer> {
    const { behavior, facts } = question;
    const { clock } = this.#options;
    const got = await this.#options.fetcher.fetch(
      { ...question, facts: conditional(facts, stale) },
      { body: undefined },
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
        headers: objectHeaders({ ...stale, sent }, behavior),
        storedMs: clock.nowMs(),
        freshUntilMs: clock.nowMs() + 1000 * seconds,
      };
      this.#objects.put(key, renewed);
      const refreshed = answerFromCache(renewed, facts, clock, 'RefreshHit');
      Object.assign(refreshed.headers, withoutRemoved(once, behavior));
      return refreshed;
    }
    // "If the origin returns a 5xx or does not respond, CloudFront serves the stale object" for the error's time.
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
    if (stale !== undefined && stale.status < 400 && got.status >= 500) {
      discard(got);
      this.#objects.put(key, { ...stale, freshUntilMs: clock.nowMs() + errorTtlSeconds * 1000 });
      return answerFromCache(stale, facts, clock, 'Hit');
    }
    return await this.#keep(question, key, got, share, errorTtlSeconds);
  }

  async #keep(
    question: Question,
    key: string,
    got: OriginAnswer,
    share: (object: CachedObject) => void,
    errorTtlSeconds: number,
  ): Promise<Answer> {
    const { behavior, distribution, facts } = question;
    const { clock } = this.#options;
    const headers = storable(got.headers);
    const told = withoutRemoved(headers, behavior);
    const seconds =
      got.status === 206 ||
      got.status === 304 ||
      facts.method === 'HEAD' ||
      isVaryAny(headers, behavior)
        ? 0
        : timeToLive({ status: got.status, headers }, behavior.cachePolicy, {
            wallMs: clock.wallMs(),
            errorTtlSeconds,
          });
    const result = got.status >= 400 ? 'Error' : 'Miss';
    if (seconds <= 0 || Number(headers['content-length'] ?? 0) > OBJECT_BYTES_MAX)
      return { status: got.status, headers: told, body: got.body, result };
    const body = await collect(got.body, OBJECT_BYTES_MAX);
    if (!Buffer.isBuffer(body)) return { status: got.status, headers: told, body, result };
    const nowMs = clock.nowMs();
    const accepted = facts.headers['accept-encoding'];
    const coding = codingFor({ status: got.status, headers }, behavior, accepted);
    const { stored, once } = divided(headers);
    const copy = { sent: stored, coding, body: await compressed(body, coding) };
    const object: CachedObject = {
      distributionId: distribution.id,
      path: facts.path,
      status: got.status,
      ...copy,
      headers: objectHeaders(copy, behavior),
      storedMs: nowMs,
      freshUntilMs: nowMs + seconds * 1000,
    };
    this.#objects.put(key, object);
    share(object);
    const answer = this.#answerFrom(key, object, facts, result);
    Object.assign(answer.headers, withoutRemoved(once, behavior));
    return answer;
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

function customErrorPage(page: NonNullable<CachedObject['page']>): Answer {
  return { ...page, headers: { ...page.headers }, result: 'Error', isCustomErrorPage: true };
}

function errorTtl(distribution: Distribution, status: number): number {
  return (
    distribution.customErrorResponses.find((response) => response.errorCode === status)
      ?.errorCachingMinTtlSeconds ?? ERROR_TTL_SECONDS
  );
}
