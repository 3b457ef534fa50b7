import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecure, type SecureContext } from 'node:tls';
import { AnswerReader, type AnswerHead } from './answer-reader.ts';
import { IDLE_WALL_MS_MAX, POOL_IDLE_WALL_MS, STORE_CONNECT_WALL_MS_MAX } from '../bounds.ts';

export interface StorePlace {
  host: string;
  port: number;
  /** Plain where there is none. */
  tls: { servername: string; secureContext: SecureContext } | undefined;
}

/** What an exchange hears; nothing more after `end` or `failed`. */
export interface ExchangeListener {
  interim(status: number): void;
  head(head: AnswerHead): void;
  body(bytes: Buffer): void;
  end(): void;
  /** The connection is gone. */
  failed(error: Error): void;
  /** More of the request's body can be taken. */
  drained(): void;
}

interface Exchange {
  reader: AnswerReader;
  listener: ExchangeListener;
  keepsConnection: boolean;
  requestIsSent: boolean;
}

/** One connection to a store, which carries one request at a time. */
export class StoreConnection {
  readonly #socket: Socket;
  readonly #idle: (connection: StoreConnection) => void;
  #exchange: Exchange | undefined;
  #isReused = false;

  /** `idle` is told when it may carry the next request, `gone` when it carries no more. */
  constructor(
    place: StorePlace,
    told: {
      idle(connection: StoreConnection): void;
      gone(connection: StoreConnection): void;
    },
  ) {
    const { host, port, tls } = place;
    this.#socket =
      tls === undefined ? connectPlain({ host, port }) : connectSecure({ host, port, ...tls });
    this.#idle = (connection) => told.idle(connection);
    const socket = this.#socket;
    socket.setNoDelay(true);
    socket.setTimeout(STORE_CONNECT_WALL_MS_MAX);
    // What is written to a connection that is not open yet counts as its progress, and moves the
    // end of the wait.
    socket.cork();
    socket.once(tls === undefined ? 'connect' : 'secureConnect', () => {
      socket.setTimeout(IDLE_WALL_MS_MAX);
      socket.uncork();
    });
    socket.on('data', (bytes) => this.#read(bytes));
    socket.on('drain', () => this.#exchange?.listener.drained());
    socket.on('end', () => this.#ended());
    socket.on('timeout', () => this.destroy(new Error('the store does not answer')));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => {
      this.#fail(new Error('the store closed the connection'));
      told.gone(this);
    });
  }

  /** Whether it has carried a request before the one that is under way. */
  get isReused(): boolean {
    return this.#isReused;
  }

  /** Begins a request; its body follows by `write`, and `finish` says that it is complete. */
  begin(request: { method: string; head: string }, listener: ExchangeListener): void {
    const reader = new AnswerReader(request.method, {
      interim: (status) => listener.interim(status),
      head: (head) => {
        if (this.#exchange !== undefined) this.#exchange.keepsConnection = head.keepsConnection;
        listener.head(head);
      },
      body: (bytes) => listener.body(bytes),
      end: () => this.#answered(),
    });
    this.#exchange = { reader, listener, keepsConnection: false, requestIsSent: false };
    if (this.#isReused) this.#socket.setTimeout(IDLE_WALL_MS_MAX);
    this.#socket.write(request.head, 'latin1');
  }

  /** False where `drained` should be waited for. */
  write(bytes: Uint8Array | string): boolean {
    return this.#socket.write(bytes);
  }

  finish(): void {
    if (this.#exchange !== undefined) this.#exchange.requestIsSent = true;
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  destroy(error?: Error): void {
    this.#socket.destroy(error);
  }

  #read(bytes: Buffer): void {
    const exchange = this.#exchange;
    // What nobody has asked for is no answer to the next request.
    if (exchange === undefined) return this.destroy();
    try {
      exchange.reader.push(bytes);
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  #answered(): void {
    const exchange = this.#exchange;
    if (exchange === undefined) return;
    this.#exchange = undefined;
    // Paused for a client that is slow to take what it was sent: the next request's is another.
    this.#socket.resume();
    // Before the whole request was sent, the rest of it would be read as the next one.
    const isFree = exchange.keepsConnection && exchange.requestIsSent;
    if (isFree) {
      this.#isReused = true;
      this.#socket.setTimeout(POOL_IDLE_WALL_MS);
      this.#idle(this);
    } else this.destroy();
    exchange.listener.end();
  }

  #ended(): void {
    try {
      this.#exchange?.reader.close();
      this.destroy();
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  #fail(error: Error): void {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    exchange?.listener.failed(error);
  }
}
