import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type LifecycleRule,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it, test } from 'vitest';
import { SEOUL, TestRegion } from '../store.fixture.ts';

/** A day of AWS time is a sixth of a second. */
const SPEED = 500_000;
const Bucket = 'lifecycle-test';
let seoul: TestRegion;
let client: S3Client;

beforeAll(async () => {
  seoul = await new TestRegion({ region: SEOUL, address: '127.102.9.9', speed: SPEED }).start();
  client = seoul.client();
  const CreateBucketConfiguration = { LocationConstraint: SEOUL } as const;
  await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
});
afterAll(() => seoul.destroy());

async function put(...Rules: LifecycleRule[]): Promise<void> {
  const LifecycleConfiguration = { Rules };
  await client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
}

const expires: LifecycleRule = {
  ...{ ID: 'old', Status: 'Enabled', Filter: { Prefix: 'old/' }, Expiration: { Days: 1 } },
};

test('rules are given back as they were put, until they are deleted', async () => {
  const get = new GetBucketLifecycleConfigurationCommand({ Bucket });
  await expect(client.send(get)).rejects.toMatchObject({ name: 'NoSuchLifecycleConfiguration' });
  const And = { Prefix: 'a/', Tags: [{ Key: 'k', Value: 'v' }], ObjectSizeGreaterThan: 5 };
  const rules: LifecycleRule[] = [
    { ...expires, Filter: { And }, Expiration: { Date: new Date('2030-01-01T00:00:00Z') } },
    {
      ...{ ID: 'two', Status: 'Disabled', Filter: { Prefix: '' } },
      NoncurrentVersionExpiration: { NoncurrentDays: 30, NewerNoncurrentVersions: 2 },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      Transitions: [{ Days: 30, StorageClass: 'GLACIER' }],
    },
  ];
  await put(...rules);
  expect((await client.send(get)).Rules).toEqual(rules);
  await client.send(new DeleteBucketLifecycleCommand({ Bucket }));
  await expect(client.send(get)).rejects.toMatchObject({ name: 'NoSuchLifecycleConfiguration' });
});

it.each<[string, Partial<LifecycleRule>, string]>([
  ['no action', { Expiration: undefined }, 'At least one action needs to be specified in a rule'],
  [
    'no day',
    { Expiration: { Days: 0 } },
    "'Days' for Expiration action must be a positive integer",
  ],
  [
    'an hour of a day',
    { Expiration: { Date: new Date('2030-01-01T01:00:00Z') } },
    "'Date' must be at midnight GMT",
  ],
  [
    'uploads by tags',
    {
      Filter: { Tag: { Key: 'k', Value: 'v' } },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
    },
    'AbortIncompleteMultipartUpload cannot be specified with Tags.',
  ],
  ['no filter', { Filter: undefined }, 'The XML you provided was not well-formed'],
])('a rule with %s is refused', async (_, more, message) => {
  await expect(put({ ...expires, ...more })).rejects.toThrow(message);
});

test('each midnight what is due is done', async () => {
  const { versioning } = { versioning: { Status: 'Enabled' } as const };
  const VersioningConfiguration = versioning;
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  for (const Key of ['old/a', 'old/a', 'new/a'])
    await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'old/b' }));
  await put(expires, {
    ...{ ID: 'rest', Status: 'Enabled', Filter: { Prefix: '' } },
    NoncurrentVersionExpiration: { NoncurrentDays: 1 },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
  });
  await expect
    .poll(
      async () => {
        const listed = await client.send(new ListObjectVersionsCommand({ Bucket }));
        const uploads = await client.send(new ListMultipartUploadsCommand({ Bucket }));
        return {
          versions: listed.Versions?.map(({ Key }) => Key),
          markers: listed.DeleteMarkers ?? [],
          uploads: uploads.Uploads ?? [],
        };
      },
      { timeout: 20_000 },
    )
    // The object got a marker, its versions went, and then the marker, which had nothing behind it.
    .toEqual({ versions: ['new/a'], markers: [], uploads: [] });
});
