import type { Socket } from 'node:net';
import type { Clock } from '@understudy/contract';

/** The oldest goes when there are more. */
const CONNECTIONS_MAX = 1_000;

/** As long as a client's system repeats an unanswered SYN, about. */
const HOLD_MS = 130_000;

/**
 * Connections that the network does not admit. On AWS the packets are dropped; a program cannot
 * leave a SYN unanswered, so these are accepted, heard no further and told nothing.
 */
export class Silence {
  readonly #clock: Clock;
  readonly #held = new Set<Socket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  hold(socket: Socket): void {
    socket.pause();
    this.#held.add(socket);
    const timer = this.#clock.after(HOLD_MS, () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => {
      timer.cancel();
      this.#held.delete(socket);
    });
    if (this.#held.size <= CONNECTIONS_MAX) return;
    for (const oldest of this.#held) {
      this.#held.delete(oldest);
      oldest.destroy();
      break;
    }
  }

  close(): void {
    for (const socket of this.#held) socket.destroy();
  }
}
