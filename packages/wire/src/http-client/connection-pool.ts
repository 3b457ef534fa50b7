import type { Readable } from 'node:stream';
import { AnswerBody, joinedHeaders, type Answer } from './answer.ts';
import type { Dispatcher } from 'undici';
import type { Opening } from './ask-once.ts';
import { PooledConnection } from './pooled-connection.ts';

export interface PoolOptions {
  /** Begins a connection. */
  open(): Opening;
  /** How long it may take to open one; as long as the system has it if absent. */
  connectWallMs?: number;
  connectionsMax: number;
  idleConnectionsMax: number;
  /** A connection that nothing was asked on for so long is closed. */
  idleWallMs: number;
  /** How often 100 may be said before an answer; as often as it likes if absent. */
  continuesMax?: number;
  /** No connection is left, and nobody waits for one. */
  emptied?(): void;
}

export interface PooledQuestion {
  method: string;
  /** Path and query. */
  path: string;
  /** Names and values in turn, with Host; Content-Length where the body is a stream with one. */
  headers: string[];
  body: Readable | null;
}

/** What comes of a question: `begun` perhaps, then one of the others. */
export interface QuestionListener {
  /** It is written, on a connection that is open. */
  begun(): void;
  answered(answer: Answer): void;
  /** `isReused`: the connection has carried another question before. */
  failed(error: Error, facts: { isReused: boolean }): void;
}

/** A question that is under way. */
export interface Asking {
  /** Ends it and its connection, in the middle of the body too. */
  cancel(reason: Error): void;
}

/**
 * Connections to one place, made as they are needed and kept after their answers. The one that was
 * used last is used first. What is asked when there are as many as may be waits its turn.
 */
export class ConnectionPool {
  readonly #options: PoolOptions;
  readonly #all = new Set<PooledConnection>();
  readonly #idle: PooledConnection[] = [];
  readonly #waiting: PooledExchange[] = [];

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /**
   * `silenceWallMs`: given up when the connection is silent for so long, before and in an answer.
   */
  ask(question: PooledQuestion, silenceWallMs: number, listener: QuestionListener): Asking {
    const { continuesMax = Infinity } = this.#options;
    const exchange = new PooledExchange({
      ...{ question, silenceWallMs, listener, continuesMax },
      free: (connection) => this.#free(connection),
    });
    const connection = this.#take();
    if (connection === undefined) this.#waiting.push(exchange);
    else exchange.begin(connection);
    return exchange;
  }

  /** Ends all, also what is under way. */
  close(): void {
    for (const exchange of this.#waiting.splice(0))
      exchange.cancel(new Error('the pool is closed'));
    for (const connection of this.#all) connection.destroy();
  }

  /** One that waits, or a new one; nothing where there are as many as may be. */
  #take(): PooledConnection | undefined {
    for (;;) {
      const idle = this.#idle.pop();
      if (idle === undefined) break;
      if (idle.isOpen) return idle;
      this.#all.delete(idle);
      idle.destroy();
    }
    if (this.#all.size >= this.#options.connectionsMax) return undefined;
    const { open, connectWallMs = 0, idleWallMs } = this.#options;
    const closed = (): void => this.#forget(made);
    const made = new PooledConnection({ open, connectWallMs, idleWallMs, closed });
    this.#all.add(made);
    return made;
  }

  /** Its answer is complete, or it is broken. */
  #free(connection: PooledConnection): void {
    const next = this.#waiting.shift();
    if (connection.isOpen) {
      if (next !== undefined) return next.begin(connection);
      if (this.#idle.length < this.#options.idleConnectionsMax)
        return void this.#idle.push(connection);
    }
    connection.destroy();
    this.#all.delete(connection);
    const fresh = next && this.#take();
    if (fresh !== undefined) next?.begin(fresh);
    else if (this.#all.size === 0) this.#options.emptied?.();
  }

  /** One that waits was closed. */
  #forget(connection: PooledConnection): void {
    const index = this.#idle.indexOf(connection);
    if (index < 0) return;
    this.#idle.splice(index, 1);
    this.#all.delete(connection);
    connection.destroy();
    if (this.#all.size === 0) this.#options.emptied?.();
  }
}

/** The same as a promise; `signal` ends it, in the middle of the body too. */
export function askPool(
  pool: ConnectionPool,
  question: PooledQuestion,
  { silenceWallMs, signal }: { silenceWallMs: number; signal?: AbortSignal | undefined },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const asking = pool.ask(question, silenceWallMs, {
      begun: () => undefined,
      answered: (answer) => {
        answer.body.once('close', () => signal?.removeEventListener('abort', onAbort));
        resolve(answer);
      },
      failed: (error) => {
        signal?.removeEventListener('abort', onAbort);
        reject(error);
      },
    });
    const onAbort = (): void => asking.cancel(signal?.reason as Error);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

interface ExchangeOptions {
  question: PooledQuestion;
  silenceWallMs: number;
  continuesMax: number;
  listener: QuestionListener;
  free(connection: PooledConnection): void;
}

class PooledExchange implements Dispatcher.DispatchHandler, Asking {
  readonly #options: ExchangeOptions;
  #connection: PooledConnection | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #body: AnswerBody | undefined;
  #isReused = false;
  #isOver = false;

  constructor(options: ExchangeOptions) {
    this.#options = options;
  }

  begin(connection: PooledConnection): void {
    if (this.#isOver) return this.#options.free(connection);
    this.#connection = connection;
    connection.dispatch(this.#options.question, this);
  }

  cancel(reason: Error): void {
    if (this.#isOver) return;
    if (this.#controller !== undefined) return this.#controller.abort(reason);
    // Not written yet: the connection is being made, or waited for.
    if (this.#connection === undefined) this.#fail(reason);
    else this.#connection.destroy(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#isReused =
      this.#connection?.begin(this.#options.silenceWallMs, () => this.cancel(new SilentError())) ??
      false;
    this.#options.listener.begun();
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    lines: Record<string, string | string[] | undefined>,
    reason = '',
  ): void {
    if ((this.#connection?.continues ?? 0) > this.#options.continuesMax)
      return controller.abort(new Error('100 was answered more than once'));
    if (status < 200) return;
    const body = new AnswerBody(controller);
    this.#body = body;
    this.#options.listener.answered({ status, reason, headers: joinedHeaders(lines), body });
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    this.#body?.receive(chunk);
  }

  onResponseEnd(): void {
    this.#body?.finish();
    this.#end();
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (this.#body === undefined) this.#fail(error);
    else {
      this.#body.destroy(error);
      this.#end();
    }
  }

  #fail(error: Error): void {
    if (this.#isOver) return;
    this.#end();
    this.#options.listener.failed(error, { isReused: this.#isReused });
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const connection = this.#connection;
    if (connection === undefined) return;
    connection.end();
    this.#options.free(connection);
  }
}

/** Nothing was said for as long as is waited. */
export class SilentError extends Error {
  constructor() {
    super('it fell silent');
    this.name = 'SilentError';
  }
}
