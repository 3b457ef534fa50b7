import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketAccelerateConfigurationCommand,
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutBucketReplicationCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, ask, ROLE, SEOUL, TestRegion, VIRGINIA } from '../store.fixture.ts';

let seoul: TestRegion;
let virginia: TestRegion;
let client: S3Client;

beforeAll(async () => {
  seoul = new TestRegion({ region: SEOUL, address: '127.102.2.1' });
  virginia = new TestRegion({ region: VIRGINIA, address: '127.102.2.2' });
  await seoul.start([virginia]);
  await virginia.start([seoul]);
  client = seoul.client();
});

afterAll(async () => {
  await seoul.destroy();
  await virginia.destroy();
});

async function create(Bucket: string): Promise<string> {
  const CreateBucketConfiguration = { LocationConstraint: SEOUL } as const;
  await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  return Bucket;
}

describe('a bucket', () => {
  it('is made where its location says, and only there', async () => {
    await create('place-test');
    expect(await client.send(new GetBucketLocationCommand({ Bucket: 'place-test' }))).toMatchObject(
      { LocationConstraint: SEOUL },
    );
    const elsewhere = { LocationConstraint: 'eu-west-1' } as const;
    await expect(
      client.send(
        new CreateBucketCommand({ Bucket: 'no-place', CreateBucketConfiguration: elsewhere }),
      ),
    ).rejects.toMatchObject({
      name: 'IllegalLocationConstraintException',
      message: expect.stringContaining('The eu-west-1 location constraint is incompatible'),
    });
    const there = virginia.client();
    await there.send(new CreateBucketCommand({ Bucket: 'place-test-virginia' }));
    const location = await there.send(
      new GetBucketLocationCommand({ Bucket: 'place-test-virginia' }),
    );
    expect(location.LocationConstraint ?? '').toBe('');
  });

  it('has a name that no other region may take', async () => {
    await create('unique-test');
    await expect(create('unique-test')).rejects.toMatchObject({ name: 'BucketAlreadyOwnedByYou' });
    const there = virginia.client();
    await expect(
      there.send(new CreateBucketCommand({ Bucket: 'unique-test' })),
    ).rejects.toMatchObject({ name: 'BucketAlreadyOwnedByYou' });
    await there.send(new CreateBucketCommand({ Bucket: 'unique-virginia' }));
    await there.send(new CreateBucketCommand({ Bucket: 'unique-virginia' }));
  });

  it.each(['Upper', 'ab', 'a..b', '10.0.0.1', '-a-', 'a_b', 'xn--abc'])(
    'is refused with the name %s',
    async (Bucket) => {
      await expect(create(Bucket)).rejects.toMatchObject({ name: 'InvalidBucketName' });
    },
  );

  it('begins with public access blocked, ACLs off, encryption on and no versioning', async () => {
    const Bucket = await create('defaults-test');
    const block = await client.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(block.PublicAccessBlockConfiguration).toEqual({
      ...{ BlockPublicAcls: true, IgnorePublicAcls: true },
      ...{ BlockPublicPolicy: true, RestrictPublicBuckets: true },
    });
    const ownership = await client.send(new GetBucketOwnershipControlsCommand({ Bucket }));
    expect(ownership.OwnershipControls?.Rules).toEqual([
      { ObjectOwnership: 'BucketOwnerEnforced' },
    ]);
    const encryption = await client.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(encryption.ServerSideEncryptionConfiguration?.Rules).toMatchObject([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
    ]);
    const versioning = await client.send(new GetBucketVersioningCommand({ Bucket }));
    expect(versioning.Status).toBeUndefined();
    const acl = await client.send(new GetBucketAclCommand({ Bucket }));
    expect(acl.Grants).toMatchObject([{ Permission: 'FULL_CONTROL' }]);
    await client.send(new GetBucketAccelerateConfigurationCommand({ Bucket }));
    await expect(client.send(new GetBucketTaggingCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchTagSet',
    });
    await expect(
      client.send(new GetBucketLifecycleConfigurationCommand({ Bucket })),
    ).rejects.toMatchObject({ name: 'NoSuchLifecycleConfiguration' });
  });

  it('keeps its tags over a restart', async () => {
    const Bucket = await create('tags-test');
    const TagSet = [{ Key: 'team', Value: 'web' }];
    await client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    await seoul.stop();
    await seoul.start([virginia]);
    client = seoul.client();
    expect((await client.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet);
  });

  it('goes only when it is empty', async () => {
    const Bucket = await create('delete-test');
    await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: '' }));
    await expect(client.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
    });
    await expect(
      client.send(new DeleteBucketCommand({ Bucket: 'none-there' })),
    ).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  it('is listed with those of every region', async () => {
    const { Buckets } = await client.send(new ListBucketsCommand({ Prefix: 'place-test' }));
    expect(Buckets?.map(({ Name, BucketRegion }) => [Name, BucketRegion])).toEqual([
      ['place-test', SEOUL],
      ['place-test-virginia', VIRGINIA],
    ]);
  });

  it('answers an operation that is not there by its name', async () => {
    const Bucket = await create('lifecycle-test');
    const CORSConfiguration = { CORSRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }] };
    await expect(
      client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration })),
    ).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('PutBucketCors'),
    });
  });
});

describe('a bucket of another region', () => {
  it('is told by 301 with its region, and by 307 under the global name', async () => {
    await create('far-test');
    const there = virginia.client();
    await expect(
      there.send(new ListObjectsV2Command({ Bucket: 'far-test' })),
    ).rejects.toMatchObject({ name: 'PermanentRedirect' });
    const head = await there
      .send(new HeadBucketCommand({ Bucket: 'far-test' }))
      .catch((thrown: unknown) => thrown);
    expect(head).toMatchObject({
      $metadata: { httpStatusCode: 301 },
      $response: { headers: { 'x-amz-bucket-region': SEOUL } },
    });
    const moved = await ask(virginia, {
      path: '/key?x=1',
      headers: { host: 'far-test.s3.amazonaws.com' },
    });
    expect(moved.status).toBe(307);
    expect(moved.headers.location).toBe(`http://far-test.s3.${SEOUL}.amazonaws.com/key?x=1`);
  });

  it('is told the moment it is made, also where it was missed just before', async () => {
    const Bucket = 'made-after-it-was-missed';
    const location = { LocationConstraint: SEOUL } as const;
    const there = virginia.client();
    const get = (): Promise<unknown> => there.send(new ListObjectsV2Command({ Bucket }));
    for (let time = 0; time < 2; time++)
      await expect(get()).rejects.toMatchObject({ name: 'NoSuchBucket' });
    const made = new CreateBucketCommand({ Bucket, CreateBucketConfiguration: location });
    await client.send(made);
    await expect(get()).rejects.toMatchObject({ name: 'PermanentRedirect' });
    await client.send(new DeleteBucketCommand({ Bucket }));
    await expect(get()).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  it('is still told while that region cannot be asked', async () => {
    await create('lost-test');
    const there = virginia.client();
    const list = new ListObjectsV2Command({ Bucket: 'lost-test' });
    await expect(there.send(list)).rejects.toMatchObject({ name: 'PermanentRedirect' });
    await seoul.stop();
    await expect(there.send(list)).rejects.toMatchObject({ name: 'PermanentRedirect' });
    await expect(
      there.send(new CreateBucketCommand({ Bucket: 'perhaps-taken' })),
    ).rejects.toMatchObject({ name: 'ServiceUnavailable' });
    await seoul.start([virginia]);
    client = seoul.client();
  });
});

describe('a signature', () => {
  it('that does not fit is refused', async () => {
    const wrong = seoul.client({ key: { ...ADMIN, secretAccessKey: 'other' } });
    await expect(wrong.send(new ListBucketsCommand({}))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
    const unknown = seoul.client({ key: { ...ADMIN, accessKeyId: 'AKIANOBODY' } });
    await expect(unknown.send(new ListBucketsCommand({}))).rejects.toMatchObject({
      name: 'InvalidAccessKeyId',
    });
  });

  it('for another region is refused with the right one', async () => {
    await create('scope-test');
    const wrong = seoul.client({ region: 'eu-west-1' });
    await expect(
      wrong.send(new ListObjectsV2Command({ Bucket: 'scope-test' })),
    ).rejects.toMatchObject({ name: 'AuthorizationHeaderMalformed', Region: SEOUL });
  });

  it('is wanted by the stores’ own questions as well', async () => {
    const path = '/_understudy/buckets';
    expect((await ask(seoul, { path })).status).toBe(403);
  });
});

describe('a replication configuration', () => {
  const Rules = (destination: string) => [
    {
      ...{ ID: 'all', Status: 'Enabled' as const, Priority: 1, Filter: {} },
      DeleteMarkerReplication: { Status: 'Disabled' as const },
      Destination: { Bucket: `arn:aws:s3:::${destination}` },
    },
  ];

  it('wants both buckets versioned, and the destination there', async () => {
    const Bucket = await create('rule-source');
    const there = virginia.client();
    await there.send(new CreateBucketCommand({ Bucket: 'rule-destination' }));
    const put = (destination: string): Promise<unknown> =>
      client.send(
        new PutBucketReplicationCommand({
          Bucket,
          ReplicationConfiguration: { Role: ROLE, Rules: Rules(destination) },
        }),
      );
    await expect(put('rule-destination')).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: "Versioning must be 'Enabled' on the bucket to apply a replication configuration",
    });
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    await expect(put('rule-nowhere')).rejects.toMatchObject({
      message: 'Destination bucket must exist.',
    });
    await expect(put('rule-destination')).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: 'Destination bucket must have versioning enabled.',
    });
    await there.send(
      new PutBucketVersioningCommand({ Bucket: 'rule-destination', VersioningConfiguration }),
    );
    await put('rule-destination');
    await expect(
      client.send(
        new PutBucketVersioningCommand({
          Bucket,
          VersioningConfiguration: { Status: 'Suspended' },
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidBucketState' });
  });
});
