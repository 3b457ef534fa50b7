import { z } from 'zod';

/** So many of each kind are named; all are counted. */
export const NAMED_MAX = 100;

const count = z.number().int();

const acknowledgedSchema = z.object({
  /** What the client calls its write. */
  id: z.string(),
  /** Which object of the data bucket the site has said that it is in. */
  key: z.string(),
  /** Where that answer came from: `edge`, or a region. */
  place: z.string(),
  /** AWS seconds from the first fault. */
  atSeconds: z.number(),
});

/** What became of the writes of a site's own client; see `docs/reference/report.md`. */
export const writesSchema = z.object({
  /** What a visit is, in words. */
  client: z.string(),
  visits: z.object({ begun: count, completed: count, failed: count }),
  /** What visits that failed said, most often first. */
  failures: z.array(z.object({ reason: z.string(), count })),
  acknowledged: count,
  /** False: what is stored was not looked at, and what follows is empty. */
  isCompared: z.boolean(),
  /** Acknowledged, and in no version of its object, in either region. */
  lost: z.object({ count, named: z.array(acknowledgedSchema) }),
  /** One write that was acknowledged under more than one key. */
  doubled: z.object({
    count,
    named: z.array(z.object({ id: z.string(), keys: z.array(z.string()) })),
  }),
  /**
   * One key that was acknowledged to more than one write: each region sold it, and one of them had
   * its object replaced by the other's.
   */
  soldTwice: z.object({
    count,
    named: z.array(
      z.object({
        key: z.string(),
        sales: z.array(acknowledgedSchema.omit({ key: true })),
        /** Whose object is the newest version in each region at the end; null: nobody's. */
        keptAtPrimary: z.string().nullable(),
        keptAtStandby: z.string().nullable(),
      }),
    ),
  }),
  /** Keys whose newest versions differ between the regions at the end. */
  diverged: count,
});
export type Writes = z.infer<typeof writesSchema>;
