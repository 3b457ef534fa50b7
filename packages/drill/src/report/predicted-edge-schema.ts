import { z } from 'zod';

/** What becomes of a GET at the edge while its origin is lost, from the templates. */
export const predictedEdgeSchema = z.object({
  /** How often the origin is tried. */
  attempts: z.number().int(),
  /** Until it is given up. */
  leastSeconds: z.number(),
  mostSeconds: z.number(),
  /** An origin group then asks a second origin elsewhere; false: the request fails. */
  takesOver: z.boolean(),
  /** For so long a client of the drill waits for an answer. */
  patienceSeconds: z.number(),
});
