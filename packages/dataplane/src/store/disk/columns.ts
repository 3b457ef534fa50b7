import { z } from 'zod';
import {
  objectAttributesSchema,
  partChecksumsSchema,
  replicationStateSchema,
  tagSchema,
  uploadAttributesSchema,
} from '../model.ts';
import { lifecycleRuleSchema } from '../lifecycle/lifecycle-schema.ts';
import { textOf, type Row } from './row.ts';
import {
  s3OwnershipControls,
  s3PublicAccessBlockConfiguration,
  s3ReplicationConfiguration,
  s3ServerSideEncryptionConfiguration,
} from './sdk-shapes.generated.ts';

/** What stands in columns as JSON, by table. */
export const JSON_COLUMNS = {
  version: {
    attributes: objectAttributesSchema,
    tags: z.array(tagSchema),
    replication: replicationStateSchema,
  },
  upload: { attributes: uploadAttributesSchema },
  part: { checksum: partChecksumsSchema },
};

/**
 * Configurations of buckets, by the name of their kind in `bucket_document`: the SDK's shapes as
 * JSON, but for policies, which are kept as they were sent.
 */
export const DOCUMENTS = {
  policy: z.string(),
  publicAccessBlock: s3PublicAccessBlockConfiguration,
  tagging: z.array(tagSchema),
  encryption: s3ServerSideEncryptionConfiguration,
  replication: s3ReplicationConfiguration,
  ownership: s3OwnershipControls,
  lifecycle: z.array(lifecycleRuleSchema),
};
type Documents = typeof DOCUMENTS;
export type DocumentKind = keyof Documents;
export type BucketDocument<K extends DocumentKind> = z.infer<Documents[K]>;

type Columns = typeof JSON_COLUMNS;
type Read<S> = S extends z.ZodType<infer T> ? T : never;

/** Every value was read by its schema when the file was opened; since then only we wrote. */
export function jsonOf<T extends keyof Columns, C extends keyof Columns[T] & string>(
  row: Row,
  _table: T,
  column: C,
): Read<Columns[T][C]> {
  return JSON.parse(textOf(row, column)) as Read<Columns[T][C]>;
}

/** See `jsonOf`. */
export function documentIn<K extends DocumentKind>(row: Row, kind: K): BucketDocument<K> {
  const text = textOf(row, 'value');
  return (kind === 'policy' ? text : JSON.parse(text)) as BucketDocument<K>;
}

export function documentText<K extends DocumentKind>(kind: K, value: BucketDocument<K>): string {
  return kind === 'policy' ? String(value) : JSON.stringify(value);
}
