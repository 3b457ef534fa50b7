import type { Listener, LoadBalancer } from '@understudy/contract';
import { HOP_BY_HOP, namedByConnection } from '@understudy/wire';
import { understand, type RequestHead, type UnderstoodHead } from '../../http/request-head.ts';
import { requestClass, type RequestClass } from './desync.ts';
import type { ElbStatus } from './error-page.ts';

/** docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
export const REQUEST_LINE_BYTES_MAX = 16_384;
const HEADER_LINE_BYTES_MAX = 16_384;
export const HEADERS_BYTES_MAX = 65_536;
/** More and the answer is 463. */
const FORWARDED_FOR_ADDRESSES_MAX = 30;

/** A head that rules may be asked about. */
export interface AdmittedHead extends UnderstoodHead {
  /** Another server may read it otherwise: neither connection carries a further request. */
  isAmbiguous: boolean;
}

/** Which error a request earns before any rule is asked, or what is known of it. */
export function judge(
  head: RequestHead,
  mode: LoadBalancer['attributes']['desyncMitigationMode'],
  found: RequestClass = requestClass(head),
): AdmittedHead | ElbStatus {
  // "The client used the TRACE method, which is not supported by Application Load Balancers."
  if (head.method === 'TRACE') return 405;
  if (head.target.length > REQUEST_LINE_BYTES_MAX) return 414;
  const refusal = refusalOfHeaders(head);
  if (refusal !== undefined) return refusal;
  const understood = understand(head);
  switch (understood) {
    case 'malformed':
      return 400;
    // "501: a Transfer-Encoding header with an unsupported value."
    case 'coding':
      return 501;
    case 'version':
      return 505;
    default:
      return mitigated(found, understood, mode);
  }
}

/**
 * "Acceptable: monitor allowed, defensive allowed, strictest blocked. Ambiguous: allowed; allowed,
 * but closes the client and target connections; blocked"
 * (docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html).
 */
function mitigated(
  found: RequestClass,
  understood: UnderstoodHead,
  mode: LoadBalancer['attributes']['desyncMitigationMode'],
): AdmittedHead | ElbStatus {
  if (mode === 'strictest' && found !== 'compliant') return 400;
  return { ...understood, isAmbiguous: mode === 'defensive' && found === 'ambiguous' };
}

function refusalOfHeaders({ target, rawHeaders }: RequestHead): ElbStatus | undefined {
  let total = target.length;
  let forwardedFor = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const value = rawHeaders[index + 1] ?? '';
    const length = name.length + value.length + 4;
    if (length > HEADER_LINE_BYTES_MAX) return 400;
    total += length;
    if (name.length === 15 && name.toLowerCase() === 'x-forwarded-for')
      forwardedFor += value.split(',').length;
  }
  if (total > HEADERS_BYTES_MAX) return 400;
  return forwardedFor > FORWARDED_FOR_ADDRESSES_MAX ? 463 : undefined;
}

/** What the load balancer writes itself, or answers by itself. */
const NOT_FORWARDED: ReadonlySet<string> = new Set([
  ...HOP_BY_HOP,
  'expect',
  'host',
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
  /** The authority that counts; empty in HTTP/1.0 without Host. */
  host: string;
  dnsName: string;
  listener: Pick<Listener, 'protocol' | 'port'>;
  attributes: Pick<
    LoadBalancer['attributes'],
    'xffHeaderProcessing' | 'xffClientPort' | 'preserveHostHeader' | 'dropInvalidHeaderFields'
  >;
  clientAddress: string;
  clientPort: number;
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
  let trace: string | undefined;
  let forwardedFor: string | undefined;
  const named: string[] = [];
  let cookieAt = -1;
  const { rawHeaders } = head;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const value = rawHeaders[index + 1] ?? '';
    const lower = name.toLowerCase();
    if (lower.startsWith(':')) continue;
    if (lower === 'cookie' && cookieAt >= 0) {
      // RFC 9113, section 8.2.3: HTTP/2 may send a cookie a line; HTTP/1.1 has one line.
      sent[cookieAt] = `${sent[cookieAt] ?? ''}; ${value}`;
    } else if (!NOT_FORWARDED.has(lower)) {
      if (!attributes.dropInvalidHeaderFields || VALID_NAME.test(name)) {
        if (lower === 'cookie') cookieAt = sent.length + 1;
        sent.push(name, value);
      }
    } else if (lower === 'x-amzn-trace-id') trace = value;
    else if (lower === 'connection') named.push(value);
    else if (lower === 'x-forwarded-for')
      forwardedFor = forwardedFor === undefined ? value : `${forwardedFor}, ${value}`;
  }
  sent[0] = 'Host';
  sent[1] = hostForTarget(facts);
  const chain = forwardedForOf(attributes.xffHeaderProcessing, forwardedFor, clientOf(facts));
  if (chain !== undefined) sent.push('X-Forwarded-For', chain);
  sent.push('X-Forwarded-Proto', listener.protocol === 'HTTPS' ? 'https' : 'http');
  sent.push('X-Forwarded-Port', String(listener.port));
  sent.push('X-Amzn-Trace-Id', traceOf(trace, facts.trace));
  return withoutNamed(sent, named);
}

/** Without the port on the default ports, with the listener's on others. */
function hostForTarget({ host, dnsName, listener, attributes }: ForwardingFacts): string {
  // "For HTTP/1.0 requests from clients that do not have a host header, the load balancer generates
  // a host header for the HTTP/1.1 requests sent on the backend connections. The host header
  // contains the DNS name of the load balancer"
  // (docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html).
  if (host === '') return dnsName;
  if (attributes.preserveHostHeader) return host;
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

/** As in `X-Forwarded-For: 203.0.113.7:51234`, where the load balancer is to keep the port. */
function clientOf({ attributes, clientAddress, clientPort }: ForwardingFacts): string {
  return attributes.xffClientPort ? `${clientAddress}:${clientPort}` : clientAddress;
}

function forwardedForOf(
  mode: LoadBalancer['attributes']['xffHeaderProcessing'],
  before: string | undefined,
  client: string,
): string | undefined {
  switch (mode) {
    case 'append':
      return before === undefined ? client : `${before}, ${client}`;
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
function withoutNamed(sent: readonly string[], connection: readonly string[]): string[] {
  const names = namedByConnection(connection);
  if (names.size === 0) return [...sent];
  const kept: string[] = [];
  for (let index = 0; index < sent.length; index += 2) {
    const name = sent[index] ?? '';
    const lower = name.toLowerCase();
    // A client must not make the load balancer's own headers disappear.
    if (!names.has(lower) || NOT_FORWARDED.has(lower)) kept.push(name, sent[index + 1] ?? '');
  }
  return kept;
}
