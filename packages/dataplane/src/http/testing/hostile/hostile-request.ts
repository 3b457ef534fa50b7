/** A request that nobody sends in good faith, or that servers are known to read in two ways. */
export interface HostileRequest {
  name: string;
  /** As it is sent, a byte a character. */
  bytes: string;
  balancer: Outcome;
  edge: Outcome;
}

/** A status: one answer with it, a closed connection, and no whole request at the origin. */
export type Outcome = number | Passed;

export interface Passed {
  /** What the origin gets, in order. */
  requests: Seen[];
  /** The connection is closed after the answers. */
  closes: boolean;
  /** The status of one more answer after the origin's. */
  then?: number;
}

export interface Seen {
  line: string;
  /** Beside those that the server under test writes itself. */
  headers?: Record<string, string>;
  body?: string;
}

export const HOST = 'www.example.com';

/**
 * A head and what follows it. Lines end as they must, so that what is hostile stands in the text.
 */
export function raw(line: string, headers: readonly string[] = [], rest = ''): string {
  return `${[line, ...headers, '', ''].join('\r\n')}${rest}`;
}

export function get(target: string, headers: readonly string[] = []): string {
  return raw(`GET ${target} HTTP/1.1`, [`Host: ${HOST}`, ...headers]);
}

export function post(headers: readonly string[], rest = ''): string {
  return raw('POST /p HTTP/1.1', [`Host: ${HOST}`, ...headers], rest);
}

export function chunked(rest: string, line = 'POST /p HTTP/1.1'): string {
  return raw(line, [`Host: ${HOST}`, 'Transfer-Encoding: chunked'], rest);
}

/** It is sent on, and the connection stays open. */
export function passed(line: string, more: Omit<Seen, 'line'> = {}): Passed {
  return { requests: [{ line, ...more }], closes: false };
}

/** The same, but the answer is the connection's last. */
export function last(line: string, more: Omit<Seen, 'line'> = {}): Passed {
  return { ...passed(line, more), closes: true };
}

export function both(name: string, bytes: string, outcome: Outcome): HostileRequest {
  return { name, bytes, balancer: outcome, edge: outcome };
}

export function apart(
  name: string,
  bytes: string,
  outcomes: { balancer: Outcome; edge: Outcome },
): HostileRequest {
  return { name, bytes, ...outcomes };
}
