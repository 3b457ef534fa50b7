import { ANSWER_HEAD_BYTES_MAX } from '../bounds.ts';

export interface AnswerHead {
  status: number;
  reason: string;
  /** Names and values in turn, as they came. */
  rawHeaders: string[];
  /** Whether the connection may carry another request afterwards. */
  keepsConnection: boolean;
}

export interface AnswerListener {
  /** A 1xx: the real answer is still to come. */
  interim(status: number): void;
  head(head: AnswerHead): void;
  body(bytes: Buffer): void;
  end(): void;
}

type State =
  'head' | 'length' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailer' | 'close' | 'done';

const NOTHING = Buffer.alloc(0);

/**
 * Reads one answer off a connection, in whatever pieces it comes. What is not plainly HTTP/1.1 is
 * refused: it comes from a store of ours, whose certificate was looked at.
 * https://www.rfc-editor.org/rfc/rfc9112#section-6.3
 */
export class AnswerReader {
  readonly #method: string;
  readonly #listener: AnswerListener;
  #state: State = 'head';
  #held: Buffer = NOTHING;
  #leftBytes = 0;

  constructor(method: string, listener: AnswerListener) {
    this.#method = method;
    this.#listener = listener;
  }

  get isDone(): boolean {
    return this.#state === 'done';
  }

  /** @throws Error for what is no answer, or more than one. */
  push(bytes: Buffer): void {
    let rest = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    this.#held = NOTHING;
    while (rest.length > 0) {
      const next = this.#step(rest);
      if (next === undefined) break;
      rest = next;
    }
    if (rest.length > ANSWER_HEAD_BYTES_MAX) throw malformed('its head is too long');
    this.#held = rest;
  }

  /**
   * The connection has ended, which may be the end of the body.
   * @throws Error where it is not.
   */
  close(): void {
    if (this.#state !== 'close') throw new Error('the store ended the connection');
    this.#end();
  }

  /** What is left after one more piece has been read; undefined where more is needed. */
  #step(bytes: Buffer): Buffer | undefined {
    switch (this.#state) {
      case 'head':
        return this.#readHead(bytes);
      case 'length':
      case 'chunk':
        return this.#readBytes(bytes);
      case 'close':
        this.#listener.body(bytes);
        return NOTHING;
      case 'done':
        throw malformed('more came than was asked for');
      default:
        return this.#readLine(bytes);
    }
  }

  #readHead(bytes: Buffer): Buffer | undefined {
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) return undefined;
    const head = parseHead(bytes.toString('latin1', 0, end));
    const rest = bytes.subarray(end + 4);
    if (head.status < 200) {
      // Nobody asks for another protocol.
      if (head.status === 101) throw malformed('it switches protocols');
      this.#listener.interim(head.status);
      return rest;
    }
    const framing = framingOf(head, this.#method);
    this.#leftBytes = framing.lengthBytes;
    this.#state = framing.state;
    const keepsConnection = head.keepsConnection && framing.state !== 'close';
    this.#listener.head({ ...head, keepsConnection });
    if (framing.state === 'length' && framing.lengthBytes === 0) this.#end();
    return rest;
  }

  #readBytes(bytes: Buffer): Buffer {
    const data = bytes.subarray(0, this.#leftBytes);
    this.#leftBytes -= data.length;
    this.#listener.body(data);
    if (this.#leftBytes === 0) {
      if (this.#state === 'length') this.#end();
      else this.#state = 'chunk-end';
    }
    return bytes.subarray(data.length);
  }

  /** https://www.rfc-editor.org/rfc/rfc9112#section-7.1 */
  #readLine(bytes: Buffer): Buffer | undefined {
    const end = bytes.indexOf('\r\n');
    if (end < 0) return undefined;
    const line = bytes.toString('latin1', 0, end);
    if (this.#state === 'chunk-size') {
      const size = /^([0-9a-f]{1,12})[\t ]*(?:;.*)?$/i.exec(line)?.[1];
      if (size === undefined) throw malformed('a chunk has no size');
      this.#leftBytes = Number.parseInt(size, 16);
      this.#state = this.#leftBytes === 0 ? 'trailer' : 'chunk';
    } else if (this.#state === 'chunk-end') {
      if (line !== '') throw malformed('a chunk is longer than its size');
      this.#state = 'chunk-size';
    } else if (line === '') this.#end();
    return bytes.subarray(end + 2);
  }

  #end(): void {
    this.#state = 'done';
    this.#listener.end();
  }
}

function parseHead(text: string): AnswerHead {
  const [statusLine = '', ...lines] = text.split('\r\n');
  const [, minor, status, reason = ''] =
    /^HTTP\/1\.([01]) ([1-9]\d\d)(?: (.*))?$/.exec(statusLine) ?? [];
  if (status === undefined) throw malformed('it has no status line');
  const rawHeaders: string[] = [];
  let closes = minor === '0';
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0 || /[\s]/.test(line.slice(0, colon))) throw malformed('a header has no name');
    const [name, value] = [line.slice(0, colon), line.slice(colon + 1).trim()];
    rawHeaders.push(name, value);
    if (/^connection$/i.test(name) && /\bclose\b/i.test(value)) closes = true;
  }
  return { status: Number(status), reason, rawHeaders, keepsConnection: !closes };
}

function framingOf(
  { status, rawHeaders }: AnswerHead,
  method: string,
): { state: State; lengthBytes: number } {
  if (method === 'HEAD' || status === 204 || status === 304)
    return { state: 'length', lengthBytes: 0 };
  const coding = valuesOf(rawHeaders, 'transfer-encoding');
  const lengths = valuesOf(rawHeaders, 'content-length');
  if (coding.length > 0) {
    if (coding.length > 1 || lengths.length > 0 || coding[0]?.toLowerCase() !== 'chunked')
      throw malformed('its length cannot be told');
    return { state: 'chunk-size', lengthBytes: 0 };
  }
  const [length] = lengths;
  if (length === undefined) return { state: 'close', lengthBytes: 0 };
  if (lengths.length > 1 || !/^\d{1,15}$/.test(length))
    throw malformed('its length cannot be told');
  return { state: 'length', lengthBytes: Number(length) };
}

function valuesOf(rawHeaders: readonly string[], wanted: string): string[] {
  const values: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    if (rawHeaders[index]?.toLowerCase() === wanted) values.push(rawHeaders[index + 1] ?? '');
  return values;
}

function malformed(why: string): Error {
  return new Error(`the store's answer is malformed: ${why}`);
}
