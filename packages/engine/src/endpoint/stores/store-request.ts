import { CLIENT_ADDRESS_HEADER, HOP_BY_HOP, tellClientAddress } from '@understudy/wire';

/** A client's request as its region's store gets it. */
export interface StoreRequest {
  method: string;
  /** Request line and headers, with the empty line at the end; Latin-1, a character a byte. */
  head: string;
  body: 'none' | 'length' | 'chunked';
  /** The client waits to be told whether its body is wanted (RFC 9110, section 10.1.1). */
  expectsContinue: boolean;
}

/** Written anew for the store, whatever the client has sent. */
const OUR_OWN: ReadonlySet<string> = new Set(['transfer-encoding', CLIENT_ADDRESS_HEADER]);

/**
 * Headers that speak of the client's own connection stay with it (RFC 9110, section 7.6.1), but for
 * those that it has signed: without them the store could not verify the signature.
 */
export function storeRequestOf(
  request: {
    method?: string | undefined;
    url?: string | undefined;
    rawHeaders: readonly string[];
  },
  {
    signedHeaders = [],
    token,
    address,
  }: {
    signedHeaders?: readonly string[] | undefined;
    token?: string | undefined;
    address?: string | undefined;
  } = {},
): StoreRequest {
  const method = request.method ?? 'GET';
  let head = `${method} ${request.url ?? '/'} HTTP/1.1\r\n`;
  let body: StoreRequest['body'] = 'none';
  let expectsContinue = false;
  const { rawHeaders } = request;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = [rawHeaders[index], rawHeaders[index + 1]];
    const lower = name.toLowerCase();
    if (lower === 'transfer-encoding') body = 'chunked';
    else if (lower === 'content-length' && body === 'none' && value !== '0') body = 'length';
    else if (lower === 'expect') expectsContinue = value.toLowerCase() === '100-continue';
    if (OUR_OWN.has(lower)) continue;
    if (!HOP_BY_HOP.has(lower) || signedHeaders.includes(lower)) head += `${name}: ${value}\r\n`;
  }
  if (token !== undefined && address !== undefined)
    head += `${CLIENT_ADDRESS_HEADER}: ${tellClientAddress(address, token)}\r\n`;
  // node:http has taken the client's own chunks off; these are ours.
  if (body === 'chunked') head += 'Transfer-Encoding: chunked\r\n';
  return { method, head: `${head}\r\n`, body, expectsContinue };
}

/** One piece of a body in the chunked coding. https://www.rfc-editor.org/rfc/rfc9112#section-7.1 */
export function chunkLine(bytes: number): string {
  return `${bytes.toString(16)}\r\n`;
}

export const LAST_CHUNK = '0\r\n\r\n';

/** https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2 */
const IDEMPOTENT: ReadonlySet<string> = new Set([
  'DELETE',
  'GET',
  'HEAD',
  'OPTIONS',
  'PUT',
  'TRACE',
]);

/**
 * Whether a request whose connection ended without any answer may be sent once more. The store may
 * have closed a connection that waited just when the request was written to it; whether it was
 * carried out nobody knows, so only what is the same twice is repeated (RFC 9110, section 9.2.2),
 * and only while all of it can be.
 */
export function mayRetry(attempt: {
  method: string;
  isReused: boolean;
  /** Whether any of the body has been passed on. */
  bodyHasBegun: boolean;
}): boolean {
  return attempt.isReused && !attempt.bodyHasBegun && IDEMPOTENT.has(attempt.method);
}
