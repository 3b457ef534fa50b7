import type { Rto } from '../report/schema.ts';
import type { MeasuredRto } from './rto.ts';

export type Warm = NonNullable<Rto['warm']>;

/** What is looked at from the first good answer of an outage on. */
export interface WarmInput extends Pick<MeasuredRto, 'toSeconds' | 'split'> {
  /** When latency was within 20 % of before; null: not while the fault lasted. */
  latencyAt(fromSeconds: number): number | null;
  /** When capacity was restored; null likewise. */
  capacityAt(fromSeconds: number): number | null;
}

/**
 * How long after the first good answer the site was warm: answers in a row, as quick as before, by
 * as many web servers as are wanted. An RTO ends with the first of these, so that the others may
 * outlast it; `split.warm` is the part of it that the RTO has. Null: there was no outage, or no
 * end.
 */
export function warmOf({ toSeconds, split, latencyAt, capacityAt }: WarmInput): Warm | null {
  if (toSeconds === null || split === null) return null;
  const fromSeconds = toSeconds - split.warm;
  const since = (at: number | null): number | null =>
    at === null ? null : Math.max(0, at - fromSeconds);
  const latencySeconds = since(latencyAt(fromSeconds));
  const capacitySeconds = since(capacityAt(fromSeconds));
  const isWhole = latencySeconds !== null && capacitySeconds !== null;
  return {
    ...{ latencySeconds, capacitySeconds },
    seconds: isWhole ? Math.max(split.warm, latencySeconds, capacitySeconds) : null,
  };
}
