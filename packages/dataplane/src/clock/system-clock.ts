import type { Clock, ClockConfig, Timer } from '@understudy/contract';

/** setTimeout takes a signed 32-bit count of milliseconds; longer waits are made of several. */
const TIMER_WALL_MS_MAX = 2_147_483_647;

/** The one place that reads the system's clock and sets its timers. */
export class SystemClock implements Clock {
  readonly speed: number;
  readonly #epochMs: number;
  readonly #aheadMs: number;

  constructor(config: ClockConfig) {
    this.speed = config.speed;
    this.#epochMs = config.epochMs;
    this.#aheadMs = config.aheadMs ?? 0;
  }

  nowMs(): number {
    return this.#epochMs + this.#aheadMs + (Date.now() - this.#epochMs) * this.speed;
  }

  wallMs(): number {
    return Date.now();
  }

  toWallMs(awsMs: number): number {
    return awsMs / this.speed;
  }

  after(awsMs: number, callback: () => void): Timer {
    const wallMs = this.toWallMs(awsMs);
    if (wallMs > TIMER_WALL_MS_MAX) {
      let timer = this.after(TIMER_WALL_MS_MAX * this.speed, () => {
        timer = this.after(awsMs - TIMER_WALL_MS_MAX * this.speed, callback);
      });
      return { cancel: () => timer.cancel() };
    }
    const handle = setTimeout(callback, wallMs).unref();
    return { cancel: () => clearTimeout(handle) };
  }

  every(awsMs: number, callback: () => void): Timer {
    const handle = setInterval(callback, Math.min(this.toWallMs(awsMs), TIMER_WALL_MS_MAX)).unref();
    return { cancel: () => clearInterval(handle) };
  }

  sleep(awsMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const onAbort = (): void => {
        timer.cancel();
        reject(signal?.reason as Error);
      };
      const timer = this.after(awsMs, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }
}
