import { StubResolver } from '../traffic/resolver.ts';
import type { DrillTarget } from '../target.ts';

/** An answer that lives longer is not waited for: its drill says nothing of that. */
const TTL_SECONDS_MAX = 120;
const LOOK_WALL_MS = 10;
/**
 * What an alias to a load balancer or a distribution lives for. Not read from the answer: at a high
 * speed whole seconds of the wall are too coarse for it.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias-common.html
 */
const ALIAS_SECONDS = 60;

/**
 * Waits for one and the same moment in the life of the answer that the resolver holds. When clients
 * come back depends on how long that still lives when the name moves: with one seed, two drills are
 * of one moment, and can be compared.
 *
 * @param share of an alias's life that has passed then: from 0 to below 1
 */
export async function alignToAnswer(
  { site, clock, network }: Pick<DrillTarget, 'site' | 'clock' | 'network'>,
  share: number,
  signal: AbortSignal,
): Promise<void> {
  const resolver = new StubResolver(network.resolver);
  const ttl = async (): Promise<number> => {
    const found = await resolver.lookup(site.domain, signal);
    return 'ttlSeconds' in found ? found.ttlSeconds : 0;
  };
  try {
    const untilMs = clock.nowMs() + TTL_SECONDS_MAX * 1000;
    let before = await ttl();
    while (clock.nowMs() < untilMs) {
      await clock.sleep(LOOK_WALL_MS * clock.speed, signal);
      const now = await ttl();
      if (now > before) return await clock.sleep(share * ALIAS_SECONDS * 1000, signal);
      before = now;
    }
  } finally {
    resolver.close();
  }
}

/** Spread evenly over the seeds. https://en.wikipedia.org/wiki/Golden_ratio (low-discrepancy) */
export function shareOf(seed: number): number {
  return (seed * 0.618_033_988_749_895) % 1;
}
