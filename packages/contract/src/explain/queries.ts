import { z } from 'zod';
import { signingKeySchema } from '../documents/common.ts';
import { accessExplanation } from './access.ts';
import { replicationExplanation, scalingExplanation } from './answers.ts';
import { reasonSchema } from './reasons.ts';

/** What a region is asked for explanations. */
export const EXPLAIN_QUERIES = {
  /** What a group would do next, and what each of its policies and alarms says. */
  explainScaling: {
    request: z.object({ groupName: z.string() }),
    answer: z.object({
      groups: z.array(z.string()),
      /** Null where the group is not in this region. */
      scaling: z.object(scalingExplanation).nullable(),
      because: z.array(reasonSchema),
    }),
  },
  /** What the rules make of a key, and what has become of its versions. */
  explainReplication: {
    request: z.object({ bucket: z.string(), key: z.string() }),
    answer: z.object({
      /** Whether the bucket is in this region; these are. */
      found: z.boolean(),
      buckets: z.array(z.string()),
      ...replicationExplanation,
      because: z.array(reasonSchema),
    }),
  },
  /** What this region's S3 would say to a request, and what decides it. */
  explainAccess: {
    request: z.object({
      action: z.string(),
      resource: z.string(),
      /** As IAM has them; the store goes by what it knows of them itself, where it does. */
      principal: z.union([
        signingKeySchema.shape.principal,
        z.object({ kind: z.literal('anonymous') }),
      ]),
      sourceIp: z.string(),
      secure: z.boolean(),
    }),
    answer: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('explained'),
        /** As AWS writes it. */
        action: z.string(),
        access: z.object(accessExplanation),
        because: z.array(reasonSchema),
      }),
      /** The bucket is not in this region; these are. */
      z.object({ kind: z.literal('elsewhere'), buckets: z.array(z.string()) }),
      /** No operation asks for the action; these are asked for. */
      z.object({ kind: z.literal('no-action'), actions: z.array(z.string()) }),
      /** The action is about something else. */
      z.object({ kind: z.literal('no-match'), about: z.enum(['account', 'bucket', 'object']) }),
    ]),
  },
} as const;
