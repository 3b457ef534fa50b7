import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { until } from '@understudy/contract/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PART_NUMBER_MAX } from '../bounds.ts';
import { makeReplicatedBuckets } from './replicated-buckets.fixture.ts';
import { ROLE, SEOUL, TestRegion, VIRGINIA } from '../store.fixture.ts';

const FROM = 'large-seoul';
const TO = 'large-virginia';
/** AWS time passes faster, so that the attempts of what cannot arrive are over soon. */
const SPEED = 200;
let seoul: TestRegion;
let virginia: TestRegion;
let source: S3Client;

beforeAll(async () => {
  seoul = new TestRegion({ region: SEOUL, address: '127.102.6.1', speed: SPEED });
  virginia = new TestRegion({ region: VIRGINIA, address: '127.102.6.2', speed: SPEED });
  await seoul.start([virginia]);
  await virginia.start([seoul]);
  source = seoul.client();
  await makeReplicatedBuckets({ seoul, virginia }, { from: FROM, to: TO });
});

afterAll(async () => {
  await seoul.destroy();
  await virginia.destroy();
});

async function put(Key: string, Body: string | Buffer): Promise<void> {
  await source.send(new PutObjectCommand({ Bucket: FROM, Key, Body }));
}

async function untilStatus(Key: string, wanted: string): Promise<void> {
  await until(
    async () =>
      (await source.send(new HeadObjectCommand({ Bucket: FROM, Key }))).ReplicationStatus ===
      wanted,
    { withinMs: 15_000, what: `${Key} ${wanted}` },
  );
}

/** While the other region is away, makes an object that waits one of as many parts of one byte. */
async function putOfParts(key: string, count: number): Promise<void> {
  const bytes = Buffer.alloc(count, 'x');
  await put(key, bytes);
  const checksum = createHash('sha256').update('x').digest('base64');
  const attributes = {
    ...{ system: {}, user: {}, storageClass: 'STANDARD' },
    checksum: { algorithm: 'SHA256', type: 'COMPOSITE', value: `${checksum}-${count}` },
    parts: Array.from({ length: count }, () => ({ sizeBytes: 1, checksum })),
  };
  // A store holds its file alone.
  await seoul.stop();
  const database = new DatabaseSync(join(seoul.directory, 'metadata.sqlite'));
  database
    .prepare('UPDATE version SET attributes = ?, etag = ? WHERE key = ?')
    .run(JSON.stringify(attributes), `${'0'.repeat(32)}-${count}`, Buffer.from(key));
  database.close();
  await seoul.start([virginia]);
  source = seoul.client();
}

describe('replication of large objects', () => {
  it('carries 10,000 parts with their checksums, and what is behind them', async () => {
    await virginia.stop();
    await putOfParts('parts', PART_NUMBER_MAX);
    for (let number = 0; number < 5; number++) await put(`behind-${number}`, 'x');
    await virginia.start([seoul]);
    for (let number = 0; number < 5; number++) await untilStatus(`behind-${number}`, 'COMPLETED');
    await untilStatus('parts', 'COMPLETED');
    const last = { Bucket: TO, Key: 'parts', PartNumber: PART_NUMBER_MAX };
    const got = await virginia.client().send(new GetObjectCommand(last));
    expect(got).toMatchObject({ PartsCount: PART_NUMBER_MAX, ReplicationStatus: 'REPLICA' });
    expect(await got.Body?.transformToString()).toBe('x');
  });

  it('finds a damaged part on arrival, and fails that object alone', async () => {
    await virginia.stop();
    await putOfParts('damaged', 1234);
    await put('sound', 'x');
    const bodies = join(seoul.directory, 'bodies');
    for (const folder of readdirSync(bodies))
      for (const name of readdirSync(join(bodies, folder))) {
        const path = join(bodies, folder, name);
        const bytes = readFileSync(path);
        if (bytes.length !== 1234) continue;
        bytes[700] = 0;
        writeFileSync(path, bytes);
      }
    await virginia.start([seoul]);
    await untilStatus('sound', 'COMPLETED');
    await untilStatus('damaged', 'FAILED');
    expect(seoul.events).toContainEqual(
      expect.objectContaining({
        key: 'damaged',
        status: 'FAILED',
        reason: 'BadDigest: The replica that arrived is not what was sent.',
      }),
    );
  });

  it('hears a refusal while it is still sending', async () => {
    const Policy = JSON.stringify({
      Statement: [
        {
          ...{ Effect: 'Deny', Principal: { AWS: ROLE }, Action: 's3:ReplicateObject' },
          Resource: `arn:aws:s3:::${TO}/denied`,
        },
      ],
    });
    await virginia.client().send(new PutBucketPolicyCommand({ Bucket: TO, Policy }));
    await put('denied', Buffer.alloc(24 * 1024 * 1024));
    await untilStatus('denied', 'FAILED');
    expect(seoul.events).toContainEqual(
      expect.objectContaining({ key: 'denied', reason: 'AccessDenied: Access Denied' }),
    );
  });
});
