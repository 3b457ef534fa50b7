import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';

/**
 * A request's body apart from its connection: whatever destroys the body (a wrong digest, a refused
 * upload) leaves the connection to carry the answer. Who waits to be told that it is wanted is told
 * so when it is first read, so that what its headers are refused for is known before.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/RESTCommonRequestHeaders.html (Expect)
 */
export function detachedBody(message: IncomingMessage, response: ServerResponse): PassThrough {
  const body = new DetachedBody(() => {
    if (message.headers.expect !== undefined) response.writeContinue();
    message.pipe(body);
  });
  // A body that nobody reads, of a request that was refused early, may fail unheard.
  body.on('error', () => undefined);
  message.on('error', (error) => body.destroy(error));
  message.on('aborted', () => body.destroy(new Error('the client broke off')));
  return body;
}

class DetachedBody extends PassThrough {
  #begin: (() => void) | undefined;

  constructor(begin: () => void) {
    super();
    this.#begin = begin;
  }

  override _read(sizeBytes: number): void {
    const begin = this.#begin;
    this.#begin = undefined;
    begin?.();
    super._read(sizeBytes);
  }
}
