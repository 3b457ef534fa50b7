import type { Clock, Timer } from '@understudy/contract';

/** Requests under way at once; what is due above that is not sent, and counts as an error. */
export const UNDER_WAY_MAX = 5_000;

/**
 * Timers and clocks of the system go by the millisecond: what is due before the next tick's middle
 * is sent with this one, since it would be late by more with the next.
 */
const EARLY_WALL_MS = 0.5;

export interface OpenLoopOptions {
  clock: Clock;
  /** Between two requests: AWS milliseconds. */
  intervalMs: number;
  /** Of the first one, after the beginning. */
  offsetMs: number;
  /** Sends what was due at that time; never rejects. */
  send(dueMs: number): Promise<void>;
  /** In place of it, where too many are under way. */
  refuse(dueMs: number): void;
}

/**
 * Makes requests at a constant rate, whatever becomes of them: one that waits for its answer keeps
 * no other from being made, and one that is made late counts from when it was due. That is how
 * visitors come; a client that asks again only once it was answered asks a slow site less often,
 * and calls it fast (coordinated omission).
 */
export class OpenLoop {
  readonly #options: OpenLoopOptions;
  #timer: Timer | undefined;
  #nextMs = 0;
  #underWay = 0;

  constructor(options: OpenLoopOptions) {
    this.#options = options;
  }

  start(): void {
    const { clock, offsetMs } = this.#options;
    this.#nextMs = clock.nowMs() + offsetMs;
    this.#arm();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #arm(): void {
    const { clock } = this.#options;
    this.#timer = clock.after(Math.max(0, this.#nextMs - clock.nowMs()), () => {
      this.#sendDue();
      if (this.#timer !== undefined) this.#arm();
    });
  }

  #sendDue(): void {
    const { clock, intervalMs } = this.#options;
    const untilMs = clock.nowMs() + EARLY_WALL_MS * clock.speed;
    for (; this.#nextMs <= untilMs; this.#nextMs += intervalMs) this.#sendOne(this.#nextMs);
  }

  #sendOne(dueMs: number): void {
    const { send, refuse } = this.#options;
    if (this.#underWay >= UNDER_WAY_MAX) return refuse(dueMs);
    this.#underWay += 1;
    const over = (): void => void (this.#underWay -= 1);
    send(dueMs).then(over, over);
  }
}
