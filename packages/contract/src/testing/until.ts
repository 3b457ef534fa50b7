/**
 * Bounds are written for a machine that does nothing else; one that also runs other tests, or is
 * slower, takes this many times as long. It costs time only where a test fails.
 */
const PATIENCE = 3;

/**
 * Waits for a condition that real sockets or processes bring about. For tests only, and always
 * bounded. Prefer waiting for an event; this is for what has none.
 */
export async function until<T>(
  condition: () => T | undefined | false | Promise<T | undefined | false>,
  options: { withinMs: number; what: string },
): Promise<T> {
  const deadlineMs = performance.now() + options.withinMs * PATIENCE;
  for (;;) {
    const value = await condition();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > deadlineMs)
      throw new Error(`not within ${options.withinMs} ms: ${options.what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
