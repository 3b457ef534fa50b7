import type * as S3 from '@aws-sdk/client-s3';
import { asInput } from '../as-input.ts';
import { changed } from '../changed.ts';
import type { S3BucketProperties as Properties } from '../properties.generated.ts';
import { toLifecycle } from './to-lifecycle.ts';
import { toReplication } from './to-replication.ts';

interface Bucket {
  client: S3.S3Client;
  sdk: typeof S3;
  name: string;
}

type Put = (bucket: Bucket, properties: Properties) => Promise<unknown>;

/** S3 encrypts with its own keys where a bucket says nothing. */
const DEFAULT_ENCRYPTION = { SSEAlgorithm: 'AES256' };
/**
 * Brings a bucket to what the template says, member by member, versioning before replication:
 * replication is refused without it. Only what differs from `previous` is touched, so that an
 * update does not undo what else was changed.
 */
export async function configureBucket(
  bucket: Bucket,
  properties: Properties,
  previous: Properties,
): Promise<void> {
  const steps: [keyof Properties, Put][] = [
    ['PublicAccessBlockConfiguration', putPublicAccessBlock],
    ['VersioningConfiguration', putVersioning],
    ['BucketEncryption', putEncryption],
    ['Tags', putTags],
    ['LifecycleConfiguration', putLifecycle],
    ['ReplicationConfiguration', putReplication],
  ];
  const { ReplicationConfiguration: rules } = properties;
  // A rule goes before the versioning that it needs.
  if (rules === undefined && previous.ReplicationConfiguration !== undefined)
    await putReplication(bucket, properties);
  for (const [name, put] of steps)
    if (changed(properties, previous, name)) await put(bucket, properties);
}

/** Absent from a template means blocked: the default of every new bucket. */
const putPublicAccessBlock: Put = ({ client, sdk, name: Bucket }, properties) => {
  const { PublicAccessBlockConfiguration: block } = properties;
  const isAbsent = block === undefined;
  return client.send(
    new sdk.PutPublicAccessBlockCommand({
      Bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: isAbsent,
        BlockPublicPolicy: isAbsent,
        IgnorePublicAcls: isAbsent,
        RestrictPublicBuckets: isAbsent,
        ...block,
      },
    }),
  );
};

/** Versioning is never taken away, only suspended. */
const putVersioning: Put = ({ client, sdk, name: Bucket }, properties) => {
  const { VersioningConfiguration = { Status: 'Suspended' } } = properties;
  return client.send(
    new sdk.PutBucketVersioningCommand({
      Bucket,
      VersioningConfiguration: asInput<S3.VersioningConfiguration>(VersioningConfiguration),
    }),
  );
};

const putEncryption: Put = ({ client, sdk, name: Bucket }, { BucketEncryption: encryption }) => {
  const rules = encryption?.ServerSideEncryptionConfiguration ?? [{}];
  return client.send(
    new sdk.PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: asInput<S3.ServerSideEncryptionConfiguration>({
        Rules: rules.map(({ BucketKeyEnabled, ServerSideEncryptionByDefault: standard }) => ({
          BucketKeyEnabled,
          ApplyServerSideEncryptionByDefault: standard ?? DEFAULT_ENCRYPTION,
        })),
      }),
    }),
  );
};

const putTags: Put = ({ client, sdk, name: Bucket }, { Tags: TagSet = [] }) =>
  TagSet.length === 0
    ? client.send(new sdk.DeleteBucketTaggingCommand({ Bucket }))
    : client.send(new sdk.PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));

const putLifecycle: Put = ({ client, sdk, name: Bucket }, { LifecycleConfiguration: given }) =>
  given === undefined
    ? client.send(new sdk.DeleteBucketLifecycleCommand({ Bucket }))
    : client.send(
        new sdk.PutBucketLifecycleConfigurationCommand({
          Bucket,
          LifecycleConfiguration: toLifecycle(given),
        }),
      );

const putReplication: Put = ({ client, sdk, name: Bucket }, { ReplicationConfiguration: given }) =>
  given === undefined
    ? client.send(new sdk.DeleteBucketReplicationCommand({ Bucket }))
    : client.send(
        new sdk.PutBucketReplicationCommand({
          Bucket,
          ReplicationConfiguration: toReplication(given),
        }),
      );
