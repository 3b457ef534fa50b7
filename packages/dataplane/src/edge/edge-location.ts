import { randomBytes } from 'node:crypto';
import type { CacheBehavior, EdgeConfig } from '@understudy/contract';
import type { PartContext } from '../part.ts';
import { errorAnswer, type ViewerAnswer, type CacheResult } from './answer.ts';
import { isCacheable } from './cache/object/cached-answer.ts';
import { EdgeCache } from './cache/edge-cache.ts';
import { withoutRemoved } from './cache/object/removed-headers.ts';
import { storable } from './cache/object/stored-headers.ts';
import { withCustomErrorPage } from './custom-error-page.ts';
import type { OriginClient } from './origin/origin-client.ts';
import { edgeFailed } from './edge-failure.ts';
import { OriginFetcher, type OriginAnswer } from './origin/origin-fetcher.ts';
import { withResponseHeaders, type Question } from './question.ts';
import { route } from './routing.ts';
import { tellAnswer } from './tell.ts';
import { tellUncacheable } from './cache/tell.ts';
import type { ViewerRefusal, ViewerRequest } from './viewer/viewer-request.ts';
import type { OpenedWebSocket } from './viewer/web-socket.ts';

/**
 * Two caches of the same place answer for each other's misses only through the origin, as two
 * locations do.
 */
export class EdgeLocation {
  readonly code: string;
  readonly #cache: EdgeCache;
  readonly #fetcher: OriginFetcher;
  readonly #client: OriginClient;
  readonly #via: string;
  #config: EdgeConfig;

  constructor(options: {
    context: PartContext;
    code: string;
    client: OriginClient;
    config: EdgeConfig;
  }) {
    this.code = options.code;
    this.#client = options.client;
    this.#config = options.config;
    this.#via = `${randomBytes(16).toString('hex')}.cloudfront.net (CloudFront)`;
    this.#fetcher = new OriginFetcher({
      client: options.client,
      emit: options.context.emit,
      via: this.#via,
    });
    this.#cache = new EdgeCache({
      clock: options.context.clock,
      fetcher: this.#fetcher,
      bytesMax: options.config.cacheBytesMax,
      onBackgroundError: (error) => options.context.emit(edgeFailed(error)),
    });
  }

  configure(config: EdgeConfig): void {
    this.#config = config;
  }

  invalidate(distributionId: string, paths: readonly string[]): number {
    return this.#cache.invalidate(distributionId, paths);
  }

  async close(): Promise<void> {
    await this.#cache.close();
    this.#client.close();
  }

  async serve(request: ViewerRequest): Promise<ViewerAnswer> {
    const requestId = newRequestId();
    const routed = route(this.#config, request, requestId);
    const answer = 'result' in routed ? routed : await this.#answer(routed, request);
    if (request.trace !== undefined) tellAnswer(request.trace.reasons, answer, this.code);
    return this.#signed(answer, requestId);
  }

  /** CloudFront's own answer to what no distribution is asked about. */
  refuse(refusal: ViewerRefusal): ViewerAnswer {
    const requestId = newRequestId();
    const answer = errorAnswer(refusal.status, refusal.reason, requestId);
    return this.#signed(answer, requestId);
  }

  /**
   * A WebSocket, or what is answered instead of one. Neither comes from the cache, nor goes there.
   */
  async openWebSocket(request: ViewerRequest): Promise<OpenedWebSocket | ViewerAnswer> {
    const requestId = newRequestId();
    const routed = route(this.#config, request, requestId);
    if ('result' in routed) return this.#signed(routed, requestId);
    const got = await this.#fetcher.upgrade(routed, request.signal);
    if ('early' in got) {
      const headers = this.#signature('Miss', requestId);
      const sent = withoutRemoved(storable(got.answer.headers), routed.behavior);
      return { ...got, headers: { ...sent, ...headers } };
    }
    return this.#signed(passedOn(got, routed.behavior), requestId);
  }

  #signed(answer: ViewerAnswer, requestId: string): ViewerAnswer {
    Object.assign(answer.headers, this.#signature(answer.result, requestId));
    return answer;
  }

  #signature(result: CacheResult, requestId: string): Record<string, string> {
    return {
      'x-cache': `${result} from cloudfront`,
      // "Via: http-version alphanumeric-string.cloudfront.net (CloudFront)", the version being the
      // one that the message was received by (RFC 9110, section 7.6.3): "CloudFront forwards
      // requests to your custom origin using HTTP/1.1". HTTP/2 viewers of CloudFront are told 1.1,
      // too.
      via: `1.1 ${this.#via}`,
      'x-amz-cf-pop': this.code,
      'x-amz-cf-id': requestId,
    };
  }

  async #answer(question: Question, request: ViewerRequest): Promise<ViewerAnswer> {
    const { behavior, facts } = question;
    const mayBeKept = isCacheable(request.method, behavior, facts.headers);
    if (!mayBeKept) tellUncacheable(question);
    const answer = mayBeKept
      ? await this.#cache.answer(question, request)
      : passedOn(await this.#fetcher.fetch(question, request), behavior);
    const shown = await withCustomErrorPage(question, answer, (page) =>
      this.#cache.answer(page, request),
    );
    return withResponseHeaders(shown, behavior);
  }
}

const ID_BYTES = 32;
/** Drawn for many ids at once: a draw costs more than the rest of the id. */
let drawn = Buffer.alloc(0);

function newRequestId(): string {
  if (drawn.length < ID_BYTES) drawn = randomBytes(ID_BYTES * 128);
  const id = `${drawn.toString('base64url', 0, ID_BYTES)}==`;
  drawn = drawn.subarray(ID_BYTES);
  return id;
}

function passedOn(got: OriginAnswer, behavior: CacheBehavior): ViewerAnswer {
  return {
    status: got.status,
    headers: withoutRemoved(storable(got.headers), behavior),
    body: got.body,
    result: got.status >= 400 ? 'Error' : 'Miss',
  };
}
