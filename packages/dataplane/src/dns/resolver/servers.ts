import type { Random } from '@understudy/contract';

/**
 * A server of which nothing is known is tried before one that is slow, after none that is known to
 * be quick.
 */
const UNKNOWN_RTT_MS = 1;
/** What a time-out counts as. */
export const TIMEOUT_PENALTY_MS = 1_000;
/** Weight of what was known before, against the newest measurement. */
const SMOOTHING = 0.7;
/** What passing a server over takes off its penalty, so that it is tried again one day. */
const FORGIVENESS = 0.98;

/**
 * In which order to try the name servers of a zone: quickest first. Servers within a millisecond of
 * one another are equally quick, and chance spreads the load among them.
 */
export function orderServers(
  addresses: readonly string[],
  rttMs: (address: string) => number | undefined,
  random: Random,
): string[] {
  return addresses
    .map((address) => ({
      address,
      rank: Math.floor(rttMs(address) ?? UNKNOWN_RTT_MS),
      lot: random.next(),
    }))
    .sort((one, other) => one.rank - other.rank || one.lot - other.lot)
    .map(({ address }) => address);
}

export function smoothedRttMs(before: number | undefined, measuredMs: number): number {
  return before === undefined ? measuredMs : before * SMOOTHING + measuredMs * (1 - SMOOTHING);
}

export function forgivenRttMs(before: number): number {
  return before * FORGIVENESS;
}
