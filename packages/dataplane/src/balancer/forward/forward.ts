import { ServerResponse } from 'node:http';
import type { Clock } from '@understudy/contract';
import type { Dispatcher } from 'undici';
import { PassedBody } from '../../http/passed-body.ts';
import { UpstreamError } from './dialer.ts';
import { answerError, hasBody, onIdle, sendHead, type Exchange } from './exchange.ts';
import { forwardableHeaders } from './response-head.ts';
import { bindingHeaders } from './session-binding.ts';
import { tellTargetAnswer } from './tell.ts';
import type { NodeTarget, InFlight } from '../targets/target.ts';
import type { TargetGroupState } from '../targets/target-group.ts';

export interface Forwarding {
  exchange: Exchange;
  group: TargetGroupState;
  nodeTarget: NodeTarget;
  wasBound: boolean;
  /** With the query. */
  path: string;
  /** For the target, names and values in turn. */
  headers: string[];
  clock: Clock;
  /** The target's connection must not be used again. */
  isAmbiguous: boolean;
}

/**
 * Sends a request on to its target, and the response back, in both directions as fast as the slower
 * side takes it.
 */
export function forward(forwarding: Forwarding): void {
  const { exchange, group, nodeTarget, path, headers } = forwarding;
  const { request, site } = exchange;
  const response = new ForwardedResponse(forwarding);
  // A viewer that asks whether to send its body is told so once somebody is there to take it.
  if (exchange.response instanceof ServerResponse && expectsContinue(request))
    exchange.response.writeContinue();
  nodeTarget.pool(group.config.protocol, site.idleWallMs).dispatch(
    {
      path,
      method: request.method ?? 'GET',
      headers,
      body: hasBody(request) ? new PassedBody(request) : null,
      reset: forwarding.isAmbiguous,
    },
    response,
  );
}

function expectsContinue({ headers }: Exchange['request']): boolean {
  return headers.expect?.toLowerCase() === '100-continue';
}

class ForwardedResponse implements Dispatcher.DispatchHandler, InFlight {
  readonly #forwarding: Forwarding;
  readonly #startedWallMs: number;
  #controller: Dispatcher.DispatchController | undefined;
  /** Set once nothing that the target does matters any more. */
  #isOver = false;
  #isWaitingForDrain = false;

  constructor(forwarding: Forwarding) {
    this.#forwarding = forwarding;
    this.#startedWallMs = forwarding.clock.wallMs();
    const { exchange, nodeTarget } = forwarding;
    nodeTarget.target.inFlight.add(this);
    this.#meter().requests += 1;
    exchange.response.on('close', () => this.#onViewerClosed());
    exchange.breakOff = (status) => this.#fail(status);
    onIdle(exchange, () => this.#onIdle());
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isOver) controller.abort(new Error('the viewer is gone'));
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    _: unknown,
    message?: string,
  ): void {
    // Interim responses are for the load balancer only.
    if (status < 200 || this.#isOver) return;
    const { exchange, group, nodeTarget, wasBound, clock } = this.#forwarding;
    const tookMs = clock.wallMs() - this.#startedWallMs;
    this.#meter().answered(status, tookMs / 1000);
    if (exchange.reasons) tellTargetAnswer(exchange.reasons, nodeTarget, { status, tookMs });
    const raw = Array.isArray(controller.rawHeaders) ? controller.rawHeaders : [];
    const headers = forwardableHeaders(raw);
    const facts = { nodeTarget, wasBound, headers, clock };
    headers.push(...bindingHeaders(group.config, exchange.site, facts));
    sendHead(exchange, { status, message: message ?? '', headers });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isOver) return;
    const { response } = this.#forwarding.exchange;
    const hasRoom =
      response instanceof ServerResponse ? response.write(chunk) : response.write(chunk);
    if (hasRoom || this.#isWaitingForDrain) return;
    this.#isWaitingForDrain = true;
    controller.pause();
    response.once('drain', () => {
      this.#isWaitingForDrain = false;
      controller.resume();
    });
  }

  onResponseEnd(): void {
    if (this.#isOver) return;
    this.#finish();
    this.#forwarding.exchange.response.end();
  }

  onResponseError(_: unknown, error: Error): void {
    if (this.#isOver) return;
    if (error instanceof UpstreamError) this.#meter().connectionErrors += 1;
    const { exchange, nodeTarget } = this.#forwarding;
    if (exchange.reasons) tellTargetAnswer(exchange.reasons, nodeTarget, { error });
    this.#fail(error instanceof UpstreamError ? error.status : 502);
  }

  /**
   * "502: the deregistration delay period elapsed for a request being handled by a target that was
   * deregistered."
   */
  cutOff(): void {
    this.#fail(502);
  }

  /**
   * "460: the load balancer received a request from a client, but the client closed the
   * connection."
   */
  #onViewerClosed(): void {
    if (this.#isOver) return;
    const { response, site } = this.#forwarding.exchange;
    if (!response.headersSent) site.meter.answeredItself(460);
    this.#finish();
    this.#controller?.abort(new Error('the viewer closed the connection'));
  }

  /** 408 while the viewer owes us its body, 504 while the target owes us an answer. */
  #onIdle(): void {
    const { request } = this.#forwarding.exchange;
    this.#fail(hasBody(request) && !request.complete ? 408 : 504);
  }

  #fail(status: 400 | 408 | 502 | 504): void {
    if (this.#isOver) return;
    const { exchange } = this.#forwarding;
    this.#finish();
    this.#controller?.abort(new Error(`answered ${status}`));
    if (exchange.response.headersSent) {
      // Too late for another status: a response that breaks off must not look complete.
      if (exchange.response instanceof ServerResponse) exchange.response.destroy();
      else exchange.response.stream.close();
      return;
    }
    if (status === 400 || status === 408) exchange.isLast = true;
    answerError(exchange, status);
  }

  #finish(): void {
    this.#isOver = true;
    this.#forwarding.nodeTarget.target.inFlight.delete(this);
  }

  #meter() {
    const { exchange, group } = this.#forwarding;
    return exchange.site.meter.group(group.config.arn);
  }
}
