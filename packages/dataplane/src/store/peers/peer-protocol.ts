import { z } from 'zod';
import { OBJECT_TAGS_MAX, PART_NUMBER_MAX } from '../bounds.ts';
import { objectAttributesSchema, objectPartSchema } from '../model.ts';

/**
 * How the regions' stores speak to each other: on the S3 endpoint, under a path that no bucket can
 * have (bucket names hold no underscore), signed as `s3.amazonaws.com`. AWS's own way between
 * regions is not public.
 */
export const PEER_PATH = '/_understudy';

/**
 * A version comes by PUT below this: its attributes in front of its bytes, as `replica-frame.ts`
 * says. A store of an older program does not know the path; what it refuses is tried again while it
 * is being replaced.
 */
export const REPLICA_KIND = 'versions';

/** The service's own name: in virtual-hosted style the path would be an object's key. */
export function peerHost(region: string): string {
  return `s3.${region}.amazonaws.com`;
}

const count = z.number().int().nonnegative();

const replicaHeadSchema = z.object({
  kind: z.enum(['object', 'delete-marker', 'tags']),
  sourceBucket: z.string(),
  role: z.string(),
  key: z.string().min(1),
  versionId: z.string().min(1),
  modifiedMs: count,
  etag: z.string(),
  sizeBytes: count,
  attributes: objectAttributesSchema.extend({
    parts: z.array(objectPartSchema).max(PART_NUMBER_MAX).optional(),
  }),
  tags: z.array(z.object({ Key: z.string(), Value: z.string() })).max(OBJECT_TAGS_MAX),
  tagsChange: z.object({ ms: count, by: z.string() }),
});

/** All that a replica is, but for its bytes. */
export type ReplicaHead = z.infer<typeof replicaHeadSchema>;

/** Throws where `value` is none: on the way out as on the way in. */
export function checkReplicaHead(value: unknown): ReplicaHead {
  const parsed = replicaHeadSchema.safeParse(value);
  if (!parsed.success)
    throw new TypeError(`no attributes of a replica: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
