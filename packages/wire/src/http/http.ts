import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { WireRequest, WireResponse } from '../types.ts';

/**
 * node:http's request as the codec takes it. `body` may be replaced by a decoded one (see
 * `PayloadDecoder`).
 */
export function wireRequestOf(message: IncomingMessage, body: Readable = message): WireRequest {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(message.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  return { method: message.method ?? 'GET', target: message.url ?? '/', headers, body };
}

/**
 * Keeps the connection open as HTTP/1.1 does by itself, without the `Connection` and `Keep-Alive`
 * that node:http writes: AWS sends neither, and clients that copy an answer's headers into their
 * next request sign them. Call it before the headers are written.
 */
export function keepAliveUnsaid(response: ServerResponse): void {
  // A client of HTTP/1.0 would not know otherwise (RFC 9112, section 9.3), and who asks to close is
  // told of it.
  if (response.shouldKeepAlive && response.req.httpVersion === '1.1')
    response.removeHeader('connection');
}

/**
 * Sends an answer; resolves when it has been handed over, rejects when the client or the payload's
 * source fails.
 */
export async function sendWireResponse(
  response: ServerResponse,
  { status, headers, body }: WireResponse,
): Promise<void> {
  if (body instanceof Readable) {
    response.writeHead(status, headers);
    await pipeline(body, response);
    return;
  }
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  // RFC 9110, section 8.6: an answer to HEAD tells the length of what GET would send, or none.
  const length = headers['content-length'] ?? String(bytes.length);
  const bodiless = status === 204 || status === 304 || response.req.method === 'HEAD';
  response.writeHead(status, bodiless ? headers : { ...headers, 'content-length': length });
  response.end(bytes);
}
