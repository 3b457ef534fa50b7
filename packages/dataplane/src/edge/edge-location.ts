import { randomBytes } from 'node:crypto';
import type { Distribution, EdgeConfig } from '@understudy/contract';
import type { PartContext } from '../part.ts';
import { errorAnswer, type Answer, type CacheResult } from './answer.ts';
import { cacheKey, ERROR_TTL_SECONDS, timeToLive } from './cache-policy.ts';
import { answerFromCache, isCacheable, storable } from './cached-answer.ts';
import { compressed } from './compression.ts';
import { chooseBehavior } from './distribution-policy.ts';
import { collect, discard } from './bodies.ts';
import { ObjectCache, OBJECT_BYTES_MAX, type CachedObject } from './object-cache.ts';
import type { OriginClient } from './origin-client.ts';
import { OriginFetcher, type OriginAnswer } from './origin-fetcher.ts';
import { conditional, withoutContent, withResponseHeaders, type Question } from './question.ts';
import { route } from './routing.ts';
import type { ViewerRefusal, ViewerRequest } from './viewer-request.ts';
import type { OpenedWebSocket } from './web-socket.ts';

/** Two caches of the same place answer for each other's misses only through the origin, as two locations do. */
export class EdgeLocation {
  readonly code: string;
  readonly #context: PartContext;
  readonly #cache: ObjectCache;
  readonly #fetcher: OriginFetcher;
  readonly #client: OriginClient;
  readonly #via: string;
  #config: EdgeConfig;
  /** Equal questions at the same time become one origin request. */
  readonly #inFlight = new Map<string, Promise<CachedObject | undefined>>();

  constructor(options: {
    context: PartContext;
    code: string;
    client: OriginClient;
    config: EdgeConfig;
  }) {
    this.#context = options.context;
    this.code = options.code;
    this.#client = options.client;
    this.#config = options.config;
    this.#via = `${randomBytes(16).toString('hex')}.cloudfront.net (CloudFront)`;
    this.#cache = new ObjectCache(options.config.cacheBytesMax);
    this.#fetcher = new OriginFetcher({
      client: options.client,
      emit: options.context.emit,
      via: this.#via,
    });
  }

  configure(config: EdgeConfig): void {
    this.#config = config;
  }

  invalidate(distributionId: string, paths: readonly string[]): number {
    return this.#cache.invalidate(distributionId, paths);
  }

  close(): void {
    this.#client.close();
  }

  async serve(request: ViewerRequest): Promise<Answer> {
    const requestId = newRequestId();
    const routed = route(this.#config.distributions, request, requestId);
    const answer = 'result' in routed ? routed : await this.#answer(routed, request);
    return this.#signed(answer, request.httpVersion, requestId);
  }

  /** CloudFront's own answer to what no distribution is asked about. */
  refuse(refusal: ViewerRefusal, httpVersion: string): Answer {
    const requestId = newRequestId();
    const answer = errorAnswer(refusal.status, refusal.reason, requestId);
    return this.#signed(answer, httpVersion, requestId);
  }

  /** A WebSocket, or what is answered instead of one. Neither comes from the cache, nor goes there. */
  async openWebSocket(request: ViewerRequest): Promise<OpenedWebSocket | Answer> {
    const requestId = newRequestId();
    const { httpVersion } = request;
    const routed = route(this.#config.distributions, request, requestId);
    if ('result' in routed) return this.#signed(routed, httpVersion, requestId);
    const got = await this.#fetcher.upgrade(routed, request.signal);
    if ('early' in got) {
      const headers = this.#signature('Miss', httpVersion, requestId);
      return { ...got, headers: { ...storable(got.answer.headers), ...headers } };
    }
    return this.#signed(passedOn(got), httpVersion, requestId);
  }

  #signed(answer: Answer, httpVersion: string, requestId: string): Answer {
    Object.assign(answer.headers, this.#signature(answer.result, httpVersion, requestId));
    return answer;
  }

  #signature(result: CacheResult, httpVersion: string, requestId: string): Record<string, string> {
    return {
      'x-cache': `${result} from cloudfront`,
      // "Via: http-version alphanumeric-string.cloudfront.net (CloudFront)": the viewer's version.
      via: `${httpVersion} ${this.#via}`,
      'x-amz-cf-pop': this.code,
      'x-amz-cf-id': requestId,
    };
  }

  async #answer(question: Question, request: ViewerRequest): Promise<Answer> {
    const { behavior, facts } = question;
    const answer = isCacheable(request.method, behavior, facts.headers)
      ? await this.#throughCache(question)
      : passedOn(await this.#fetcher.fetch(question, request));
    return withResponseHeaders(await this.#customError(question, answer), behavior);
  }

  async #throughCache(question: Question): Promise<Answer> {
    const { distribution, behavior, facts } = question;
    const key = cacheKey(
      {
        distributionId: distribution.id,
        path: facts.path,
        query: facts.query,
        headers: facts.headers,
      },
      behavior,
    );
    const nowMs = this.#context.clock.nowMs();
    const known = this.#cache.get(key);
    if (known !== undefined && known.freshUntilMs > nowMs)
      return answerFromCache(known, facts, nowMs, known.status >= 400 ? 'Error' : 'Hit');
    const pending = this.#inFlight.get(key);
    if (pending !== undefined) {
      const shared = await pending;
      if (shared !== undefined)
        return answerFromCache(shared, facts, nowMs, shared.status >= 400 ? 'Error' : 'Hit');
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
    const { clock } = this.#context;
    const got = await this.#fetcher.fetch(
      { ...question, facts: conditional(facts, stale) },
      { body: undefined },
    );
    const errorTtlSeconds = this.#errorTtl(question.distribution, got.status);
    if (stale !== undefined && got.status === 304) {
      discard(got);
      const headers = { ...stale.headers, ...storable(got.headers) };
      const renewed = {
        ...stale,
        headers,
        storedMs: clock.nowMs(),
        freshUntilMs:
          clock.nowMs() +
          1000 *
            timeToLive({ status: stale.status, headers }, behavior.cachePolicy, {
              wallMs: clock.wallMs(),
              errorTtlSeconds,
            }),
      };
      this.#cache.put(key, renewed);
      return answerFromCache(renewed, facts, clock.nowMs(), 'RefreshHit');
    }
    // "If the origin returns a 5xx or does not respond, CloudFront serves the stale object" for the error's time.
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
    if (stale !== undefined && stale.status < 400 && got.status >= 500) {
      discard(got);
      this.#cache.put(key, { ...stale, freshUntilMs: clock.nowMs() + errorTtlSeconds * 1000 });
      return answerFromCache(stale, facts, clock.nowMs(), 'Hit');
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
    const { clock } = this.#context;
    const headers = storable(got.headers);
    const seconds =
      got.status === 206 || got.status === 304 || facts.method === 'HEAD'
        ? 0
        : timeToLive({ status: got.status, headers }, behavior.cachePolicy, {
            wallMs: clock.wallMs(),
            errorTtlSeconds,
          });
    const result = got.fromCloudFront || got.status >= 500 ? 'Error' : 'Miss';
    if (seconds <= 0 || Number(headers['content-length'] ?? 0) > OBJECT_BYTES_MAX)
      return { status: got.status, headers, body: got.body, result };
    const body = await collect(got.body, OBJECT_BYTES_MAX);
    if (!Buffer.isBuffer(body)) return { status: got.status, headers, body, result };
    const nowMs = clock.nowMs();
    const object = await compressed(
      {
        distributionId: distribution.id,
        path: facts.path,
        status: got.status,
        headers: { ...headers, 'content-length': String(body.length) },
        body,
        storedMs: nowMs,
        freshUntilMs: nowMs + seconds * 1000,
      },
      behavior,
      facts.headers['accept-encoding'],
    );
    this.#cache.put(key, object);
    share(object);
    return answerFromCache(object, facts, nowMs, result);
  }

  #errorTtl(distribution: Distribution, status: number): number {
    return (
      distribution.customErrorResponses.find((response) => response.errorCode === status)
        ?.errorCachingMinTtlSeconds ?? ERROR_TTL_SECONDS
    );
  }

  /** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/GeneratingCustomErrorResponses.html */
  async #customError(question: Question, answer: Answer): Promise<Answer> {
    const { distribution, facts } = question;
    const custom = distribution.customErrorResponses.find(
      (response) => response.errorCode === answer.status && response.responsePagePath !== '',
    );
    if (custom === undefined || facts.path === custom.responsePagePath) return answer;
    const behavior = chooseBehavior(distribution, custom.responsePagePath);
    const page = await this.#throughCache({
      ...question,
      behavior,
      facts: {
        ...facts,
        method: 'GET',
        path: custom.responsePagePath,
        query: '',
        headers: withoutContent(facts.headers),
      },
    });
    if (page.status >= 400) {
      discard(page);
      return answer;
    }
    discard(answer);
    return { ...page, status: custom.responseCode, result: 'Error' };
  }
}

function newRequestId(): string {
  return `${randomBytes(32).toString('base64url')}==`;
}

function passedOn(got: OriginAnswer): Answer {
  return {
    status: got.status,
    headers: storable(got.headers),
    body: got.body,
    result: got.fromCloudFront || got.status >= 500 ? 'Error' : 'Miss',
  };
}
