import type { Split } from '../report/schema.ts';

/** When the links of a failover turned, in AWS seconds from the first fault; null: did not. */
export interface Turns {
  /** Route 53's aggregate of the primary's health check became unhealthy. */
  unhealthySeconds: number | null;
  /** A name server answered with the standby. */
  answeredSeconds: number | null;
  /** The client itself was led to the standby. */
  ledSeconds: number | null;
}

export interface CutOutage {
  fromSeconds: number;
  toSeconds: number;
  firstGoodSeconds: number;
  turns: Turns;
}

/**
 * Cuts an outage where the links of the failover turned. A link that did not turn takes no time,
 * nor does one that had turned before the one in front of it: what is left is the next one's. So
 * the parts add up, whatever came.
 */
export function splitOf({ fromSeconds, toSeconds, firstGoodSeconds, turns }: CutOutage): Split {
  const { unhealthySeconds, answeredSeconds, ledSeconds } = turns;
  const cuts = [unhealthySeconds, answeredSeconds, ledSeconds, firstGoodSeconds, toSeconds];
  let before = fromSeconds;
  const [detect = 0, decide = 0, propagate = 0, serve = 0, warm = 0] = cuts.map((cut) => {
    const at = Math.min(toSeconds, Math.max(before, cut ?? before));
    const took = at - before;
    before = at;
    return took;
  });
  return { detect, decide, propagate, serve, warm };
}
