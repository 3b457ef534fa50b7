import { z } from 'zod';
import { reasonSchema } from './reasons.ts';

/** What the name servers answer now, and what clients of the resolver are told meanwhile. */
export const dnsExplanation = {
  responseCode: z.string(),
  /** As zone files have them. */
  records: z.array(z.string()),
  /** From the resolver's memory; null: it would ask. */
  remembered: z
    .object({
      responseCode: z.string(),
      records: z.array(z.string()),
      /** AWS time. */
      forSeconds: z.number(),
    })
    .nullable(),
};

/** Of a bucket and one of its keys, newest version first. */
export const replicationExplanation = {
  /** Of all the bucket; null: nothing waits. AWS time. */
  behind: z.object({ pending: z.number(), oldestSeconds: z.number().nullable() }),
  versions: z.array(
    z.object({
      versionId: z.string(),
      /** It came from another bucket. */
      replica: z.boolean(),
      deleteMarker: z.boolean(),
      /** By destination bucket. */
      destinations: z.record(z.string(), z.enum(['PENDING', 'COMPLETED', 'FAILED'])),
    }),
  ),
};

export const scalingExplanation = {
  desiredCapacity: z.number(),
  minSize: z.number(),
  maxSize: z.number(),
  inService: z.number(),
  /** What the group would do now, were it let: nothing, while it is what it should be. */
  pending: z.array(z.enum(['launch', 'terminate'])),
  policies: z.array(
    z.object({
      name: z.string(),
      /** What the desired capacity would be, were it carried out now. */
      to: z.number(),
      /** Why an alarm's word would not be followed now; null: it would. */
      blocked: z.string().nullable(),
      alarms: z.array(
        z.object({ name: z.string(), state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']) }),
      ),
    }),
  ),
};

/** A request that is explained: each process that it comes through says what it decided. */
export const TRACE_QUERIES = {
  expectTrace: { request: z.object({ id: z.string() }), answer: z.object({}) },
  /** Nothing, where the request has not come through this process. */
  endTrace: {
    request: z.object({ id: z.string() }),
    answer: z.object({ because: z.array(reasonSchema) }),
  },
} as const;
