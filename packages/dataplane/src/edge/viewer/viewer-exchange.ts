import http from 'node:http';
import type http2 from 'node:http2';
import { TLSSocket } from 'node:tls';
import type { EventBody } from '@understudy/contract';
import { headerCase } from '../../http/header-case.ts';
import type { ViewerAnswer } from '../answer.ts';
import { discard, sendBody } from '../bodies.ts';
import { edgeFailed } from '../edge-failure.ts';
import { ViewerLeft } from '../origin/origin-error.ts';
import { HOP_BY_HOP } from '../origin/origin-request-policy.ts';
import { admitViewer, type ViewerRefusal, type ViewerRequest } from './viewer-request.ts';

type Request = http.IncomingMessage | http2.Http2ServerRequest;
type Response = http.ServerResponse | http2.Http2ServerResponse;

export interface ExchangeOptions {
  emit(body: EventBody): void;
  serve(request: ViewerRequest): Promise<ViewerAnswer>;
  refuse(refusal: ViewerRefusal): ViewerAnswer;
}

const BROKEN: ViewerRefusal = { status: 400, reason: 'The request is malformed.' };
const BUG: ViewerRefusal = { status: 500, reason: 'The edge failed.' };

/** One request of a viewer and its answer, over HTTP/1 or HTTP/2. */
export class ViewerExchange {
  readonly #request: Request;
  readonly #response: Response;
  readonly #options: ExchangeOptions;
  #leaving: AbortController | undefined;
  #hasLeft = false;
  /** The connection ends with this answer. */
  isLast: boolean;

  constructor(request: Request, response: Response, options: ExchangeOptions) {
    this.#request = request;
    this.#response = response;
    this.#options = options;
    this.isLast = request.httpVersion === '1.0';
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    response.on('close', () => {
      if (!response.writableFinished) this.#leave();
    });
  }

  /** Judges the head, and then lets it be answered; `undefined` when that was done elsewhere. */
  async answer(
    ask: (request: ViewerRequest) => Promise<ViewerAnswer | undefined> = (request) =>
      this.#options.serve(request),
  ): Promise<void> {
    const asked = this.#viewerRequest();
    if ('reason' in asked) {
      this.refuse(asked);
      return;
    }
    this.#invite();
    try {
      const answer = await ask(asked);
      if (answer !== undefined) this.#send(answer);
    } catch (error) {
      if (error instanceof ViewerLeft) return;
      // A bug of ours: the viewer gets what a broken edge gives, and the events the reason.
      this.#options.emit(edgeFailed(error));
      this.refuse(BUG);
    }
  }

  /** Answers with an error, and ends the connection. Nothing further goes to an origin. */
  refuse(refusal: ViewerRefusal = BROKEN): void {
    this.isLast = true;
    this.#leave();
    if (this.#response.headersSent) this.#response.destroy();
    else this.#send(this.#options.refuse(refusal));
  }

  /** A viewer that asks whether to send its body is told so once its head is understood. */
  #invite(): void {
    const isAsked = this.#request.headers.expect?.toLowerCase() === '100-continue';
    if (isAsked && this.#response instanceof http.ServerResponse) this.#response.writeContinue();
  }

  #viewerRequest(): ViewerRequest | ViewerRefusal {
    const request = this.#request;
    const { socket, httpVersion, rawHeaders } = request;
    const secure = socket instanceof TLSSocket || 'stream' in request;
    const head = {
      method: request.method ?? 'GET',
      target: request.url ?? '/',
      httpVersion,
      rawHeaders,
    };
    const bodied = hasBody(request);
    const admitted = admitViewer(head, { secure, hasBody: bodied });
    if ('reason' in admitted) return admitted;
    const { bodyLength, ...rest } = admitted;
    const signal = (): AbortSignal => this.#signal();
    return {
      ...rest,
      httpVersion,
      secure,
      viewerAddress: (socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
      body: bodied ? { stream: request, length: bodyLength } : undefined,
      get signal() {
        return signal();
      },
    };
  }

  /** Made when it is asked for: most answers come from the cache. */
  #signal(): AbortSignal {
    this.#leaving ??= new AbortController();
    if (this.#hasLeft) this.#leaving.abort();
    return this.#leaving.signal;
  }

  #leave(): void {
    this.#hasLeft = true;
    this.#leaving?.abort();
  }

  #send(answer: ViewerAnswer): void {
    const request = this.#request;
    const response = this.#response;
    if (response.headersSent || response.destroyed) {
      discard(answer);
      return;
    }
    const { status, body } = answer;
    const isBodiless = status === 304 || status === 204;
    const { headers } = answer;
    if (Buffer.isBuffer(body)) {
      headers['content-length'] ??= String(body.length);
      if (isBodiless) delete headers['content-length'];
    }
    this.#sendHead(status, headers);
    if (request.method === 'HEAD' || isBodiless) {
      discard(answer);
      response.end();
    } else if (Buffer.isBuffer(body)) {
      response.end(body);
    } else {
      // An origin that breaks off in the middle breaks the viewer's answer off, too.
      sendBody(body, response as http.ServerResponse);
    }
  }

  #sendHead(status: number, headers: Record<string, string | string[]>): void {
    const response = this.#response;
    const isHttp1 = response instanceof http.ServerResponse;
    const written: Record<string, string | string[]> = {};
    for (const name in headers) {
      const value = headers[name];
      if (value !== undefined && !HOP_BY_HOP.has(name))
        written[isHttp1 ? headerCase(name) : name] = value;
    }
    if (!isHttp1) return void response.writeHead(status, written);
    // Said by us, because node would add a Keep-Alive header, which CloudFront does not send.
    written['Connection'] = response.shouldKeepAlive && !this.isLast ? 'keep-alive' : 'close';
    response.writeHead(status, written);
  }
}

/** Whether a body follows the head. */
function hasBody(request: Request): boolean {
  if ('stream' in request) return !request.stream.endAfterHeaders;
  const { headers } = request;
  if (headers['transfer-encoding'] !== undefined) return true;
  const length = headers['content-length'];
  return length !== undefined && Number(length) > 0;
}
