import type { IncomingMessage } from 'node:http';

/** To whom a request was sent, as its `Host` header says it. */
export interface Authority {
  /** Lower case; an IPv6 address in its brackets. */
  name: string;
  /** Undefined where the header names none: the scheme's own. */
  port: number | undefined;
}

const AUTHORITY = /^([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/;

/**
 * Undefined where there is no `Host`, more than one, or none that can be read.
 *
 * Every port of ours looks at it, because of DNS rebinding: a page of `evil.example` lets that name
 * lead to 127.0.0.1 once it is loaded, and is then "same-origin" with whatever listens here. The
 * browser sends neither `Origin` nor `Sec-Fetch-Site: cross-site` then; the name in `Host` is all
 * that tells. https://www.rfc-editor.org/rfc/rfc9110#section-7.2
 */
export function authorityOf(message: Pick<IncomingMessage, 'rawHeaders'>): Authority | undefined {
  const hosts: string[] = [];
  const { rawHeaders } = message;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    if (rawHeaders[index]?.toLowerCase() === 'host') hosts.push(rawHeaders[index + 1] ?? '');
  const [host, ...more] = hosts;
  if (host === undefined || more.length > 0) return undefined;
  const [, name, port] = AUTHORITY.exec(host.toLowerCase()) ?? [];
  return name === undefined
    ? undefined
    : { name, port: port === undefined ? undefined : Number(port) };
}

/** Whether the request was sent to that very place; the port may be left out where it is 80. */
export function isSentTo(
  message: Pick<IncomingMessage, 'rawHeaders'>,
  place: { names: readonly string[]; port: number },
): boolean {
  const authority = authorityOf(message);
  if (authority === undefined || !place.names.includes(authority.name)) return false;
  return (authority.port ?? 80) === place.port;
}

/**
 * Names that lead to this machine whoever answers for them: addresses of 127.0.0.0/8, and the
 * reserved `localhost` with all below it, which no name server may answer otherwise.
 * https://www.rfc-editor.org/rfc/rfc6761#section-6.3
 */
export function isLoopbackName(name: string): boolean {
  return /^127(?:\.\d{1,3}){3}$|^\[::1\]$|^(?:[a-z0-9._-]+\.)?localhost$/.test(name);
}

/** For messages: the name that was sent, as far as it is fit to be shown. */
export function shownHost(message: Pick<IncomingMessage, 'rawHeaders'>): string {
  const authority = authorityOf(message);
  if (authority === undefined) return 'no single host name';
  return authority.port === undefined ? authority.name : `${authority.name}:${authority.port}`;
}
