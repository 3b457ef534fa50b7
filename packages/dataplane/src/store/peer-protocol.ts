import { z } from 'zod';
import { CHECKSUM_ALGORITHMS, type NewVersion } from './model.ts';

/**
 * How the regions' stores speak to each other: on the S3 endpoint, under a path that no bucket can
 * have (bucket names hold no underscore), signed as `s3.amazonaws.com`. AWS's own way between
 * regions is not public.
 */
export const PEER_PATH = '/_understudy';

/** Base64 of a `ReplicaHeader` as JSON. */
export const REPLICA_HEADER = 'x-amz-understudy-replica';

/** The service's own name: in virtual-hosted style the path would be an object's key. */
export function peerHost(region: string): string {
  return `s3.${region}.amazonaws.com`;
}

const tagSchema = z.object({ Key: z.string(), Value: z.string() });

const text = z.string().optional();

const attributesSchema = z.object({
  system: z.object({
    ContentType: text,
    CacheControl: text,
    ContentDisposition: text,
    ContentEncoding: text,
    ContentLanguage: text,
    ExpiresString: text,
    WebsiteRedirectLocation: text,
  }),
  user: z.record(z.string(), z.string()),
  storageClass: z.string(),
  checksum: z
    .object({
      algorithm: z.enum(CHECKSUM_ALGORITHMS),
      type: z.enum(['FULL_OBJECT', 'COMPOSITE']),
      value: z.string(),
    })
    .optional(),
  parts: z.array(z.object({ sizeBytes: z.number(), checksum: text })).optional(),
});

const replicaHeaderSchema = z.object({
  kind: z.enum(['object', 'delete-marker', 'tags']),
  sourceBucket: z.string(),
  role: z.string(),
  key: z.string(),
  versionId: z.string(),
  modifiedMs: z.number(),
  etag: z.string(),
  sizeBytes: z.number(),
  attributes: attributesSchema,
  tags: z.array(tagSchema),
});

/** All that a replica is, but for its bytes. */
export interface ReplicaHeader extends Pick<
  NewVersion,
  'key' | 'versionId' | 'modifiedMs' | 'etag' | 'sizeBytes' | 'attributes' | 'tags'
> {
  kind: 'object' | 'delete-marker' | 'tags';
  sourceBucket: string;
  role: string;
}

export function encodeReplicaHeader(header: ReplicaHeader): string {
  return Buffer.from(JSON.stringify(header)).toString('base64');
}

/** Throws where it is none. */
export function decodeReplicaHeader(encoded: string): ReplicaHeader {
  const parsed = replicaHeaderSchema.parse(
    JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')),
  );
  // JSON has no undefined members; the types of the schema's optional ones admit them.
  return parsed as ReplicaHeader;
}
