import type { ClockConfig } from '../documents/common.ts';
import type { Clock, Timer } from './clock.ts';

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
    return afterWall(this.toWallMs(awsMs), callback);
  }

  every(awsMs: number, callback: () => void): Timer {
    const wallMs = this.toWallMs(awsMs);
    if (wallMs > TIMER_WALL_MS_MAX) return everyLong(wallMs, callback);
    const handle = setInterval(callback, wallMs).unref();
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

function afterWall(wallMs: number, callback: () => void): Timer {
  if (wallMs > TIMER_WALL_MS_MAX) {
    let timer = afterWall(TIMER_WALL_MS_MAX, () => {
      timer = afterWall(wallMs - TIMER_WALL_MS_MAX, callback);
    });
    return { cancel: () => timer.cancel() };
  }
  const handle = setTimeout(callback, wallMs).unref();
  return { cancel: () => clearTimeout(handle) };
}

function everyLong(wallMs: number, callback: () => void): Timer {
  let timer: Timer;
  const arm = (): void => {
    timer = afterWall(wallMs, () => {
      arm();
      callback();
    });
  };
  arm();
  return { cancel: () => timer.cancel() };
}
