import { z } from 'zod';
import { RECORD_TYPES, recordSetSchema } from './hosted-zone.ts';

/** What became of the record sets of one hosted zone. */
const zonePatchSchema = z.object({
  zoneId: z.string(),
  removed: z.array(
    z.object({
      name: z.string(),
      type: z.enum(RECORD_TYPES),
      setIdentifier: z.string().optional(),
    }),
  ),
  /** New ones, and those that take the place of what had the same name, type and set identifier. */
  put: z.array(recordSetSchema),
});
export type ZonePatch = z.infer<typeof zonePatchSchema>;

/** A change of record sets alone, so that it need not carry whole zones. */
export const recordPatchSchema = z.object({ zones: z.array(zonePatchSchema) });
export type RecordPatch = z.infer<typeof recordPatchSchema>;
