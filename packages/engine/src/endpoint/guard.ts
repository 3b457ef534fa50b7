import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export type Admission = 'admitted' | 'foreign-host' | 'foreign-origin' | 'no-token';

/**
 * Who may use `/_understudy/`. The token keeps other users out; host and origin keep pages of
 * other sites out that the user's own browser shows, DNS rebinding included.
 */
export function admit(
  request: { headers: IncomingHttpHeaders; query: URLSearchParams },
  own: { port: number; token: string },
): Admission {
  const { headers } = request;
  if (!ownHosts(own.port).includes(headers.host ?? '')) return 'foreign-host';
  if (isForeign(headers, own.port)) return 'foreign-origin';
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  // A browser's EventSource cannot send headers.
  const token = bearer ?? request.query.get('token') ?? '';
  return sameSecret(token, own.token) ? 'admitted' : 'no-token';
}

/**
 * Whether a page of another site makes the browser send this. Pages must not: the calls are
 * signed, but with any key admitted a presigned form would do.
 */
export function isForeign(headers: IncomingHttpHeaders, port: number): boolean {
  const { origin } = headers;
  if (origin !== undefined) return !ownHosts(port).some((host) => origin === `http://${host}`);
  // A picture or a link sends no origin. https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-
  // header
  const site = headers['sec-fetch-site'];
  return site === 'cross-site' || site === 'same-site';
}

function ownHosts(port: number): string[] {
  return ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
}

/** Constant in time, whatever the lengths. */
function sameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
