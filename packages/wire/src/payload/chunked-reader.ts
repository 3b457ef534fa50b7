import { AwsError } from '../aws-error.ts';

/** `SIZE;chunk-signature=64 digits`, with room to spare. */
const CHUNK_LINE_BYTES_MAX = 512;

/** A handful of checksums and a signature. */
const TRAILER_BYTES_MAX = 4096;

export interface ChunkedEvents {
  data(bytes: Uint8Array): void;
  /** After a chunk's data, the empty last one included. */
  chunk(signature: string | undefined): void;
}

type State = 'size' | 'data' | 'data-end' | 'trailer';

/** Takes the framing of `aws-chunked` off a body that comes in any pieces. */
export class ChunkedReader {
  readonly #events: ChunkedEvents;
  #state: State = 'size';
  #pending: Buffer = Buffer.alloc(0);
  #leftBytes = 0;
  #signature: string | undefined;

  constructor(events: ChunkedEvents) {
    this.#events = events;
  }

  push(bytes: Buffer): void {
    let rest = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    this.#pending = Buffer.alloc(0);
    for (;;) {
      const next = this.#step(rest);
      if (next === undefined) break;
      rest = next;
    }
    if (this.#state === 'trailer' && rest.length > TRAILER_BYTES_MAX) throw malformedTrailer();
    this.#pending = rest;
  }

  /** The trailer's lines. */
  end(): string[] {
    if (this.#state !== 'trailer') throw incompleteBody();
    return this.#pending
      .toString('latin1')
      .split(/\r?\n/)
      .filter((line) => line !== '');
  }

  /** What is left after one more piece has been read; undefined where more is needed. */
  #step(bytes: Buffer): Buffer | undefined {
    switch (this.#state) {
      case 'size':
        return this.#readSize(bytes);
      case 'data':
        return this.#readData(bytes);
      case 'data-end':
        if (bytes.length < 2) return undefined;
        if (bytes.toString('latin1', 0, 2) !== '\r\n') throw incompleteBody();
        this.#state = 'size';
        return bytes.subarray(2);
      case 'trailer':
        return undefined;
    }
  }

  #readSize(bytes: Buffer): Buffer | undefined {
    const end = bytes.indexOf('\r\n');
    if (end > CHUNK_LINE_BYTES_MAX || (end < 0 && bytes.length > CHUNK_LINE_BYTES_MAX))
      throw incompleteBody();
    if (end < 0) return undefined;
    const line = bytes.toString('latin1', 0, end);
    const found = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
    if (found === null) throw incompleteBody();
    this.#leftBytes = Number.parseInt(found[1] ?? '', 16);
    this.#signature = found[2];
    if (this.#leftBytes === 0) {
      this.#events.chunk(this.#signature);
      this.#state = 'trailer';
    } else this.#state = 'data';
    return bytes.subarray(end + 2);
  }

  #readData(bytes: Buffer): Buffer | undefined {
    if (bytes.length === 0) return undefined;
    const data = bytes.subarray(0, this.#leftBytes);
    this.#events.data(data);
    this.#leftBytes -= data.length;
    if (this.#leftBytes === 0) {
      this.#events.chunk(this.#signature);
      this.#state = 'data-end';
    }
    return bytes.subarray(data.length);
  }
}

export function incompleteBody(): AwsError {
  return new AwsError({
    code: 'IncompleteBody',
    message: 'You did not provide the number of bytes specified by the Content-Length HTTP header',
  });
}

export function malformedTrailer(): AwsError {
  return new AwsError({
    code: 'MalformedTrailerError',
    message:
      'The request contained trailing data that was not well-formed ' +
      'or did not conform to our published schema.',
  });
}
