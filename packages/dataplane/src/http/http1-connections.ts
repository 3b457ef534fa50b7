import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** One request of HTTP/1 and its answer, while they are under way. */
export interface Http1Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  /** Ends it with an error: its body is broken, and nothing was answered yet. */
  breakOff(): void;
}

/**
 * Sees to it that a connection of HTTP/1 carries nothing further once its last answer is decided
 * or its framing is in doubt, and that answers stay in the order of their requests: what node's
 * server leaves to whoever listens to it.
 */
export class Http1Connections {
  readonly #latest = new WeakMap<Duplex, Http1Exchange>();
  readonly #ended = new WeakSet<Duplex>();

  /**
   * False for a request that follows the last one of its connection: it must not be carried out
   * (RFC 9112, section 9.6).
   */
  open(exchange: Http1Exchange): boolean {
    const { socket } = exchange.request;
    if (this.#ended.has(socket)) return false;
    this.#latest.set(socket, exchange);
    return true;
  }

  /** Whether no answer is under way. */
  isIdle(socket: Duplex): boolean {
    return this.#latest.get(socket)?.response.writableFinished ?? true;
  }

  /** The answer to the latest request is the connection's last. */
  end(socket: Duplex): void {
    this.#ended.add(socket);
  }

  /**
   * What came is no HTTP. `refuse` says so and closes, but only when it is this one's turn to be
   * answered: never in the middle of an answer, nor in place of an earlier request's.
   */
  broken(socket: Duplex, error: NodeJS.ErrnoException, refuse: () => void): void {
    const wasEnded = this.#ended.has(socket);
    this.#ended.add(socket);
    const latest = this.#latest.get(socket);
    const isPending = latest !== undefined && !latest.response.writableFinished;
    if (!isPending) {
      if (!wasEnded) refuse();
      else if (!socket.writableEnded) socket.end();
      return;
    }
    if (wasEnded) return;
    if (!latest.request.complete) {
      if (latest.response.headersSent) socket.destroy();
      else latest.breakOff();
    } else if (error.code === 'HPE_CLOSED_CONNECTION') {
      // The answer that is under way ends the connection, as the viewer itself has asked.
    } else {
      latest.response.once('finish', refuse);
    }
  }
}
