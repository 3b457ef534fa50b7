import type { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import Client from 'undici/lib/dispatcher/client.js';
import type { Opening } from './ask-once.ts';
import { ANSWER_HEAD_BYTES_MAX, KEEP_ALIVE_MARGIN_WALL_MS } from './bounds.ts';
import { watchInterimAnswers, type InterimAnswers } from './interim-answers.ts';

interface PooledConnectionOptions {
  open(): Opening;
  /** 0 for as long as the system has it. */
  connectWallMs: number;
  idleWallMs: number;
  /** Whatever it was, it is open no more. */
  closed(): void;
}

/** One connection at a time, which carries one question at a time. */
export class PooledConnection {
  readonly #options: PooledConnectionOptions;
  readonly #client: Client;
  #socket: Socket | undefined;
  #interim: InterimAnswers | undefined;
  #onSilence: (() => void) | undefined;
  /** Questions that this connection has carried. */
  #carried = 0;

  constructor(options: PooledConnectionOptions) {
    this.#options = options;
    this.#client = new Client('http://kept', {
      pipelining: 1,
      allowH2: false,
      maxHeaderSize: ANSWER_HEAD_BYTES_MAX,
      // Those of whoever asks count, which may run in AWS time.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: options.idleWallMs,
      keepAliveMaxTimeout: options.idleWallMs,
      keepAliveTimeoutThreshold: KEEP_ALIVE_MARGIN_WALL_MS,
      connect: (_, settle) => this.#connect(settle),
    });
  }

  /** What is asked now would not have to wait for a new one. */
  get isOpen(): boolean {
    return this.#socket?.destroyed === false;
  }

  /** How often 100 was said before the answer that is awaited. */
  get continues(): number {
    return this.#interim?.continues ?? 0;
  }

  /** `reset: false` keeps the connection after HEAD, and after a body where none is usual. */
  dispatch(
    question: Omit<Dispatcher.DispatchOptions, 'reset'>,
    handler: Dispatcher.DispatchHandler,
  ): void {
    this.#client.dispatch({ ...question, reset: false }, handler);
  }

  /** A question is being written. Says whether another one was before. */
  begin(silenceWallMs: number, onSilence: () => void): boolean {
    this.#onSilence = onSilence;
    this.#interim?.expect();
    this.#socket?.setTimeout(silenceWallMs);
    this.#carried += 1;
    return this.#carried > 1;
  }

  end(): void {
    this.#onSilence = undefined;
    this.#socket?.setTimeout(0);
  }

  destroy(reason?: Error): void {
    this.#socket?.destroy(reason);
    void this.#client.destroy(reason ?? null);
  }

  #connect(settle: (...result: [null, Socket] | [Error, null]) => void): void {
    const { socket, event } = this.#options.open();
    this.#socket = socket;
    this.#interim = watchInterimAnswers(socket);
    this.#carried = 0;
    socket.setNoDelay(true);
    socket.setTimeout(this.#options.connectWallMs);
    let isSettled = false;
    const fail = (error: Error): void => {
      if (isSettled) return;
      isSettled = true;
      settle(error, null);
    };
    socket.once(event, () => {
      isSettled = true;
      socket.setTimeout(0);
      settle(null, socket);
    });
    socket.on('error', fail);
    socket.on('timeout', () => {
      if (isSettled) this.#onSilence?.();
      else socket.destroy(new Error('no connection was made in time'));
    });
    socket.once('close', () => {
      fail(new Error('the connection was closed'));
      if (this.#socket === socket) this.#options.closed();
    });
  }
}
