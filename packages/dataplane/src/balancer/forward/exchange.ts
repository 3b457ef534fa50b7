import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { Listener, LoadBalancer, Reasons } from '@understudy/contract';
import { SERVER_HEADER, STATUS_TEXT, statusPage, type ElbStatus } from '../listener/error-page.ts';
import type { SessionCookies } from './stickiness.ts';
import type { BalancerNode } from '../targets/target-group.ts';
import type { NodeMeter } from '../traffic-meter.ts';

export type ViewerRequest = IncomingMessage | Http2ServerRequest;
export type ViewerResponse = ServerResponse | Http2ServerResponse;

/** Where a request came in: what its listener is configured to now. */
export interface Site {
  loadBalancer: LoadBalancer;
  listener: Listener;
  node: Pick<BalancerNode, 'address' | 'zone'>;
  cookies: SessionCookies;
  meter: NodeMeter;
  idleWallMs: number;
}

/** One request of a viewer, over HTTP/1 or HTTP/2. */
export interface Exchange {
  site: Site;
  request: ViewerRequest;
  response: ViewerResponse;
  /**
   * The viewer's connection is older than the client keep-alive duration and ends with this
   * response.
   */
  isLast: boolean;
  /** Where to say why it is answered so; absent: nobody asks. */
  reasons?: Reasons | undefined;
  /** Ends it with an error, once something was sent to a target: what the body's end depends on. */
  breakOff?: (status: 400) => void;
}

/** Headers as names and values in turn. */
export function sendHead(
  exchange: Exchange,
  head: { status: number; message: string; headers: string[] },
): void {
  const { response } = exchange;
  const { status, message, headers } = head;
  if (response instanceof ServerResponse) {
    // Said by us, because node would add a Keep-Alive header, which the load balancer does not
    // send.
    const isKept = response.shouldKeepAlive && !exchange.isLast;
    headers.push('Connection', isKept ? 'keep-alive' : 'close');
    response.writeHead(status, message, headers);
  } else {
    response.writeHead(status, forHttp2(headers));
  }
}

/** An answer that the load balancer gives by itself. */
export function answer(
  exchange: Exchange,
  reply: { status: number; message: string; contentType: string; body: string; extra?: string[] },
): void {
  const { response, site } = exchange;
  const { status, message, contentType, body, extra } = reply;
  exchange.reasons?.add('balancer.answer', `the load balancer itself answers ${status}`, {
    mark: status >= 400 ? 'ill' : 'chosen',
    facts: { status },
  });
  const headers = ['Server', SERVER_HEADER];
  if (contentType !== '') headers.push('Content-Type', contentType);
  headers.push('Content-Length', String(Buffer.byteLength(body)), ...(extra ?? []));
  site.meter.answeredItself(status);
  sendHead(exchange, { status, message, headers });
  if (exchange.request.method === 'HEAD' || body === '') response.end();
  else response.end(body);
}

export function answerError(exchange: Exchange, status: ElbStatus): void {
  answer(exchange, {
    status,
    message: STATUS_TEXT[status],
    contentType: 'text/html',
    body: statusPage(status),
  });
}

/** Calls back when nothing was sent or received for the idle time-out. */
export function onIdle(exchange: Exchange, callback: () => void): void {
  const { response, site } = exchange;
  // HTTP/1 connections already have the time-out (listener-server.ts); a stream of HTTP/2 needs its
  // own.
  if (response instanceof ServerResponse) response.on('timeout', callback);
  else response.stream.setTimeout(site.idleWallMs, callback);
}

/** Whether a body follows the head. */
export function hasBody(request: ViewerRequest): boolean {
  if ('stream' in request) return !request.stream.endAfterHeaders;
  const { headers } = request;
  const coding = headers['transfer-encoding'];
  // `identity` is no framing: without a length there is no body, and the connection ends.
  if (coding !== undefined) return coding.toLowerCase() === 'chunked';
  const length = headers['content-length'];
  return length !== undefined && length !== '0';
}

/** RFC 9113, section 8.2: lower case, and nothing that speaks of the connection. */
function forHttp2(headers: readonly string[]): Record<string, string | string[]> {
  const made: Record<string, string | string[]> = {};
  for (let index = 0; index < headers.length; index += 2) {
    const name = (headers[index] ?? '').toLowerCase();
    const value = headers[index + 1] ?? '';
    const before = made[name];
    if (before === undefined) made[name] = value;
    else if (Array.isArray(before)) before.push(value);
    else made[name] = [before, value];
  }
  return made;
}
