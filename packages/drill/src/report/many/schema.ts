import { z } from 'zod';
import { reportSchema, VERDICTS } from '../schema.ts';

/**
 * Several drills that were run one after the other, `drills.json`: of each what its own report has
 * of the same name, but for what is long. Members are only ever added to a version.
 */
export const DRILLS_VERSION = 2;

/** One of them. */
export const drillSchema = reportSchema
  .pick({
    ...{ scenario: true, design: true, site: true, speed: true, seed: true, versions: true },
    ...{ startedAt: true, wallSeconds: true, verdict: true, expectations: true, rto: true },
    ...{ rpo: true, predicted: true, requests: true, findings: true },
  })
  .extend({
    /** Its `report.json`, from the folder of `drills.json`; parts are divided by `/`. */
    report: z.string(),
  });
export type Drill = z.infer<typeof drillSchema>;

export const drillsSchema = z.object({
  version: z.literal(DRILLS_VERSION),
  /** Names, in the order in which they were to be run. */
  asked: z.array(z.string()),
  /**
   * `passed`: all that were asked for were run, and passed; `missed`: one was; `inconclusive`: none
   * missed, and of one the machine did not keep up; `unfinished`: some were not run, and of the
   * others all passed.
   */
  verdict: z.enum([...VERDICTS, 'unfinished']),
  /** Those that were run to their end, in that order. */
  drills: z.array(drillSchema),
});
export type Drills = z.infer<typeof drillsSchema>;
