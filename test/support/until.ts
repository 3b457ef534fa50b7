/** How often a condition is asked; each question costs little. */
const PAUSE_MS = 50;

/** Asks again and again until the answer is something; a thrown error counts as not yet. */
export async function until<T>(
  what: string,
  condition: () => T | undefined | Promise<T | undefined>,
  options: { withinMs: number },
): Promise<T> {
  const deadlineMs = performance.now() + options.withinMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await condition();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadlineMs) break;
    await new Promise((fulfil) => setTimeout(fulfil, PAUSE_MS));
  }
  throw new Error(`${what}: not within ${options.withinMs} ms`, { cause: last });
}
