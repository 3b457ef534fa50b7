import { PassThrough, Readable, type Writable } from 'node:stream';

/** The whole body, or, when it is longer than `bytesMax`, a stream that gives it all the same. */
export async function collect(
  body: Buffer | Readable,
  bytesMax: number,
): Promise<Buffer | Readable> {
  if (Buffer.isBuffer(body)) return body;
  const chunks: Buffer[] = [];
  let bytes = 0;
  const iterator = body.iterator({ destroyOnReturn: false });
  for await (const chunk of iterator) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes > bytesMax) return resume(chunks, body);
  }
  return Buffer.concat(chunks);
}

function resume(chunks: Buffer[], rest: Readable): Readable {
  const through = new PassThrough();
  for (const chunk of chunks) through.write(chunk);
  rest.on('error', (error) => through.destroy(error));
  // Whoever read it may have left: a stream left alone would keep its connection.
  through.once('close', () => void rest.destroy());
  rest.pipe(through);
  return through;
}

/**
 * Sends a body on; what breaks off or leaves at one end does at the other. `pipeline` of
 * node:stream does the same, and makes an exception with its stack each time that it is done.
 */
export function sendBody(body: Readable, to: Writable): void {
  body.on('error', () => undefined);
  body.once('close', () => {
    if (!body.readableEnded) to.destroy();
  });
  to.once('close', () => void body.destroy());
  if (body.closed && !body.readableEnded) to.destroy();
  body.pipe(to);
}

/** A body that breaks off at once, as another one did. */
export function brokenOff(reason: unknown): Readable {
  const error = reason instanceof Error ? reason : new Error(String(reason));
  return new Readable({
    read() {
      this.destroy(error);
    },
  });
}

/** Nobody reads it: a stream left alone would keep its connection. */
export function discard(answer: { body: Buffer | Readable }): void {
  if (!Buffer.isBuffer(answer.body)) answer.body.destroy();
}

/**
 * Has a body come to its end that nobody reads; gives it up when it is too long, or told to stop.
 */
export async function drain(
  body: Buffer | Readable,
  bytesMax: number,
  signal: AbortSignal,
): Promise<void> {
  if (Buffer.isBuffer(body)) return;
  const stop = (): void => void body.destroy();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  let bytes = 0;
  try {
    for await (const chunk of body) {
      bytes += (chunk as Buffer).length;
      if (bytes > bytesMax) break;
    }
  } catch {
    // It broke off, or was stopped: there is nobody to tell.
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
