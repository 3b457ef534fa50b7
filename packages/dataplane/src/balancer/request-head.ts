import type { Listener, LoadBalancer } from '@understudy/contract';
import type { ElbStatus } from './error-page.ts';

/** docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
export const REQUEST_LINE_BYTES_MAX = 16_384;
export const HEADER_LINE_BYTES_MAX = 16_384;
export const HEADERS_BYTES_MAX = 65_536;
/** More and the answer is 463. */
const FORWARDED_FOR_ADDRESSES_MAX = 30;

/** A request's head as it came: names and values in turn, as node's `rawHeaders`. */
export interface RequestHead {
  method: string;
  target: string;
  httpVersion: string;
  rawHeaders: readonly string[];
}

/** Which error a request earns before any rule is asked; undefined when it is acceptable. */
export function refusalOf(head: RequestHead): ElbStatus | undefined {
  // "The client used the TRACE method, which is not supported by Application Load Balancers."
  if (head.method === 'TRACE') return 405;
  if (head.target.length > REQUEST_LINE_BYTES_MAX) return 414;
  if (!/^(\/|https?:\/\/)/i.test(head.target)) return 400;
  let total = head.target.length;
  let hosts = 0;
  let hasAuthority = false;
  let forwardedFor = 0;
  const { rawHeaders } = head;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const value = rawHeaders[index + 1] ?? '';
    const length = name.length + value.length + 4;
    if (length > HEADER_LINE_BYTES_MAX) return 400;
    total += length;
    const lower = name.toLowerCase();
    if (lower === 'host') hosts += 1;
    else if (lower === ':authority') hasAuthority = true;
    else if (lower === 'x-forwarded-for') forwardedFor += value.split(',').length;
    else if (lower === 'transfer-encoding' && !/^(chunked|identity)$/i.test(value.trim()))
      return 501;
  }
  if (total > HEADERS_BYTES_MAX) return 400;
  // RFC 9112, section 3.2: without Host, or with two of them, a request of HTTP/1.1 gets 400.
  if (hosts > 1) return 400;
  if (hosts === 0 && !hasAuthority && head.httpVersion !== '1.0') return 400;
  return forwardedFor > FORWARDED_FOR_ADDRESSES_MAX ? 463 : undefined;
}

/** RFC 9110, section 7.6.1, and what the load balancer writes itself. */
const NOT_FORWARDED = new Set([
  'connection',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-amzn-trace-id',
  'x-forwarded-for',
  'x-forwarded-port',
  'x-forwarded-proto',
]);

/**
 * "Elastic Load Balancing requires that message header names contain only alphanumeric characters
 * and hyphens."
 */
const VALID_NAME = /^[-A-Za-z0-9]+$/;

export interface ForwardingFacts {
  head: RequestHead;
  listener: Pick<Listener, 'protocol' | 'port'>;
  attributes: Pick<
    LoadBalancer['attributes'],
    'xffHeaderProcessing' | 'preserveHostHeader' | 'dropInvalidHeaderFields'
  >;
  clientAddress: string;
  /** A fresh trace: `1-TIME-ID`. */
  trace: string;
}

/**
 * The headers that the target gets, names and values in turn
 * (docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html).
 */
export function forwardedHeaders(facts: ForwardingFacts): string[] {
  const { head, listener, attributes } = facts;
  const sent: string[] = ['', ''];
  let host = '';
  let trace: string | undefined;
  let forwardedFor: string | undefined;
  let named: string | undefined;
  let cookieAt = -1;
  const { rawHeaders } = head;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const value = rawHeaders[index + 1] ?? '';
    const lower = name.toLowerCase();
    if (lower.startsWith(':')) {
      if (lower === ':authority') host = value;
    } else if (lower === 'cookie' && cookieAt >= 0) {
      // RFC 9113, section 8.2.3: HTTP/2 may send a cookie a line; HTTP/1.1 has one line.
      sent[cookieAt] = `${sent[cookieAt] ?? ''}; ${value}`;
    } else if (!NOT_FORWARDED.has(lower)) {
      if (!attributes.dropInvalidHeaderFields || VALID_NAME.test(name)) {
        if (lower === 'cookie') cookieAt = sent.length + 1;
        sent.push(name, value);
      }
    } else if (lower === 'host') host = value;
    else if (lower === 'x-amzn-trace-id') trace = value;
    else if (lower === 'connection') named = value;
    else if (lower === 'x-forwarded-for')
      forwardedFor = forwardedFor === undefined ? value : `${forwardedFor}, ${value}`;
  }
  sent[0] = 'Host';
  sent[1] = attributes.preserveHostHeader ? host : hostForTarget(host, listener);
  const chain = forwardedForOf(attributes.xffHeaderProcessing, forwardedFor, facts.clientAddress);
  if (chain !== undefined) sent.push('X-Forwarded-For', chain);
  sent.push('X-Forwarded-Proto', listener.protocol === 'HTTPS' ? 'https' : 'http');
  sent.push('X-Forwarded-Port', String(listener.port));
  sent.push('X-Amzn-Trace-Id', traceOf(trace, facts.trace));
  return named === undefined || /^(keep-alive|close)$/i.test(named)
    ? sent
    : withoutNamed(sent, named);
}

/** Without the port on the default ports, with the listener's on others. */
function hostForTarget(host: string, listener: { port: number }): string {
  const name = withoutPort(host);
  return listener.port === 80 || listener.port === 443 ? name : `${name}:${listener.port}`;
}

export function withoutPort(host: string): string {
  return host.replace(/:\d*$/, '');
}

/** The port that a Host header names; undefined when it names none. */
export function portOf(host: string): number | undefined {
  const match = /:(\d{1,5})$/.exec(host);
  return match ? Number(match[1]) : undefined;
}

function forwardedForOf(
  mode: LoadBalancer['attributes']['xffHeaderProcessing'],
  before: string | undefined,
  clientAddress: string,
): string | undefined {
  switch (mode) {
    case 'append':
      return before === undefined ? clientAddress : `${before}, ${clientAddress}`;
    case 'preserve':
      return before;
    case 'remove':
      return undefined;
  }
}

/**
 * A trace that the request brings keeps its Root and gets our Self; without a Root, ours is the
 * root
 * (docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html).
 */
function traceOf(before: string | undefined, fresh: string): string {
  if (before === undefined || !/(^|;)\s*Root=/.test(before)) {
    const fields = before === undefined ? [] : fieldsWithoutSelf(before);
    return [`Root=${fresh}`, ...fields].join(';');
  }
  return [`Self=${fresh}`, ...fieldsWithoutSelf(before)].join(';');
}

function fieldsWithoutSelf(trace: string): string[] {
  return trace
    .split(';')
    .map((field) => field.trim())
    .filter((field) => field !== '' && !field.startsWith('Self='));
}

/** RFC 9110, section 7.6.1: what Connection names is for this hop only. */
function withoutNamed(sent: readonly string[], connection: string): string[] {
  const names = new Set(connection.split(',').map((name) => name.trim().toLowerCase()));
  // A client must not make the load balancer's own headers, or a body's framing, disappear.
  for (const kept of ['keep-alive', 'close', 'content-length', ...NOT_FORWARDED])
    names.delete(kept);
  if (names.size === 0) return [...sent];
  const kept: string[] = [];
  for (let index = 0; index < sent.length; index += 2) {
    const name = sent[index] ?? '';
    if (!names.has(name.toLowerCase())) kept.push(name, sent[index + 1] ?? '');
  }
  return kept;
}
