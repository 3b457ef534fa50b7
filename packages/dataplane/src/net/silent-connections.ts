import type { Socket } from 'node:net';
import type { Clock, Timer } from '@understudy/contract';

export interface SilentConnectionLimits {
  /** How long a connection is held, AWS time. */
  silentConnectionMs: number;
  /** The oldest goes when there are more. */
  silentConnectionsMax: number;
}

/**
 * Connections that no rule admits. A security group drops packets and answers nothing, so the peer
 * is left to its own time-out; here the kernel has already accepted, and what can still be done is
 * to say nothing.
 */
export class SilentConnections {
  readonly #clock: Clock;
  readonly #limits: SilentConnectionLimits;
  readonly #held = new Map<Socket, Timer>();

  constructor(clock: Clock, limits: SilentConnectionLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Takes a socket that has not been read from, and ends it when its time or its place is up. */
  hold(socket: Socket): void {
    socket.pause();
    socket.on('error', () => this.#end(socket));
    socket.once('close', () => this.#end(socket));
    const timer = this.#clock.after(this.#limits.silentConnectionMs, () => this.#end(socket));
    this.#held.set(socket, timer);
    const [oldest] = this.#held.keys();
    if (this.#held.size > this.#limits.silentConnectionsMax && oldest) this.#end(oldest);
  }

  close(): void {
    for (const socket of [...this.#held.keys()]) this.#end(socket);
  }

  #end(socket: Socket): void {
    this.#held.get(socket)?.cancel();
    this.#held.delete(socket);
    socket.destroy();
  }
}
