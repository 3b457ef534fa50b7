import { faultSchema } from '@understudy/contract';
import { z } from 'zod';

const faultRecordSchema = z.object({
  id: z.string(),
  fault: faultSchema,
  /** AWS time. */
  sinceMs: z.number(),
  /** AWS time; null: until it is healed. */
  untilMs: z.number().nullable(),
});
export type FaultRecord = z.infer<typeof faultRecordSchema>;

/** One record with all of them: they are few, and forgotten when the engine is started. */
export const faultsRecordSchema = z.object({
  /** How many there have been: an id is never used again. */
  last: z.number(),
  active: z.array(faultRecordSchema),
});
export type FaultsRecord = z.infer<typeof faultsRecordSchema>;
