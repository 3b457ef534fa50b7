import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { REFUSED_BODY_BYTES_MAX, REFUSED_BODY_WALL_MS } from './bounds.ts';

/**
 * A request's body apart from its connection: whatever destroys the body (a wrong digest, a refused
 * upload) leaves the connection to carry the answer.
 */
export function detachedBody(message: IncomingMessage): PassThrough {
  const body = new PassThrough();
  // A body that nobody reads, of a request that was refused early, may fail unheard.
  body.on('error', () => undefined);
  message.on('error', (error) => body.destroy(error));
  message.on('aborted', () => body.destroy(new Error('the client broke off')));
  message.pipe(body);
  return body;
}

/**
 * Reads on, within bounds, what a refused client is still sending: most clients look at the answer
 * only after they have sent everything, and a connection that is closed earlier loses it. True when
 * the whole body has come.
 */
export async function drain(message: IncomingMessage): Promise<boolean> {
  message.unpipe();
  if (message.readableEnded) return true;
  if (Number(message.headers['content-length'] ?? 0) > REFUSED_BODY_BYTES_MAX) return false;
  let sizeBytes = 0;
  const stop = new AbortController();
  message.on('data', (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes > REFUSED_BODY_BYTES_MAX) stop.abort();
  });
  message.resume();
  try {
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(REFUSED_BODY_WALL_MS)]);
    await finished(message, { signal, writable: false });
    return true;
  } catch {
    return false;
  }
}
