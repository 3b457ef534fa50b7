import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import type { Dispatcher } from 'undici';
import Client from 'undici/lib/dispatcher/client.js';
import { AnswerBody, joinedHeaders, type Answer } from './answer.ts';
import { ANSWER_HEAD_BYTES_MAX, ANSWER_TEXT_BYTES_MAX } from './bounds.ts';
import { watchInterimAnswers, type InterimAnswers } from './interim-answers.ts';

export interface Place {
  /** An address. */
  host: string;
  port: number;
  localAddress?: string;
  /** HTTPS; plain HTTP where it is absent. */
  tls?: ConnectionOptions;
}

export interface Question {
  method?: string;
  /** Path and query. */
  path: string;
  /** With Host. How long the body is, and that the connection ends, is written besides. */
  headers: Readonly<Record<string, string>>;
  body?: Buffer;
}

/**
 * Asks over a connection of its own, which ends with the answer. `signal` ends it earlier, also in
 * the middle of a body: every question has somebody who waits no longer.
 */
export async function askOnce(
  place: Place,
  question: Question,
  signal: AbortSignal,
): Promise<Answer> {
  return exchange(await openConnection(place, signal), question);
}

/** A connection that is being made. */
export interface Opening {
  socket: Socket;
  /** Which event of the socket says that it is open. */
  event: 'connect' | 'secureConnect';
}

/** Begins a connection; what becomes of it nobody hears yet. */
export function beginConnection({ tls, ...options }: Place): Opening {
  if (tls === undefined) return { socket: connectTcp(options), event: 'connect' };
  const socket = connectTls({ ALPNProtocols: ['http/1.1'], ...options, ...tls });
  return { socket, event: 'secureConnect' };
}

/** An open connection, TLS included. `signal` destroys it, whenever that is. */
export function openConnection(place: Place, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const { socket, event } = beginConnection(place);
    const onAbort = (): void => void socket.destroy(reasonOf(signal));
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('close', () => signal.removeEventListener('abort', onAbort));
    socket.once(event, () => resolve(socket));
    // Stays: what befalls the connection later is told by its exchange.
    socket.on('error', reject);
  });
}

/**
 * One request over a connection that is open, and the end of it. Rejects with what befell the
 * connection; a body breaks off with that.
 */
export function exchange(
  socket: Socket,
  { method = 'GET', path, headers, body }: Question,
  { headBytesMax = ANSWER_HEAD_BYTES_MAX } = {},
): Promise<Answer> {
  const interim = watchInterimAnswers(socket);
  const client = new Client('http://connected', {
    // Without pipelining the connection is not kept.
    pipelining: 0,
    allowH2: false,
    maxHeaderSize: headBytesMax,
    headersTimeout: 0,
    bodyTimeout: 0,
    // Later: undici does not go on by itself where it hears of the connection at once.
    connect: (_, connected) => queueMicrotask(() => connected(null, socket)),
  });
  return new Promise((resolve, reject) => {
    const options = { method, path, headers, body: body ?? null };
    client.dispatch(options, new ExchangeHandler({ resolve, reject, interim }));
  });
}

interface Exchange {
  resolve(answer: Answer): void;
  reject(error: Error): void;
  interim: InterimAnswers;
}

class ExchangeHandler implements Dispatcher.DispatchHandler {
  readonly #exchange: Exchange;
  #body: AnswerBody | undefined;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  onRequestStart(): void {
    this.#exchange.interim.expect();
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    lines: Record<string, string | string[] | undefined>,
    reason = '',
  ): void {
    if (status < 200) return;
    const body = new AnswerBody(controller);
    this.#body = body;
    this.#exchange.resolve({ status, reason, headers: joinedHeaders(lines), body });
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    this.#body?.receive(chunk);
  }

  onResponseEnd(): void {
    this.#body?.finish();
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (this.#body === undefined) this.#exchange.reject(error);
    else this.#body.destroy(error);
  }
}

/** The whole body as text. Rejects when it breaks off, or is longer than that. */
export async function textOf(
  { body }: Pick<Answer, 'body'>,
  bytesMax = ANSWER_TEXT_BYTES_MAX,
): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > bytesMax) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function reasonOf({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
