/**
 * The command line's own waits: wall time, since a person waits. The one place here that sets
 * timers.
 */
export function sleep(wallMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, wallMs));
}

/** Resolves with `value` after `wallMs`, without keeping the process alive for it. */
export function afterwards<T>(wallMs: number, value: T): Promise<T> {
  return new Promise((resolve) => void setTimeout(() => resolve(value), wallMs).unref());
}

/** Calls back every `wallMs`, without keeping the process alive for it. */
export function every(wallMs: number, callback: () => void): void {
  setInterval(callback, wallMs).unref();
}

/** Milliseconds since some fixed instant. */
export function monotonicMs(): number {
  return performance.now();
}

/** What was waited for did not come in time. */
export class TooLong extends Error {}

/**
 * Rejects with `TooLong` after `wallMs`, and keeps the process alive until then, also where nothing
 * else does.
 */
export function within<T>(wallMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TooLong(`not within ${wallMs} ms`)), wallMs);
  });
  return Promise.race([work, over]).finally(() => clearTimeout(timer));
}
