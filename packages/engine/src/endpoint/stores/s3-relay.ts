import type { IncomingMessage, ServerResponse } from 'node:http';
import { HOP_BY_HOP, readOn } from '@understudy/wire';
import type { AnswerHead } from './answer-reader.ts';
import { REFUSED_BODY } from '../bounds.ts';
import type { ExchangeListener, StoreConnection } from './store-connection.ts';
import type { StorePool } from './store-pool.ts';
import {
  chunkLine,
  LAST_CHUNK,
  mayRetry,
  storeRequestOf,
  type StoreRequest,
} from './store-request.ts';

/**
 * Hands one request to a store and its answer to the client, both as they come. Rejects when there
 * is no answer, and nothing of one was sent.
 */
export function relay(
  request: IncomingMessage,
  response: ServerResponse,
  to: {
    pool: StorePool;
    signedHeaders: readonly string[] | undefined;
    /** By which the store believes who the client is. */
    token: string | undefined;
  },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = storeRequestOf(request, { ...to, address: request.socket.remoteAddress });
    new Relay(request, response, { sent, pool: to.pool, resolve, reject }).begin();
  });
}

interface RelayOptions {
  sent: StoreRequest;
  pool: StorePool;
  resolve: () => void;
  reject: (error: Error) => void;
}

class Relay implements ExchangeListener {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #options: RelayOptions;
  readonly #sent: StoreRequest;
  #connection: StoreConnection;
  #bodyHasBegun = false;
  #bodyIsSent: boolean;
  #isAnswered = false;
  /** What comes of the body is for the store: not any more once it has answered, or is gone. */
  #bodyIsWanted = true;

  constructor(request: IncomingMessage, response: ServerResponse, options: RelayOptions) {
    this.#request = request;
    this.#response = response;
    this.#options = options;
    this.#sent = options.sent;
    this.#bodyIsSent = this.#sent.body === 'none';
    this.#connection = options.pool.take();
  }

  begin(): void {
    if (this.#response.destroyed) return this.#options.resolve();
    this.#response.once('close', () => {
      if (this.#response.writableFinished) return;
      this.#connection.destroy();
      this.#options.resolve();
    });
    this.#attempt();
  }

  #attempt(): void {
    this.#connection.begin(this.#sent, this);
    if (this.#bodyIsSent) this.#connection.finish();
    else if (!this.#sent.expectsContinue) this.#sendBody();
  }

  interim(status: number): void {
    // The client is told what the store tells.
    if (status !== 100 || !this.#sent.expectsContinue || this.#bodyHasBegun) return;
    this.#response.writeContinue();
    this.#sendBody();
  }

  head({ status, reason, rawHeaders }: AnswerHead): void {
    this.#isAnswered = true;
    this.#bodyIsWanted = false;
    const headers = endToEnd(rawHeaders);
    if (!this.#bodyIsSent) headers.push('Connection', 'close');
    this.#response.writeHead(status, reason, headers);
  }

  body(bytes: Buffer): void {
    if (this.#response.write(bytes)) return;
    this.#connection.pause();
    this.#response.once('drain', () => this.#connection.resume());
  }

  end(): void {
    if (this.#bodyIsSent) return this.#finish();
    // A connection that is closed while a client still sends takes the answer with it (RFC 9112,
    // section 9.6).
    this.#response.flushHeaders();
    readOn(this.#request, REFUSED_BODY).then(
      () => this.#finish(),
      () => this.#finish(),
    );
  }

  failed(error: Error): void {
    if (this.#response.destroyed) return this.#options.resolve();
    if (this.#isAnswered) return void this.#response.destroy();
    const { method } = this.#sent;
    const { isReused } = this.#connection;
    if (!mayRetry({ method, isReused, bodyHasBegun: this.#bodyHasBegun })) {
      this.#bodyIsWanted = false;
      return this.#options.reject(error);
    }
    this.#connection = this.#options.pool.take({ fresh: true });
    this.#attempt();
  }

  drained(): void {
    if (this.#bodyIsWanted) this.#request.resume();
  }

  #sendBody(): void {
    this.#bodyHasBegun = true;
    const chunked = this.#sent.body === 'chunked';
    this.#request.on('data', (bytes: Buffer) => {
      if (!this.#bodyIsWanted) return;
      if (chunked) this.#connection.write(chunkLine(bytes.length));
      let goesOn = this.#connection.write(bytes);
      if (chunked) goesOn = this.#connection.write('\r\n');
      if (!goesOn) this.#request.pause();
    });
    this.#request.once('end', () => {
      if (!this.#bodyIsWanted) return;
      if (chunked) this.#connection.write(LAST_CHUNK);
      this.#bodyIsSent = true;
      this.#connection.finish();
    });
  }

  #finish(): void {
    this.#response.end();
    this.#options.resolve();
  }
}

/** Names and values in turn, without those of the connection, which the server writes itself. */
function endToEnd(rawHeaders: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (!HOP_BY_HOP.has(name.toLowerCase())) kept.push(name, rawHeaders[index + 1] ?? '');
  }
  return kept;
}
