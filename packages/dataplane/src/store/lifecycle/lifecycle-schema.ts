import { z } from 'zod';
import { tagSchema } from '../model.ts';

/** All that is given must hold; tags and sizes are of current and noncurrent versions. */
const filterSchema = z.object({
  prefix: z.string(),
  tags: z.array(tagSchema),
  /** Bytes. */
  greaterThan: z.number().exactOptional(),
  lessThan: z.number().exactOptional(),
});

const transitionSchema = z.object({
  dateMs: z.number().exactOptional(),
  days: z.number().exactOptional(),
  storageClass: z.string(),
});

export const lifecycleRuleSchema = z.object({
  id: z.string(),
  enabled: z.boolean(),
  /** `prefix` is the rule's own, from before there were filters; the answer has it so. */
  form: z.enum(['prefix', 'filter']),
  filter: filterSchema,
  expiration: z
    .union([
      z.object({ days: z.number() }),
      z.object({ dateMs: z.number() }),
      z.object({ deleteMarker: z.boolean() }),
    ])
    .exactOptional(),
  noncurrentExpiration: z
    .object({ days: z.number(), newer: z.number().exactOptional() })
    .exactOptional(),
  abortUploadsDays: z.number().exactOptional(),
  /** Kept and told; here every storage class is the same disk. */
  transitions: z.array(transitionSchema),
  noncurrentTransitions: z.array(
    z.object({ days: z.number(), newer: z.number().exactOptional(), storageClass: z.string() }),
  ),
});
export type LifecycleRule = z.infer<typeof lifecycleRuleSchema>;
