import { METHODS } from 'node:http';
import { isHost, parseTarget, type RequestTarget } from './request-target.ts';

/** A request's head as it came: names and values in turn, as node's `rawHeaders`. */
export interface RequestHead {
  method: string;
  target: string;
  httpVersion: string;
  rawHeaders: readonly string[];
}

/** Whose request it is and what it asks for, for a head that leaves no doubt. */
export interface UnderstoodHead {
  target: RequestTarget;
  /** The authority that counts; empty only in HTTP/1.0. */
  host: string;
}

/** Why a head cannot be sent on: each server has its own statuses for these. */
export type HeadProblem = 'malformed' | 'coding' | 'version';

/**
 * What neither edge nor balancer may send on, because the next hop might read it otherwise than we
 * do. node's parsers have refused already what is no HTTP at all; lengths are each server's own.
 */
export function understand(head: RequestHead): UnderstoodHead | HeadProblem {
  // A request line may claim any version; those of HTTP/2 come with a stream.
  if (!VERSIONS.has(head.httpVersion)) return 'version';
  // HTTP/2 may name any method; the next hop reads HTTP/1.1, which has those that node's parser
  // has.
  if (!KNOWN_METHODS.has(head.method)) return 'malformed';
  const target = parseTarget(head.target);
  if (target === undefined) return 'malformed';
  const seen = authorities(head);
  if (typeof seen === 'string') return seen;
  const host = hostOf(head, seen);
  return host === undefined ? 'malformed' : { target, host: target.authority ?? host };
}

const KNOWN_METHODS: ReadonlySet<string> = new Set(METHODS);
const VERSIONS: ReadonlySet<string> = new Set(['1.0', '1.1', '2.0']);

const LENGTHS: ReadonlySet<number> = new Set(
  ['host', ':authority', ':method', 'transfer-encoding'].map((name) => name.length),
);

interface Seen {
  hosts: string[];
  authority: string | undefined;
}

/** Reads what says whose request it is; a problem where the end of the body is in doubt. */
function authorities(head: RequestHead): Seen | HeadProblem {
  const { rawHeaders, httpVersion } = head;
  const seen: Seen = { hosts: [], authority: undefined };
  let isOverHttp2 = false;
  let hasCoding = false;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    // Four names of that many letters, of the dozens that a request has.
    if (!LENGTHS.has(name.length)) continue;
    const value = rawHeaders[index + 1] ?? '';
    const lower = name.toLowerCase();
    if (lower === 'host') seen.hosts.push(value.trim());
    else if (lower === ':authority') seen.authority = value;
    else if (lower === ':method') isOverHttp2 = true;
    else if (lower === 'transfer-encoding') {
      // RFC 9112, section 6.1: framing of HTTP/1.0 with a transfer coding is faulty.
      if (httpVersion === '1.0') return 'malformed';
      // One coding, and no list in several lines either.
      if (hasCoding || !/^(chunked|identity)$/i.test(value.trim())) return 'coding';
      hasCoding = true;
    }
  }
  return httpVersion === '2.0' && !isOverHttp2 ? 'version' : seen;
}

/** Undefined for a head whose authority is missing, twofold, at odds with itself, or none. */
function hostOf(head: RequestHead, { hosts, authority }: Seen): string | undefined {
  const [host] = hosts;
  // RFC 9112, section 3.2: without Host, or with two of them, a request of HTTP/1.1 gets 400.
  if (hosts.length > 1) return undefined;
  if (host !== undefined && !isHost(host)) return undefined;
  if (authority !== undefined) {
    if (!isHost(authority)) return undefined;
    // RFC 9113, section 8.3.1: Host must not say otherwise than :authority.
    if (host !== undefined && host.toLowerCase() !== authority.toLowerCase()) return undefined;
    return authority;
  }
  return host ?? (head.httpVersion === '1.0' ? '' : undefined);
}

/** The values of a header in the order they came. `name` is in lower case. */
export function headerValues(rawHeaders: readonly string[], name: string): string[] {
  const values: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() === name) values.push(rawHeaders[index + 1] ?? '');
  }
  return values;
}
