import type { Clock, Timer } from '../clock/clock.ts';

interface Entry {
  dueMs: number;
  order: number;
  run: () => void;
}

/** A clock that moves only when a test says so. Timers run in order of time, then of creation. */
export class VirtualClock implements Clock {
  readonly speed: number;
  #nowMs: number;
  #order = 0;
  readonly #entries = new Set<Entry>();

  constructor(options: { startMs?: number; speed?: number } = {}) {
    this.#nowMs = options.startMs ?? 1_700_000_000_000;
    this.speed = options.speed ?? 1;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return this.#nowMs;
  }

  toWallMs(awsMs: number): number {
    return awsMs / this.speed;
  }

  after(awsMs: number, callback: () => void): Timer {
    const entry: Entry = { dueMs: this.#nowMs + awsMs, order: this.#order++, run: callback };
    this.#entries.add(entry);
    return { cancel: () => void this.#entries.delete(entry) };
  }

  every(awsMs: number, callback: () => void): Timer {
    let timer: Timer;
    const arm = (): void => {
      timer = this.after(awsMs, () => {
        arm();
        callback();
      });
    };
    arm();
    return { cancel: () => timer.cancel() };
  }

  sleep(awsMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const timer = this.after(awsMs, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
      const onAbort = (): void => {
        timer.cancel();
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** Moves on by `awsMs`, running what falls due and letting promises settle after each. */
  async advance(awsMs: number): Promise<void> {
    const untilMs = this.#nowMs + awsMs;
    for (;;) {
      const next = this.#nextDue(untilMs);
      if (next === undefined) break;
      this.#entries.delete(next);
      this.#nowMs = next.dueMs;
      next.run();
      await settlePromises();
    }
    this.#nowMs = untilMs;
    await settlePromises();
  }

  #nextDue(untilMs: number): Entry | undefined {
    let best: Entry | undefined;
    for (const entry of this.#entries) {
      if (entry.dueMs > untilMs) continue;
      if (
        !best ||
        entry.dueMs < best.dueMs ||
        (entry.dueMs === best.dueMs && entry.order < best.order)
      )
        best = entry;
    }
    return best;
  }
}

/** Lets everything that waits only for promises (not for I/O) go on. */
export async function settlePromises(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
