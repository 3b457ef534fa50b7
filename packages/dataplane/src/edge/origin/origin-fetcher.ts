import { errorText, type Distribution, type EventBody, type Origin } from '@understudy/contract';
import type { Answer } from '@understudy/wire/http-client';
import { errorAnswer, type ViewerAnswer } from '../answer.ts';
import { discard } from '../bodies.ts';
import type { OriginClient } from './origin-client.ts';
import { OriginError } from './origin-error.ts';
import { originRequest, type OriginRequest } from './origin-request-policy.ts';
import { tellFailover, tellOrigin } from './tell.ts';
import type { UpgradedOrigin } from './origin-upgrade.ts';
import { TRACE_HEADER } from '../../net/traces.ts';
import type { Question } from '../question.ts';
import type { RequestBody } from '../viewer/viewer-request.ts';

/** What an origin answered, or CloudFront's own error page where none did. */
export type OriginAnswer = Answer | ViewerAnswer;

/** What of the viewer's request is still to come, and whether anybody waits. */
export interface Pending {
  body: RequestBody | undefined;
  /** Only of a viewer that nobody shares the answer with. */
  signal?: AbortSignal;
}

/** Methods that an origin group may ask a second time. */
const FAILOVER_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const ORIGINS_REMEMBERED_MAX = 10_000;
const BALANCER_NAME = /\.elb\.amazonaws\.com$/i;

/**
 * Chooses the origin, asks it, and asks the group's second one when the first gives what the group
 * calls a failure.
 */
export class OriginFetcher {
  readonly #client: OriginClient;
  readonly #emit: (body: EventBody) => void;
  readonly #via: string;
  readonly #lastOk = new Map<string, boolean>();

  constructor(options: { client: OriginClient; emit(body: EventBody): void; via: string }) {
    this.#client = options.client;
    this.#emit = (body) => options.emit(body);
    this.#via = options.via;
  }

  async fetch(question: Question, pending: Pending): Promise<OriginAnswer> {
    const { distribution, behavior, facts } = question;
    const group = distribution.originGroups.find((one) => one.id === behavior.targetOriginId);
    const primary = originOf(distribution, group?.primaryOriginId ?? behavior.targetOriginId);
    const first = await this.#ask(question, primary, pending);
    // Stateless: every request tries the primary first.
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
    if (group === undefined || !FAILOVER_METHODS.has(facts.method)) return first;
    if (!isOwnPage(first) && !group.statusCodes.includes(first.status)) return first;
    tellFailover(question, group, first.status);
    discard(first);
    const second = originOf(distribution, group.secondaryOriginId);
    // The body, if there was one, went to the first.
    return await this.#ask(question, second, { ...pending, body: undefined });
  }

  /**
   * A WebSocket is the primary origin's: it is never cached, and no group is asked a second time.
   */
  async upgrade(question: Question, signal: AbortSignal): Promise<UpgradedOrigin | OriginAnswer> {
    const { distribution, behavior, secure } = question;
    const group = distribution.originGroups.find((one) => one.id === behavior.targetOriginId);
    const origin = originOf(distribution, group?.primaryOriginId ?? behavior.targetOriginId);
    const request = this.#requestFor(question, origin);
    return await this.#guarded(question, origin, () =>
      this.#client.upgrade(distribution, origin, request, { secure, signal }),
    );
  }

  #requestFor({ facts, behavior, requestId, trace }: Question, origin: Origin): OriginRequest {
    const via = `${facts.httpVersion} ${this.#via}`;
    const request = originRequest(facts, behavior, origin, { requestId, via });
    // Nobody but a load balancer of the engine's knows what it is, and keeps it from the app.
    if (trace !== undefined && BALANCER_NAME.test(origin.domainName))
      request.headers[TRACE_HEADER] = trace.id;
    return request;
  }

  async #ask(question: Question, origin: Origin, pending: Pending): Promise<OriginAnswer> {
    const { distribution, facts, secure } = question;
    const request = this.#requestFor(question, origin);
    // "CloudFront adds one or both": an origin that knows no tags goes by the date.
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#RequestCustomConditionalGETs
    const { etag, modified } = facts.revalidation ?? {};
    if (etag !== undefined) request.headers['if-none-match'] = etag;
    if (modified !== undefined) request.headers['if-modified-since'] = modified;
    // A part of another version than the viewer has the rest of would make a body of both.
    const { range, 'if-range': ifRange } = facts.headers;
    if (range !== undefined) request.headers['range'] = range;
    if (range !== undefined && ifRange !== undefined) request.headers['if-range'] = ifRange;
    const told = question.trace && tellOrigin(question, question.trace, origin);
    return await this.#guarded(question, origin, () =>
      this.#client.fetch(distribution, origin, request, { secure, told, ...pending }),
    );
  }

  /** An origin's answer, or CloudFront's own page when there is none. */
  async #guarded<Got extends Answer | UpgradedOrigin>(
    { distribution, requestId }: Question,
    origin: Origin,
    ask: () => Promise<Got>,
  ): Promise<Got | OriginAnswer> {
    try {
      const got = await ask();
      const status = 'early' in got ? (got.answer.statusCode ?? 502) : got.status;
      this.#note(distribution, origin, status < 500, `answers ${status}`);
      return got;
    } catch (error) {
      if (!(error instanceof OriginError)) throw error;
      this.#note(distribution, origin, false, errorText(error));
      return errorAnswer(
        error.status,
        `CloudFront attempted to establish a connection with the origin, but either the attempt failed or the origin closed the connection. ${error.message}`,
        requestId,
      );
    }
  }

  /** Tells when an origin begins or ends to fail, not of every request. */
  #note(distribution: Distribution, origin: Origin, ok: boolean, reason: string): void {
    const key = `${distribution.id}/${origin.id}`;
    if ((this.#lastOk.get(key) ?? true) === ok) return;
    if (this.#lastOk.size >= ORIGINS_REMEMBERED_MAX) this.#lastOk.clear();
    this.#lastOk.set(key, ok);
    this.#emit({
      type: 'origin',
      distributionId: distribution.id,
      originId: origin.id,
      ok,
      reason,
    });
  }
}

function isOwnPage(got: OriginAnswer): got is ViewerAnswer {
  return 'result' in got;
}

function originOf(distribution: Distribution, id: string): Origin {
  const origin = distribution.origins.find((one) => one.id === id);
  if (origin === undefined) throw new Error(`distribution ${distribution.id} has no origin ${id}`);
  return origin;
}
