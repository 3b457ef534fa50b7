/** The command line's own waits: wall time, since a person waits. The one place here that sets timers. */
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
