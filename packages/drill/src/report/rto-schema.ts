import { z } from 'zod';

const seconds = z.number();

/**
 * Where the seconds of an RTO went; they add up to it.
 *
 * - `detect`: from the last good answer until Route 53's aggregate of checkers turned.
 * - `decide`: until a name server answered with the standby.
 * - `propagate`: until this client was led to the standby.
 * - `serve`: until its first good answer.
 * - `warm`: until the first of so many good answers in a row, with which the RTO ends. What of
 *   getting warm comes after that is in `warm` of the profile, beside the split.
 */
const splitSchema = z.object({
  detect: seconds,
  decide: seconds,
  propagate: seconds,
  serve: seconds,
  warm: seconds,
});
export type Split = z.infer<typeof splitSchema>;

/**
 * From the first good answer (the end of `serve`) until the site was as before. The first of it is
 * in the RTO, as `split.warm`; the rest outlasts it. Null: not while the fault lasted.
 */
const warmSchema = z.object({
  /** Until latency was within 20 % of before, at the median of a second. */
  latencySeconds: seconds.nullable(),
  /** Until all web servers that the standby's groups want served, and as many as the load needs. */
  capacitySeconds: seconds.nullable(),
  /** Until there were good answers in a row and both of these. */
  seconds: seconds.nullable(),
});

export const rtoSchema = z.object({
  /** Null: there was no error, or no recovery while the fault lasted. */
  seconds: seconds.nullable(),
  recovered: z.boolean(),
  /** What the client saw no outage at all. */
  unaffected: z.boolean(),
  /** When the outage began and ended; null for what did not come. */
  fromSeconds: seconds.nullable(),
  toSeconds: seconds.nullable(),
  split: splitSchema.nullable(),
  /** Null: there was no outage, or no end of it. */
  warm: warmSchema.nullable(),
  /** A sentence. */
  because: z.string(),
});
export type Rto = z.infer<typeof rtoSchema>;
