import { z } from 'zod';
import { declareTable } from '../../kernel/state/declare-table.ts';

const zonalShiftSchema = z.object({
  id: z.string(),
  /** ARN of a load balancer. */
  resource: z.string(),
  /** As it was given, e.g. `use1-az1`; the engine's name of the same zone. */
  awayFrom: z.string(),
  zone: z.string(),
  startedMs: z.number(),
  expiresMs: z.number(),
  isCanceled: z.boolean(),
  comment: z.string(),
});
export type ZonalShiftRecord = z.infer<typeof zonalShiftSchema>;

export const arcZonalShiftTables = {
  zonalShifts: declareTable('arczonalshift/zonal-shifts', zonalShiftSchema),
};
