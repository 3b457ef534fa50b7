import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { authorityOf, isS3Host, isSentTo } from '@understudy/wire';

export type Admission = 'admitted' | 'foreign-host' | 'foreign-origin' | 'no-token';

type Message = Pick<IncomingMessage, 'headers' | 'rawHeaders'>;

/**
 * Who may use `/_understudy/`. The token keeps other users out; host and origin keep pages of
 * other sites out that the user's own browser shows, DNS rebinding included.
 */
export function admit(
  request: Message & { query: URLSearchParams },
  own: { port: number; token: string },
): Admission {
  const { headers } = request;
  if (!isForAws(request, own.port)) return 'foreign-host';
  if (isForeign(headers, own.port)) return 'foreign-origin';
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  // A browser's EventSource cannot send headers.
  const token = bearer ?? request.query.get('token') ?? '';
  return sameSecret(token, own.token) ? 'admitted' : 'no-token';
}

/** Whether the request was sent to the endpoint by one of the endpoint's own names. */
export function isForAws(request: Message, port: number): boolean {
  return isSentTo(request, { names: OWN_NAMES, port });
}

/**
 * Whether it was sent to S3 by one of S3's names here: those of the endpoint, those that the SDKs
 * make of them by putting the bucket in front (`BUCKET.localhost:PORT`), and AWS's own, which
 * lead here only where the user makes them (`curl --connect-to`).
 */
export function isForS3(request: Message, port: number): boolean {
  if (isForAws(request, port)) return true;
  const authority = authorityOf(request);
  if (authority === undefined) return false;
  const { name } = authority;
  if (isS3Host(name)) return authority.port === undefined || authority.port === port;
  return name.endsWith('.localhost') && (authority.port ?? 80) === port;
}

/** Whether a page of another site makes the browser send this. */
function isForeign(headers: IncomingHttpHeaders, port: number): boolean {
  if (headers.origin !== undefined) return isForeignOrigin(headers, port);
  // A picture or a link sends no origin. https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-
  // header
  const site = headers['sec-fetch-site'];
  return site === 'cross-site' || site === 'same-site';
}

/** Whether a page of another site asks to read the answer, or to send a body. */
export function isForeignOrigin({ origin }: IncomingHttpHeaders, port: number): boolean {
  return origin !== undefined && !ownOrigins(port).includes(origin);
}

const OWN_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

function ownOrigins(port: number): string[] {
  return OWN_NAMES.map((name) => `http://${name}${port === 80 ? '' : `:${port}`}`);
}

/** Constant in time, whatever the lengths. */
function sameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
