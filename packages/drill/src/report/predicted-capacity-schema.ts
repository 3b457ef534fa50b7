import { z } from 'zod';

const seconds = z.number().nullable();

/** Whether the standby takes the whole load, from its templates; null: there are no web servers. */
export const predictedCapacitySchema = z.object({
  /** What runs while nobody comes, and the most that may. */
  instances: z.number().int(),
  instancesMax: z.number().int(),
  /** The drill's load before the fault, without static files. */
  requestsPerMinute: z.number(),
  /** What the scenario's surge brings besides, at its highest, once visitors are led there. */
  surgePerMinute: z.number().default(0),
  /** In a minute, before scaling begins; null: nothing scales by requests. */
  takes: z.number().nullable(),
  needed: z.number().int().nullable(),
  /** From a launch until the instance is in service, at most; null: an older report. */
  bootSeconds: seconds.default(null),
  /** Of launches before the drill; false: what AWS says of launches in general. */
  isBootMeasured: z.boolean().default(false),
  /** From when the load comes, at most; null: none is added. */
  firstAddedSeconds: seconds,
  allAddedSeconds: seconds,
});
