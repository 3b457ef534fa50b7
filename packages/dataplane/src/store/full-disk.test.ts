import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketReplicationCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type ReplicationConfiguration,
  type S3Client,
} from '@aws-sdk/client-s3';
import { until } from '@understudy/contract/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLE, SEOUL, TestRegion, VIRGINIA } from './store.fixture.ts';

/** Only root may mount a disk of a size of its own. */
const CANNOT_MOUNT = process.getuid?.() !== 0 || spawnSync('mount', ['-V']).status !== 0;
const REASON = CANNOT_MOUNT ? ' (skipped: only root can mount a small disk)' : '';
const DISK_MEGABYTES = 32;

const Bucket = 'full-disk';
const Versioned = 'full-disk-versioned';
const Elsewhere = 'full-disk-elsewhere';

describe.skipIf(CANNOT_MOUNT)(`a disk that is full${REASON}`, () => {
  let disk: string;
  let seoul: TestRegion;
  let virginia: TestRegion;
  let client: S3Client;
  let filler: string;
  let upload: { Bucket: string; Key: string; UploadId: string | undefined };
  let part: string | undefined;

  async function put(Key: string, Body: string, bucket = Bucket): Promise<void> {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Buffer.from(Body) }));
  }

  async function read(Key: string, VersionId?: string, bucket = Bucket): Promise<string> {
    const found = await client.send(new GetObjectCommand({ Bucket: bucket, Key, VersionId }));
    return (await found.Body?.transformToString()) ?? '';
  }

  /** To the last byte, also of what the store's own log would have grown into. */
  async function fill(): Promise<void> {
    const pieces = [1024 ** 2, 65_536, 4096];
    for (const size of pieces)
      for (;;) {
        try {
          appendFileSync(filler, Buffer.alloc(size));
        } catch {
          break;
        }
      }
    for (let count = 0; ; count++) {
      const error = await put(`fill-${count}`, 'x').catch((thrown: unknown) => thrown);
      if (error !== undefined) return;
      if (count > 2_000) throw new Error('the disk does not fill up');
    }
  }

  beforeAll(async () => {
    disk = mkdtempSync(join(tmpdir(), 'understudy-full-'));
    const options = ['-t', 'tmpfs', '-o', `size=${DISK_MEGABYTES}m`, 'tmpfs', disk];
    expect(spawnSync('mount', options).status).toBe(0);
    filler = join(disk, 'filler');
    const directory = join(disk, 'store');
    seoul = new TestRegion({ region: SEOUL, address: '127.102.12.1', directory, speed: 20 });
    virginia = new TestRegion({ region: VIRGINIA, address: '127.102.12.2', speed: 20 });
    await seoul.start([virginia]);
    await virginia.start([seoul]);
    client = seoul.client();
    const CreateBucketConfiguration = { LocationConstraint: SEOUL } as const;
    for (const name of [Bucket, Versioned, 'full-disk-empty'])
      await client.send(new CreateBucketCommand({ Bucket: name, CreateBucketConfiguration }));
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await client.send(
      new PutBucketVersioningCommand({ Bucket: Versioned, VersioningConfiguration }),
    );
    for (let count = 0; count < 30; count++) await put(`kept-${count}`, `body ${count}`);
    await put('versioned', 'first', Versioned);
    const key = { Bucket, Key: 'upload' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(key));
    upload = { ...key, UploadId };
    const first = { ...upload, PartNumber: 1, Body: Buffer.from('part') };
    part = (await client.send(new UploadPartCommand(first))).ETag;
    await fill();
  });
  afterAll(async () => {
    await virginia.destroy();
    await seoul.stop();
    spawnSync('umount', ['-l', disk]);
    rmSync(disk, { recursive: true, force: true });
  });

  it('refuses every write with the file, the reason and a next step, and loses nothing', async () => {
    const Tagging = { TagSet: [{ Key: 'a', Value: 'b'.repeat(200) }] };
    const CopySource = `${Bucket}/kept-1`;
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: part }] };
    const Body = Buffer.alloc(100_000);
    const writes: [string, () => Promise<unknown>][] = [
      ['PutObject', () => client.send(new PutObjectCommand({ Bucket, Key: 'new', Body }))],
      ['over another', () => client.send(new PutObjectCommand({ Bucket, Key: 'kept-0', Body }))],
      ['CopyObject', () => client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }))],
      [
        'CreateMultipartUpload',
        () => client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'another' })),
      ],
      ['UploadPart', () => client.send(new UploadPartCommand({ ...upload, PartNumber: 2, Body }))],
      [
        'UploadPartCopy',
        () => client.send(new UploadPartCopyCommand({ ...upload, PartNumber: 2, CopySource })),
      ],
      [
        'CompleteMultipartUpload',
        () => client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload })),
      ],
      [
        'PutObjectTagging',
        () => client.send(new PutObjectTaggingCommand({ Bucket, Key: 'kept-1', Tagging })),
      ],
      ['PutBucketTagging', () => client.send(new PutBucketTaggingCommand({ Bucket, Tagging }))],
      [
        'CreateBucket',
        () =>
          client.send(
            new CreateBucketCommand({
              Bucket: 'full-disk-new',
              CreateBucketConfiguration: { LocationConstraint: SEOUL },
            }),
          ),
      ],
    ];
    for (const [name, write] of writes) {
      const error = await write().then(
        () => new Error(`${name} was done`),
        (thrown: unknown) => thrown,
      );
      expect(error, name).toMatchObject({
        name: 'ServiceUnavailable',
        message: expect.stringMatching(`${disk}/store.*: the disk is full; make room`) as string,
        $metadata: { httpStatusCode: 503 },
      });
    }
    for (let count = 0; count < 30; count++)
      expect(await read(`kept-${count}`)).toBe(`body ${count}`);
    const told = seoul.events.filter((event) => event.type === 'log' && event.level === 'error');
    expect(told.length).toBeLessThan(writes.length);
  });

  it('removes what it is told to, which makes room', async () => {
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'kept-0' }));
    await expect(read('kept-0')).rejects.toMatchObject({ name: 'NoSuchKey' });
    const Objects = Array.from({ length: 9 }, (_, index) => ({ Key: `kept-${index + 1}` }));
    const { Deleted, Errors } = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects } }),
    );
    expect([Deleted?.length, Errors]).toEqual([9, undefined]);
    await client.send(new DeleteObjectCommand({ Bucket: Versioned, Key: 'versioned' }));
    const { DeleteMarkers = [], Versions = [] } = await client.send(
      new ListObjectVersionsCommand({ Bucket: Versioned }),
    );
    expect([DeleteMarkers.length, Versions.length]).toEqual([1, 1]);
    expect(await read('versioned', Versions[0]?.VersionId, Versioned)).toBe('first');
    await client.send(new AbortMultipartUploadCommand(upload));
    await client.send(new DeleteBucketCommand({ Bucket: 'full-disk-empty' }));
  });

  it('takes nothing from other regions, and takes it all once there is room', async () => {
    const there = virginia.client();
    await there.send(new CreateBucketCommand({ Bucket: Elsewhere }));
    await there.send(
      new PutBucketVersioningCommand({
        ...{ Bucket: Elsewhere, VersioningConfiguration: { Status: 'Enabled' } },
      }),
    );
    const ReplicationConfiguration: ReplicationConfiguration = {
      Role: ROLE,
      Rules: [
        {
          ...{ ID: 'all', Status: 'Enabled', Priority: 1, Filter: { Prefix: '' } },
          DeleteMarkerReplication: { Status: 'Disabled' },
          Destination: { Bucket: `arn:aws:s3:::${Versioned}` },
        },
      ],
    };
    await there.send(
      new PutBucketReplicationCommand({ Bucket: Elsewhere, ReplicationConfiguration }),
    );
    await fill();
    const object = { Bucket: Elsewhere, Key: 'travels', Body: Buffer.alloc(200_000) };
    await there.send(new PutObjectCommand(object));
    const status = (wanted: string): boolean =>
      virginia.events.some((event) => event.type === 'replication' && event.status === wanted);
    await until(() => status('PENDING'), { withinMs: 10_000, what: 'a refusal' });
    rmSync(filler);
    await until(() => status('COMPLETED'), { withinMs: 10_000, what: 'its arrival' });
    expect(status('FAILED')).toBe(false);
    await put('after', 'written');
    expect(await read('after')).toBe('written');
    const { KeyCount } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'kept-' }));
    expect(KeyCount).toBe(20);
    // The next time that it is full, there is something in reserve again.
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'kept-20' }));
    expect(existsSync(join(disk, 'store', 'reserve'))).toBe(true);
  });
});
