import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { errorText, type Distribution, type EventBody, type Origin } from '@understudy/contract';
import { errorAnswer } from './answer.ts';
import { discard } from './bodies.ts';
import type { OriginClient } from './origin-client.ts';
import { OriginError } from './origin-error.ts';
import { originRequest } from './origin-request-policy.ts';
import type { Question } from './question.ts';

export interface OriginAnswer {
  status: number;
  headers: IncomingHttpHeaders | Record<string, string>;
  body: Buffer | Readable;
  /** No origin gave it: CloudFront's own error page. */
  fromCloudFront: boolean;
}

/** Methods that an origin group may ask a second time. */
const FAILOVER_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const ORIGINS_REMEMBERED_MAX = 10_000;

/** Chooses the origin, asks it, and asks the group's second one when the first gives what the group calls a failure. */
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

  async fetch(question: Question, body: Readable | undefined): Promise<OriginAnswer> {
    const { distribution, behavior, facts } = question;
    const group = distribution.originGroups.find((one) => one.id === behavior.targetOriginId);
    const primary = originOf(distribution, group?.primaryOriginId ?? behavior.targetOriginId);
    const first = await this.#ask(question, primary, body);
    // Stateless: every request tries the primary first.
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
    if (group === undefined || !FAILOVER_METHODS.has(facts.method)) return first;
    if (!first.fromCloudFront && !group.statusCodes.includes(first.status)) return first;
    discard(first);
    return await this.#ask(question, originOf(distribution, group.secondaryOriginId), undefined);
  }

  async #ask(
    question: Question,
    origin: Origin,
    body: Readable | undefined,
  ): Promise<OriginAnswer> {
    const { distribution, behavior, facts, requestId, secure } = question;
    const request = originRequest(facts, behavior, origin, { requestId, via: this.#via });
    if (facts.revalidation?.etag !== undefined)
      request.headers['if-none-match'] = facts.revalidation.etag;
    else if (facts.revalidation?.modified !== undefined)
      request.headers['if-modified-since'] = facts.revalidation.modified;
    if (facts.headers['range'] !== undefined) request.headers['range'] = facts.headers['range'];
    try {
      const response = await this.#client.fetch(distribution, origin, request, { secure, body });
      this.#note(
        distribution,
        origin,
        (response.statusCode ?? 502) < 500,
        `answers ${response.statusCode}`,
      );
      return {
        status: response.statusCode ?? 502,
        headers: response.headers,
        body: response,
        fromCloudFront: false,
      };
    } catch (error) {
      if (!(error instanceof OriginError)) throw error;
      this.#note(distribution, origin, false, errorText(error));
      const page = errorAnswer(
        error.status,
        `CloudFront attempted to establish a connection with the origin, but either the attempt failed or the origin closed the connection. ${error.message}`,
        requestId,
      );
      return {
        status: page.status,
        headers: page.headers as Record<string, string>,
        body: page.body,
        fromCloudFront: true,
      };
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

function originOf(distribution: Distribution, id: string): Origin {
  const origin = distribution.origins.find((one) => one.id === id);
  if (origin === undefined) throw new Error(`distribution ${distribution.id} has no origin ${id}`);
  return origin;
}
