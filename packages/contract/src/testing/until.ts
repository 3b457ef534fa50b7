/**
 * Waits for a condition that real sockets or processes bring about. For tests only, and always
 * bounded. Prefer waiting for an event; this is for what has none.
 */
export async function until<T>(
  condition: () => T | undefined | false | Promise<T | undefined | false>,
  options: { withinMs: number; what: string },
): Promise<T> {
  const deadlineMs = performance.now() + options.withinMs;
  for (;;) {
    const value = await condition();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > deadlineMs)
      throw new Error(`not within ${options.withinMs} ms: ${options.what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
