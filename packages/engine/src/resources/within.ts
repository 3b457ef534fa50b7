import type { ResourceContext } from '../kernel/resource.ts';

/**
 * Resolves when `event` does, or some AWS time has passed; rejects as soon as the stack gives up.
 * For events that a service promises: what has become of the resource is looked up afterwards.
 */
export async function within(
  limitMs: number,
  event: Promise<unknown>,
  { clock, signal }: Pick<ResourceContext, 'clock' | 'signal'>,
): Promise<void> {
  const over = new AbortController();
  const limit = clock.sleep(limitMs, AbortSignal.any([signal, over.signal]));
  try {
    await Promise.race([event, limit]);
  } finally {
    limit.catch(() => undefined);
    over.abort();
  }
}
