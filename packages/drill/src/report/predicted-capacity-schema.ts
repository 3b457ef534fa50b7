import { z } from 'zod';

const seconds = z.number().nullable();

/** Whether the standby takes the whole load, from its templates; null: there are no web servers. */
export const predictedCapacitySchema = z.object({
  /** What runs while nobody comes, and the most that may. */
  instances: z.number().int(),
  instancesMax: z.number().int(),
  /** The drill's load before the fault, without static files. */
  requestsPerMinute: z.number(),
  /** A minute, before scaling begins; null: nothing scales by requests. */
  takes: z.number().nullable(),
  needed: z.number().int().nullable(),
  /** From when the load comes, at most; null: none is added. */
  firstAddedSeconds: seconds,
  allAddedSeconds: seconds,
});
