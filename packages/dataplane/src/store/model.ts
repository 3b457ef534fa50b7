import { textsSchema } from '@understudy/contract';
import { z } from 'zod';

/** Empty: versioning was never enabled. */
export const VERSIONING_STATES = ['', 'Enabled', 'Suspended'] as const;
export type VersioningState = (typeof VERSIONING_STATES)[number];

export interface Bucket {
  name: string;
  createdMs: number;
  versioning: VersioningState;
}

export const tagSchema = z.object({ Key: z.string(), Value: z.string() });
export type Tag = z.infer<typeof tagSchema>;

export const CHECKSUM_ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number];

const checksumTypeSchema = z.enum(['FULL_OBJECT', 'COMPOSITE']);

const checksumSchema = z.object({
  algorithm: z.enum(CHECKSUM_ALGORITHMS),
  type: checksumTypeSchema,
  /** Base64; of a composite one with `-N` behind it. */
  value: z.string(),
});
export type Checksum = z.infer<typeof checksumSchema>;

/** System metadata that S3 keeps and gives back as headers, by the SDK's member names. */
const systemMetadataSchema = z.object({
  ContentType: z.string().exactOptional(),
  CacheControl: z.string().exactOptional(),
  ContentDisposition: z.string().exactOptional(),
  ContentEncoding: z.string().exactOptional(),
  ContentLanguage: z.string().exactOptional(),
  /** As it was sent: S3 does not interpret it. */
  ExpiresString: z.string().exactOptional(),
  WebsiteRedirectLocation: z.string().exactOptional(),
});
export type SystemMetadata = z.infer<typeof systemMetadataSchema>;

/** The algorithms of KMS keys; without one of them an object is encrypted with S3's own keys. */
export const KMS_ALGORITHMS = ['aws:kms', 'aws:kms:dsse'] as const;

const objectEncryptionSchema = z.object({
  algorithm: z.enum(KMS_ALGORITHMS),
  /** As it was given; absent for the key that AWS manages. */
  keyId: z.string().exactOptional(),
  bucketKey: z.literal(true).exactOptional(),
});
export type ObjectEncryption = z.infer<typeof objectEncryptionSchema>;

export const objectPartSchema = z.object({
  sizeBytes: z.number().int().nonnegative(),
  checksum: z.string().optional(),
});

export const objectAttributesSchema = z.object({
  system: systemMetadataSchema,
  user: textsSchema,
  storageClass: z.string(),
  checksum: checksumSchema.optional(),
  /** Of an object made by a multipart upload: its parts in order. */
  parts: z.array(objectPartSchema).optional(),
  encryption: objectEncryptionSchema.optional(),
});
export type ObjectAttributes = z.infer<typeof objectAttributesSchema>;

const destinationStatusSchema = z.enum(['PENDING', 'COMPLETED', 'FAILED']);
export type DestinationStatus = z.infer<typeof destinationStatusSchema>;

export const replicationStateSchema = z.object({
  /** This version came from another bucket. */
  replica: z.boolean(),
  /** By destination bucket. */
  destinations: z.record(z.string(), destinationStatusSchema),
});
export type ReplicationState = z.infer<typeof replicationStateSchema>;

export const uploadAttributesSchema = z.object({
  object: objectAttributesSchema,
  tags: z.array(tagSchema),
  checksum: z
    .object({ algorithm: z.enum(CHECKSUM_ALGORITHMS), type: checksumTypeSchema })
    .optional(),
});
export type UploadAttributes = z.infer<typeof uploadAttributesSchema>;

/** `object` carries the whole version, `tags` only its tags. */
export const TASK_KINDS = ['object', 'delete-marker', 'tags'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/** By algorithm: what a part was given or, by default, was found to have. */
export const partChecksumsSchema = z.partialRecord(z.enum(CHECKSUM_ALGORITHMS), z.string());
export type PartChecksums = z.infer<typeof partChecksumsSchema>;

/**
 * When tags were set (wall time) and in which bucket: what decides between changes on both sides of
 * a replication.
 */
export interface TagsChange {
  ms: number;
  by: string;
}

export interface Segment {
  body: string;
  sizeBytes: number;
}

export interface NewVersion {
  bucket: string;
  key: string;
  versionId: string;
  deleteMarker: boolean;
  modifiedMs: number;
  /** Without quotes; empty for a delete marker. */
  etag: string;
  sizeBytes: number;
  attributes: ObjectAttributes;
  tags: Tag[];
  tagsChange: TagsChange;
  replication: ReplicationState;
  segments: Segment[];
}

export interface ObjectVersion extends Omit<NewVersion, 'segments'> {
  id: number;
  isLatest: boolean;
}

/** The version id of what was written while versioning was not enabled. */
export const NULL_VERSION = 'null';

export const NO_ATTRIBUTES: ObjectAttributes = {
  system: {},
  user: {},
  storageClass: 'STANDARD',
  checksum: undefined,
  parts: undefined,
  encryption: undefined,
};
