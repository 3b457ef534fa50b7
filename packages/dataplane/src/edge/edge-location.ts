import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Distribution, EdgeConfig } from '@understudy/contract';
import type { PartContext } from '../part.ts';
import { errorAnswer, redirectAnswer, type Answer } from './answer.ts';
import { cacheKey, ERROR_TTL_SECONDS, timeToLive } from './cache-policy.ts';
import { answerFromCache, isCacheable, storable } from './cached-answer.ts';
import { compressed } from './compression.ts';
import { chooseBehavior, chooseDistribution, judgeViewer } from './distribution-policy.ts';
import { collect, discard } from './bodies.ts';
import { ObjectCache, OBJECT_BYTES_MAX, type CachedObject } from './object-cache.ts';
import type { OriginClient } from './origin-client.ts';
import { OriginFetcher, type OriginAnswer } from './origin-fetcher.ts';
import type { ViewerFacts } from './origin-request-policy.ts';
import { conditional, flat, splitTarget, withResponseHeaders, type Question } from './question.ts';

export interface ViewerRequest {
  method: string;
  /** Path and query, raw. */
  target: string;
  headers: IncomingHttpHeaders;
  secure: boolean;
  viewerAddress: string;
  body: Readable;
}

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
    this.#via = `1.1 ${randomBytes(16).toString('hex')}.cloudfront.net (CloudFront)`;
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
    const requestId = randomBytes(32).toString('base64url') + '==';
    const answer = await this.#answer(request, requestId);
    Object.assign(answer.headers, {
      'x-cache': `${answer.result} from cloudfront`,
      via: this.#via,
      'x-amz-cf-pop': this.code,
      'x-amz-cf-id': requestId,
    });
    return answer;
  }

  async #answer(request: ViewerRequest, requestId: string): Promise<Answer> {
    const host = request.headers.host ?? String(request.headers[':authority'] ?? '');
    const distribution = chooseDistribution(this.#config.distributions, host);
    if (distribution === undefined)
      return errorAnswer(
        403,
        "We can't connect to the server for this app or website at this time.",
        requestId,
      );
    const [rawPath = '/', query = ''] = splitTarget(request.target);
    const path =
      rawPath === '/' && distribution.defaultRootObject !== ''
        ? `/${distribution.defaultRootObject}`
        : rawPath;
    const behavior = chooseBehavior(distribution, path);
    const verdict = judgeViewer(behavior, {
      secure: request.secure,
      method: request.method,
      host,
      target: request.target,
    });
    if (verdict.kind === 'redirect') return redirectAnswer(verdict.location);
    if (verdict.kind === 'refuse') return errorAnswer(verdict.status, verdict.reason, requestId);
    const facts: ViewerFacts = {
      method: request.method,
      path,
      query,
      headers: flat({ ...request.headers, host }),
      viewerAddress: request.viewerAddress,
    };
    const question: Question = { distribution, behavior, facts, requestId, secure: request.secure };
    const answer = isCacheable(request.method, behavior, facts.headers)
      ? await this.#throughCache(question)
      : await this.#passThrough(question, request);
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
      undefined,
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

  async #passThrough(question: Question, request: ViewerRequest): Promise<Answer> {
    const hasBody =
      request.headers['content-length'] !== undefined ||
      request.headers['transfer-encoding'] !== undefined ||
      (request.headers[':method'] !== undefined &&
        !['GET', 'HEAD', 'OPTIONS', 'DELETE'].includes(request.method));
    const got = await this.#fetcher.fetch(question, hasBody ? request.body : undefined);
    return {
      status: got.status,
      headers: storable(got.headers),
      body: got.body,
      result: got.fromCloudFront || got.status >= 500 ? 'Error' : 'Miss',
    };
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
      facts: { ...facts, method: 'GET', path: custom.responsePagePath, query: '' },
    });
    if (page.status >= 400) {
      discard(page);
      return answer;
    }
    discard(answer);
    return { ...page, status: custom.responseCode, result: 'Error' };
  }
}
