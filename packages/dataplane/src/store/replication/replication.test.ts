import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
  type CompletedPart,
  type ListObjectVersionsCommandOutput,
  type ReplicationRule,
  type S3Client,
} from '@aws-sdk/client-s3';
import { until } from '@understudy/contract/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLE, SEOUL, TestRegion, VIRGINIA } from '../store.fixture.ts';

/** AWS time passes faster, so that waiting out a back-off does not hold up the test. */
const SPEED = 20;
let seoul: TestRegion;
let virginia: TestRegion;
let source: S3Client;
let destination: S3Client;

beforeAll(async () => {
  seoul = new TestRegion({ region: SEOUL, address: '127.102.4.1', speed: SPEED });
  virginia = new TestRegion({ region: VIRGINIA, address: '127.102.4.2', speed: SPEED });
  await seoul.start([virginia]);
  await virginia.start([seoul]);
  source = seoul.client();
  destination = virginia.client();
});

afterAll(async () => {
  await seoul.destroy();
  await virginia.destroy();
});

async function pair(name: string, rule: Partial<ReplicationRule> = {}): Promise<[string, string]> {
  const [from, to] = [`${name}-seoul`, `${name}-virginia`];
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  const CreateBucketConfiguration = { LocationConstraint: SEOUL } as const;
  await source.send(new CreateBucketCommand({ Bucket: from, CreateBucketConfiguration }));
  await destination.send(new CreateBucketCommand({ Bucket: to }));
  await source.send(new PutBucketVersioningCommand({ Bucket: from, VersioningConfiguration }));
  await destination.send(new PutBucketVersioningCommand({ Bucket: to, VersioningConfiguration }));
  await putRule(source, from, to, rule);
  return [from, to];
}

async function putRule(
  client: S3Client,
  Bucket: string,
  to: string,
  rule: Partial<ReplicationRule>,
): Promise<void> {
  const Rules: ReplicationRule[] = [
    {
      ...{ ID: 'r', Status: 'Enabled', Priority: 1, Filter: { Prefix: '' } },
      DeleteMarkerReplication: { Status: 'Disabled' },
      Destination: { Bucket: `arn:aws:s3:::${to}` },
      ...rule,
    },
  ];
  const ReplicationConfiguration = { Role: ROLE, Rules };
  await client.send(new PutBucketReplicationCommand({ Bucket, ReplicationConfiguration }));
}

async function put(Bucket: string, Key: string, Body: string, more: object = {}): Promise<string> {
  const put = new PutObjectCommand({ Bucket, Key, Body, ...more });
  return (await source.send(put)).VersionId ?? '';
}

async function status(client: S3Client, Bucket: string, Key: string): Promise<string | undefined> {
  return (await client.send(new HeadObjectCommand({ Bucket, Key }))).ReplicationStatus;
}

async function untilStatus(Bucket: string, Key: string, wanted: string): Promise<void> {
  await until(async () => (await status(source, Bucket, Key)) === wanted, {
    withinMs: 8000,
    what: `${Key} ${wanted}`,
  });
}

describe('replication', () => {
  it('keeps the ETag of an object that was made of parts', async () => {
    const [from, to] = await pair('parts');
    const target = { Bucket: from, Key: 'parts' };
    const { UploadId } = await source.send(new CreateMultipartUploadCommand(target));
    const bytes = Buffer.alloc(5 * 1024 * 1024, 'p');
    const Parts: CompletedPart[] = [];
    for (const [index, Body] of [bytes, Buffer.from('end')].entries()) {
      const part = { ...target, UploadId, PartNumber: index + 1 };
      const { ETag } = await source.send(new UploadPartCommand({ ...part, Body }));
      Parts.push({ PartNumber: index + 1, ETag });
    }
    const { ETag } = await source.send(
      new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }),
    );
    await untilStatus(from, 'parts', 'COMPLETED');
    const last = { Bucket: to, Key: 'parts', PartNumber: 2 };
    const got = await destination.send(new GetObjectCommand(last));
    expect(got).toMatchObject({ ETag, PartsCount: 2, ReplicationStatus: 'REPLICA' });
    expect(await got.Body?.transformToString()).toBe('end');
  });

  it('gives the other region the version with its id, time, metadata, tags and ETag', async () => {
    const [from, to] = await pair('whole');
    const more = { CacheControl: 'no-cache', Metadata: { a: 'b' }, Tagging: 'x=y' };
    const VersionId = await put(from, 'dir/ä key', 'content', more);
    await untilStatus(from, 'dir/ä key', 'COMPLETED');
    const replica = await destination.send(new GetObjectCommand({ Bucket: to, Key: 'dir/ä key' }));
    const original = await source.send(new HeadObjectCommand({ Bucket: from, Key: 'dir/ä key' }));
    expect(replica).toMatchObject({
      ...{ VersionId, CacheControl: 'no-cache', Metadata: { a: 'b' }, TagCount: 1 },
      ...{ ETag: original.ETag, LastModified: original.LastModified, ReplicationStatus: 'REPLICA' },
    });
    expect(await replica.Body?.transformToString()).toBe('content');
    expect(seoul.events).toContainEqual(
      expect.objectContaining({ type: 'replication', status: 'COMPLETED', versionId: VersionId }),
    );
    expect(seoul.store.replicationBacklog()).toEqual({ pending: 0, oldestMs: undefined });
  });

  it('takes only what a rule’s filter fits, and never travels on or back', async () => {
    const Filter = { And: { Prefix: 'in/', Tags: [{ Key: 'copy', Value: 'yes' }] } };
    const [from, to] = await pair('filter', { Filter });
    await putRule(destination, to, from, {});
    await put(from, 'in/tagged', 'x', { Tagging: 'copy=yes' });
    await put(from, 'in/untagged', 'x');
    await put(from, 'out', 'x', { Tagging: 'copy=yes' });
    await untilStatus(from, 'in/tagged', 'COMPLETED');
    expect(await status(source, from, 'in/untagged')).toBeUndefined();
    const there = await destination.send(new ListObjectVersionsCommand({ Bucket: to }));
    expect(there.Versions?.map(({ Key }) => Key)).toEqual(['in/tagged']);
    expect(virginia.store.replicationBacklog().pending).toBe(0);
    const here = await source.send(new ListObjectVersionsCommand({ Bucket: from }));
    expect(here.Versions).toHaveLength(3);
  });

  it('carries delete markers where the rule says so, permanent deletes never', async () => {
    const [from, to] = await pair('markers', { DeleteMarkerReplication: { Status: 'Enabled' } });
    const VersionId = await put(from, 'k', 'x');
    await untilStatus(from, 'k', 'COMPLETED');
    await source.send(new DeleteObjectCommand({ Bucket: from, Key: 'k', VersionId }));
    await put(from, 'k', 'y');
    await untilStatus(from, 'k', 'COMPLETED');
    await source.send(new DeleteObjectCommand({ Bucket: from, Key: 'k' }));
    const listed = (): Promise<ListObjectVersionsCommandOutput> =>
      destination.send(new ListObjectVersionsCommand({ Bucket: to }));
    await until(async () => (await listed()).DeleteMarkers?.length === 1, {
      withinMs: 5000,
      what: 'the delete marker arrives',
    });
    expect((await listed()).Versions).toHaveLength(2);
    const [plain] = await pair('plain');
    await put(plain, 'k', 'x');
    await untilStatus(plain, 'k', 'COMPLETED');
    await source.send(new DeleteObjectCommand({ Bucket: plain, Key: 'k' }));
    expect(seoul.store.pendingFor(plain)).toBe(0);
  });

  it('waits while the other region is lost, over its own restart, then drains', async () => {
    const [from, to] = await pair('lost');
    await virginia.stop();
    for (let number = 0; number < 12; number++) await put(from, `k${number}`, `body ${number}`);
    await until(
      () =>
        seoul.events.some((event) => event.type === 'replication' && event.status === 'PENDING'),
      {
        withinMs: 5000,
        what: 'a first attempt that fails',
      },
    );
    expect(await status(source, from, 'k0')).toBe('PENDING');
    expect(seoul.store.pendingFor(from)).toBe(12);
    await seoul.stop();
    await seoul.start([virginia]);
    source = seoul.client();
    expect(seoul.store.replicationBacklog()).toMatchObject({
      pending: 12,
      oldestMs: expect.any(Number),
    });
    await virginia.start([seoul]);
    destination = virginia.client();
    await until(() => seoul.store.pendingFor(from) === 0, { withinMs: 10_000, what: 'drained' });
    for (let number = 0; number < 12; number++) {
      expect(await status(source, from, `k${number}`)).toBe('COMPLETED');
      const got = await destination.send(new GetObjectCommand({ Bucket: to, Key: `k${number}` }));
      expect(await got.Body?.transformToString()).toBe(`body ${number}`);
    }
  });

  it('fails for good where the destination refuses', async () => {
    const [from, to] = await pair('refused');
    await destination.send(
      new PutBucketVersioningCommand({
        Bucket: to,
        VersioningConfiguration: { Status: 'Suspended' },
      }),
    );
    await put(from, 'suspended', 'x');
    await untilStatus(from, 'suspended', 'FAILED');
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await destination.send(new PutBucketVersioningCommand({ Bucket: to, VersioningConfiguration }));
    const Policy = JSON.stringify({
      Statement: [
        {
          ...{ Effect: 'Deny', Principal: { AWS: ROLE }, Action: 's3:ReplicateObject' },
          Resource: `arn:aws:s3:::${to}/denied`,
        },
      ],
    });
    await destination.send(new PutBucketPolicyCommand({ Bucket: to, Policy }));
    await put(from, 'denied', 'x');
    await put(from, 'granted', 'x');
    await untilStatus(from, 'denied', 'FAILED');
    await untilStatus(from, 'granted', 'COMPLETED');
    expect(seoul.events).toContainEqual(
      expect.objectContaining({ key: 'denied', reason: 'AccessDenied: Access Denied' }),
    );
  });

  it('follows changed tags, and brings them back where both sides sync modifications', async () => {
    const SourceSelectionCriteria = { ReplicaModifications: { Status: 'Enabled' } } as const;
    const [from, to] = await pair('tags', { SourceSelectionCriteria });
    await put(from, 'k', 'x');
    await untilStatus(from, 'k', 'COMPLETED');
    const tag = async (client: S3Client, Bucket: string, Value: string): Promise<void> => {
      const Tagging = { TagSet: [{ Key: 'v', Value }] };
      await client.send(new PutObjectTaggingCommand({ Bucket, Key: 'k', Tagging }));
    };
    const tagged = (client: S3Client, Bucket: string, Value: string): Promise<unknown> =>
      until(
        async () => {
          const got = await client.send(new GetObjectTaggingCommand({ Bucket, Key: 'k' }));
          return got.TagSet?.[0]?.Value === Value;
        },
        { withinMs: 5000, what: `tag ${Value} in ${Bucket}` },
      );
    await tag(source, from, '1');
    await tagged(destination, to, '1');
    await tag(destination, to, 'unsynced');
    expect(virginia.store.pendingFor(to)).toBe(0);
    await putRule(destination, to, from, { SourceSelectionCriteria });
    await tag(destination, to, '2');
    await tagged(source, from, '2');
    expect(await status(source, from, 'k')).toBe('COMPLETED');
    await until(async () => (await status(destination, to, 'k')) === 'REPLICA', {
      withinMs: 3000,
      what: 'the replica is settled',
    });
  });

  it('ends with the same tags on both sides when both change them at once', async () => {
    const SourceSelectionCriteria = { ReplicaModifications: { Status: 'Enabled' } } as const;
    const [from, to] = await pair('clash', { SourceSelectionCriteria });
    await putRule(destination, to, from, { SourceSelectionCriteria });
    const keys = Array.from({ length: 20 }, (_, index) => `k${index}`);
    for (const key of keys) await put(from, key, 'x');
    for (const key of keys) await untilStatus(from, key, 'COMPLETED');
    const tag = (client: S3Client, Bucket: string, Key: string): Promise<unknown> => {
      const Tagging = { TagSet: [{ Key: 'by', Value: Bucket }] };
      return client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging }));
    };
    await Promise.all(keys.flatMap((key) => [tag(source, from, key), tag(destination, to, key)]));
    const isSettled = (): boolean =>
      seoul.store.pendingFor(from) === 0 && virginia.store.pendingFor(to) === 0;
    await until(isSettled, { withinMs: 10_000, what: 'both settled' });
    const tags = (client: S3Client, Bucket: string): Promise<unknown[]> =>
      Promise.all(
        keys.map(
          async (Key) => (await client.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet,
        ),
      );
    expect(await tags(destination, to)).toEqual(await tags(source, from));
    const events = [...seoul.events, ...virginia.events];
    expect(events).toContainEqual(
      expect.objectContaining({
        reason: 'The destination has a later change of the tags, which stays.',
      }),
    );
  });

  it('also goes to a bucket of the same region', async () => {
    const [from] = await pair('near');
    const CreateBucketConfiguration = { LocationConstraint: SEOUL } as const;
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    const Bucket = 'near-copy';
    await source.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    await source.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    await putRule(source, from, Bucket, {});
    await put(from, 'k', 'x');
    await untilStatus(from, 'k', 'COMPLETED');
    expect(await status(source, Bucket, 'k')).toBe('REPLICA');
  });
});
