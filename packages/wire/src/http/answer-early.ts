import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { sendWireResponse } from './http.ts';
import { readOn, type ReadOnBounds } from './read-on.ts';
import type { WireResponse } from '../types.ts';

/**
 * So much more is read, and dropped, before the answer: then the connection can carry the next
 * request. Of a longer body more is wasted than a new connection costs.
 */
const REST_BYTES_MAX = 2 * 1024 ** 2;
const REST_WALL_MS_MAX = 2_000;

/**
 * Answers a request whose body may still be coming, and which nobody wants to read any more, so
 * that the client gets to see the answer: a connection that is closed on bytes that nobody has read
 * takes it along (RFC 9112, section 9.6). The answer is sent, and then so much of the body is read
 * as the bounds allow, before the connection is closed.
 */
export async function answerEarly(
  message: IncomingMessage,
  response: ServerResponse,
  { answer, bounds }: { answer: WireResponse; bounds: ReadOnBounds },
): Promise<void> {
  const { body } = answer;
  if (body instanceof Readable || (await isAllRead(message)))
    return sendWireResponse(response, answer);
  if (response.destroyed) return;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-length': String(bytes.length),
    connection: 'close',
  });
  // Whole, but not ended: that would close the connection.
  response.write(bytes);
  await readOn(message, bounds);
  response.end();
}

async function isAllRead(message: IncomingMessage): Promise<boolean> {
  const { headers } = message;
  const length = headers['content-length'];
  if (message.readableEnded || (length === undefined && headers['transfer-encoding'] === undefined))
    return true;
  // Who waits to be told whether the body is wanted is told that it is not (RFC 9110, section
  // 10.1.1).
  if (headers.expect !== undefined || length === undefined || Number(length) > REST_BYTES_MAX)
    return false;
  return readOn(message, { bytesMax: REST_BYTES_MAX, wallMsMax: REST_WALL_MS_MAX });
}
