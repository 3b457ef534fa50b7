import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';

/** By name in lower case; a list is several lines that must stay apart. */
export type AnswerHeaders = Record<string, string | string[] | undefined>;

/** What was answered: the head, and the body as it comes. */
export interface Answer {
  status: number;
  reason: string;
  headers: AnswerHeaders;
  /** To be read or destroyed: one that is left alone keeps its connection. */
  body: Readable;
}

/**
 * Of these the first line counts, as Node.js has it: two of them are a mistake, not a list.
 * https://nodejs.org/api/http.html#messageheaders
 */
const FIRST_COUNTS: ReadonlySet<string> = new Set([
  ...['age', 'authorization', 'content-length', 'content-type', 'etag', 'expires', 'from', 'host'],
  ...['if-modified-since', 'if-unmodified-since', 'last-modified', 'location', 'max-forwards'],
  ...['proxy-authorization', 'referer', 'retry-after', 'server', 'user-agent'],
]);

/**
 * Lines of one name as one, where they are a list (RFC 9110, section 5.3); those of Set-Cookie
 * never are (RFC 6265, section 3).
 */
export function joinedHeaders(lines: Readonly<AnswerHeaders>): AnswerHeaders {
  const joined: AnswerHeaders = Object.create(null) as AnswerHeaders;
  for (const name of Object.keys(lines)) {
    const value = lines[name];
    if (name === 'set-cookie') joined[name] = [value ?? []].flat();
    else if (!Array.isArray(value)) joined[name] = value;
    else if (FIRST_COUNTS.has(name)) joined[name] = value[0];
    else joined[name] = value.join(name === 'cookie' ? '; ' : ', ');
  }
  return joined;
}

/**
 * A body that undici receives, at the speed of its reader. Who destroys it before its end ends the
 * connection.
 */
export class AnswerBody extends Readable {
  readonly #controller: Dispatcher.DispatchController;
  #isWhole = false;

  constructor(controller: Dispatcher.DispatchController) {
    super();
    this.#controller = controller;
    // Who reads hears of it; where nobody does, it is nobody's.
    this.on('error', () => undefined);
  }

  receive(chunk: Buffer): void {
    if (!this.push(chunk)) this.#controller.pause();
  }

  finish(): void {
    this.#isWhole = true;
    this.push(null);
  }

  override _read(): void {
    this.#controller.resume();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.#isWhole) this.#controller.abort(error ?? new Error('nobody reads the rest'));
    done(error);
  }
}
