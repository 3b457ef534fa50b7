import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';

/** How long a body is still read that nobody wants. Wall time: it waits for a socket. */
export interface ReadOnBounds {
  bytesMax: number;
  wallMsMax: number;
}

/**
 * Reads what a client still sends of its body, and drops it: most clients look at the answer only
 * once they have sent everything, and a connection that is closed on bytes that nobody has read
 * takes the answer with it (RFC 9112, section 9.6). True when the whole body has come; false at a
 * bound, or when the client is gone.
 */
export async function readOn(message: IncomingMessage, bounds: ReadOnBounds): Promise<boolean> {
  if (message.readableEnded) return true;
  if (message.destroyed) return false;
  let sizeBytes = 0;
  const stop = new AbortController();
  message.on('data', (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes > bounds.bytesMax) stop.abort();
  });
  // A client that breaks off after the wait is over is nobody's concern.
  message.on('error', () => undefined);
  message.resume();
  try {
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(bounds.wallMsMax)]);
    await finished(message, { signal, writable: false });
    return true;
  } catch {
    return false;
  }
}
