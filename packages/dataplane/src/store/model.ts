/**
 * The names in a bucket's `bucket_document` rows; each holds the SDK's shape of that configuration,
 * as JSON.
 */
const DOCUMENT_KINDS = [
  'policy',
  'publicAccessBlock',
  'tagging',
  'encryption',
  'replication',
  'ownership',
] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** Empty: versioning was never enabled. */
export type VersioningState = '' | 'Enabled' | 'Suspended';

export interface Bucket {
  name: string;
  createdMs: number;
  versioning: VersioningState;
}

export interface Tag {
  Key: string;
  Value: string;
}

export const CHECKSUM_ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number];

export interface Checksum {
  algorithm: ChecksumAlgorithm;
  type: 'FULL_OBJECT' | 'COMPOSITE';
  /** Base64; of a composite one with `-N` behind it. */
  value: string;
}

/** System metadata that S3 keeps and gives back as headers, by the SDK's member names. */
export interface SystemMetadata {
  ContentType?: string;
  CacheControl?: string;
  ContentDisposition?: string;
  ContentEncoding?: string;
  ContentLanguage?: string;
  /** As it was sent: S3 does not interpret it. */
  ExpiresString?: string;
  WebsiteRedirectLocation?: string;
}

export interface ObjectAttributes {
  system: SystemMetadata;
  user: Record<string, string>;
  storageClass: string;
  checksum: Checksum | undefined;
  /** Of an object made by a multipart upload: its parts in order. */
  parts: { sizeBytes: number; checksum: string | undefined }[] | undefined;
}

export type DestinationStatus = 'PENDING' | 'COMPLETED' | 'FAILED';

export interface ReplicationState {
  /** This version came from another bucket. */
  replica: boolean;
  /** By destination bucket. */
  destinations: Record<string, DestinationStatus>;
}

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
};
