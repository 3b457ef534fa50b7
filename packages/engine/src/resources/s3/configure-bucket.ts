import type * as S3 from '@aws-sdk/client-s3';
import type { Properties } from '../../kernel/resource.ts';
import { changed, PropertyReader } from '../reader.ts';
import { readReplication } from './read-replication.ts';

type Sdk = typeof S3;

interface Bucket {
  client: S3.S3Client;
  sdk: Sdk;
  name: string;
}

/** S3 encrypts with its own keys where a bucket says nothing. */
const DEFAULT_ENCRYPTION = 'AES256';

/**
 * Brings a bucket to what the template says, member by member, versioning before replication: replication is refused
 * without it. Only what differs from `previous` is touched, so that an update does not undo what else was changed.
 */
export async function configureBucket(
  bucket: Bucket,
  properties: Properties,
  previous: Properties,
): Promise<void> {
  const steps: [string, (bucket: Bucket, reader: PropertyReader) => Promise<unknown>][] = [
    ['OwnershipControls', putOwnership],
    ['PublicAccessBlockConfiguration', putPublicAccessBlock],
    ['VersioningConfiguration', putVersioning],
    ['BucketEncryption', putEncryption],
    ['Tags', putTags],
    ['ReplicationConfiguration', putReplication],
  ];
  // A rule goes before the versioning that it needs.
  if (isGone('ReplicationConfiguration', properties, previous))
    await putReplication(bucket, new PropertyReader(properties));
  for (const [name, put] of steps)
    if (changed(properties, previous, name)) await put(bucket, new PropertyReader(properties));
}

function isGone(name: string, properties: Properties, previous: Properties): boolean {
  return properties[name] === undefined && previous[name] !== undefined;
}

async function putOwnership({ client, sdk, name }: Bucket, reader: PropertyReader): Promise<void> {
  const rules = reader.object('OwnershipControls')?.objects('Rules');
  const input: S3.PutBucketOwnershipControlsCommandInput = {
    Bucket: name,
    OwnershipControls: {
      // The default of every bucket since April 2023.
      Rules: (rules ?? []).map((rule) => ({
        ObjectOwnership: rule.requiredText('ObjectOwnership') as S3.ObjectOwnership,
      })),
    },
  };
  if (rules === undefined)
    input.OwnershipControls = { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] };
  await client.send(new sdk.PutBucketOwnershipControlsCommand(input));
}

/** Absent from a template means blocked: the default of every new bucket. */
async function putPublicAccessBlock(
  { client, sdk, name }: Bucket,
  reader: PropertyReader,
): Promise<void> {
  const block = reader.object('PublicAccessBlockConfiguration');
  const flag = (member: string): boolean =>
    block === undefined ? true : (block.flag(member) ?? false);
  await client.send(
    new sdk.PutPublicAccessBlockCommand({
      Bucket: name,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: flag('BlockPublicAcls'),
        BlockPublicPolicy: flag('BlockPublicPolicy'),
        IgnorePublicAcls: flag('IgnorePublicAcls'),
        RestrictPublicBuckets: flag('RestrictPublicBuckets'),
      },
    }),
  );
}

/** Versioning is never taken away, only suspended. */
async function putVersioning({ client, sdk, name }: Bucket, reader: PropertyReader): Promise<void> {
  const status = reader.object('VersioningConfiguration')?.text('Status') ?? 'Suspended';
  await client.send(
    new sdk.PutBucketVersioningCommand({
      Bucket: name,
      VersioningConfiguration: { Status: status as S3.BucketVersioningStatus },
    }),
  );
}

async function putEncryption({ client, sdk, name }: Bucket, reader: PropertyReader): Promise<void> {
  const rules = reader.object('BucketEncryption')?.objects('ServerSideEncryptionConfiguration');
  await client.send(
    new sdk.PutBucketEncryptionCommand({
      Bucket: name,
      ServerSideEncryptionConfiguration: {
        Rules: (rules ?? []).map((rule) => {
          const standard = rule.object('ServerSideEncryptionByDefault');
          return {
            BucketKeyEnabled: rule.flag('BucketKeyEnabled'),
            ApplyServerSideEncryptionByDefault: {
              SSEAlgorithm: (standard?.text('SSEAlgorithm') ??
                DEFAULT_ENCRYPTION) as S3.ServerSideEncryption,
              KMSMasterKeyID: standard?.text('KMSMasterKeyID'),
            },
          };
        }),
        ...(rules === undefined
          ? {
              Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: DEFAULT_ENCRYPTION } }],
            }
          : {}),
      },
    }),
  );
}

async function putTags({ client, sdk, name }: Bucket, reader: PropertyReader): Promise<void> {
  const TagSet = reader.tags();
  if (TagSet.length === 0) await client.send(new sdk.DeleteBucketTaggingCommand({ Bucket: name }));
  else await client.send(new sdk.PutBucketTaggingCommand({ Bucket: name, Tagging: { TagSet } }));
}

async function putReplication(
  { client, sdk, name }: Bucket,
  reader: PropertyReader,
): Promise<void> {
  const configuration = reader.object('ReplicationConfiguration');
  if (configuration === undefined)
    await client.send(new sdk.DeleteBucketReplicationCommand({ Bucket: name }));
  else
    await client.send(
      new sdk.PutBucketReplicationCommand({
        Bucket: name,
        ReplicationConfiguration: readReplication(configuration),
      }),
    );
}
