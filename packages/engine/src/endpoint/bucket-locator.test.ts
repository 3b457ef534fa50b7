import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CreateBucketCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { SigningKey } from '@understudy/contract';
import { VirtualClock } from '@understudy/contract/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HTTPS_PORT, startRegion, stopRegion } from '../resources/s3/region-process.fixture.ts';
import { CertificateAuthority } from '../services/acm/authority.ts';
import { LOCATED_BUCKETS_MAX, LOCATED_BUCKET_WALL_MS } from './bounds.ts';
import { BucketLocator, toldBy } from './bucket-locator.ts';
import { KEY, startEndpoint, type TestEndpoint } from './endpoint.fixture.ts';
import { S3Forwarder } from './s3-forwarder.ts';

const SEOUL = 'ap-northeast-2';
const VIRGINIA = 'us-east-1';

describe('what a store says of a bucket', () => {
  test.each([
    [200, [], SEOUL],
    [403, [], SEOUL],
    [301, ['Server', 'AmazonS3', 'X-Amz-Bucket-Region', VIRGINIA], VIRGINIA],
    [307, ['x-amz-bucket-region', VIRGINIA], VIRGINIA],
    [301, ['x', 'x-amz-bucket-region'], undefined],
    [404, [], undefined],
    [503, [], undefined],
  ])('%i %j', (status, rawHeaders, region) => {
    expect(toldBy(SEOUL, { status, rawHeaders })).toBe(region);
  });
});

describe('a bucket', () => {
  /** Regions that answer HEAD with these statuses, or never. */
  function locator(statuses: Record<string, number | 'silent'>) {
    const clock = new VirtualClock({ startMs: 1_000_000 });
    const asked: string[] = [];
    const made = new BucketLocator({
      ...{ regions: Object.keys(statuses), key: KEY, clock },
      ask: (region, { head }) => {
        asked.push(`${region} ${head.split(' ')[1]}`);
        const status = statuses[region] ?? 404;
        if (status === 'silent') return new Promise(() => undefined);
        if (status === 503) return Promise.reject(new Error('lost'));
        return Promise.resolve({ status, reason: '', rawHeaders: [], keepsConnection: true });
      },
    });
    return { made, asked, clock };
  }

  test('is where a region has it, whether or not the others answer', async () => {
    for (const other of [404, 503, 'silent'] as const) {
      const { made } = locator({ [SEOUL]: other, [VIRGINIA]: 200 });
      expect(await made.locate('bucket')).toBe(VIRGINIA);
    }
  });

  test('is nowhere where none has it, or its name is none', async () => {
    const { made, asked } = locator({ [SEOUL]: 404, [VIRGINIA]: 503 });
    expect(await made.locate('bucket')).toBeUndefined();
    expect(asked).toEqual([`${SEOUL} /bucket`, `${VIRGINIA} /bucket`]);
    for (const name of ['', 'ab', 'A%20B', 'x'.repeat(64)])
      expect(await made.locate(name)).toBeUndefined();
    expect(asked).toHaveLength(2);
  });

  test('is asked for once in a while, and not for ever remembered', async () => {
    const { made, asked, clock } = locator({ [SEOUL]: 200 });
    for (let time = 0; time < 3; time++) await made.locate('bucket');
    expect(asked).toHaveLength(1);
    await clock.advance(LOCATED_BUCKET_WALL_MS);
    await made.locate('bucket');
    expect(asked).toHaveLength(2);
    for (let count = 0; count < LOCATED_BUCKETS_MAX; count++) await made.locate(`other-${count}`);
    await made.locate('bucket');
    expect(asked).toHaveLength(2 + LOCATED_BUCKETS_MAX + 1);
  });
});

describe('unsigned requests through the endpoint', () => {
  const ADDRESSES: Record<string, string> = { [SEOUL]: '127.106.5.1', [VIRGINIA]: '127.106.5.2' };
  const ACCOUNT = '111122223333';
  const arn = `arn:aws:iam::${ACCOUNT}:user/admin`;
  const key: SigningKey = { ...KEY, principal: { kind: 'account', accountId: ACCOUNT, arn } };
  let folder: string;
  let regions: ChildProcess[] = [];
  let endpoint: TestEndpoint;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'understudy-locator-'));
    const clock = new VirtualClock({
      startMs: Math.round(performance.timeOrigin + performance.now()),
    });
    const directory = path.join(folder, 'ca');
    const authority = await CertificateAuthority.load({ directory, clock });
    const replicationKey: SigningKey = {
      ...{ accessKeyId: 'AKIAREPLICATION', secretAccessKey: 'secret' },
      principal: {
        ...{ kind: 'service', service: 's3.amazonaws.com', sourceArn: '' },
        sourceAccount: ACCOUNT,
      },
    };
    const places = Object.entries(ADDRESSES).map(([region, address]) => ({ region, address }));
    regions = await Promise.all(
      places.map(async ({ region, address }) =>
        startRegion({
          ...{ region, account: ACCOUNT, directory: path.join(folder, region) },
          store: {
            address,
            certificate: await authority.issue([`s3.${region}.amazonaws.com`]),
            ...{ signingKeys: [key, replicationKey], anyKey: false, replicationKey },
            peers: places.filter((peer) => peer.region !== region),
          },
        }),
      ),
    );
    const { rootPem } = authority;
    const s3 = new S3Forwarder({
      endpointOf: (region) => {
        const host = ADDRESSES[region];
        return host === undefined ? undefined : { host, port: HTTPS_PORT, incarnation: '' };
      },
      rootPem,
    });
    const locator = new BucketLocator({
      ...{ regions: Object.keys(ADDRESSES), key: KEY, clock },
      ask: (region, request) => s3.ask(region, request),
    });
    const locateBucket = (bucket: string): Promise<string | undefined> => locator.locate(bucket);
    endpoint = await startEndpoint({ s3, locateBucket, defaultRegion: SEOUL });
  });
  afterAll(async () => {
    await endpoint[Symbol.asyncDispose]();
    for (const region of regions) await stopRegion(region);
    await rm(folder, { recursive: true });
  });

  test('find a public bucket in whatever region it is', async () => {
    const Bucket = 'public-in-virginia';
    const settings = { ...endpoint.config, region: VIRGINIA, forcePathStyle: true };
    const client = new S3Client(settings);
    await client.send(new CreateBucketCommand({ Bucket }));
    await client.send(new PutObjectCommand({ Bucket, Key: 'page', Body: 'for everyone' }));
    const path = `${endpoint.origin}/${Bucket}/page`;
    // As on AWS the bucket's own region refuses it, and does not lead on to itself.
    expect((await fetch(path)).status).toBe(403);
    const BlockPublicPolicy = false;
    const PublicAccessBlockConfiguration = { BlockPublicPolicy, RestrictPublicBuckets: false };
    await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        ...{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject' },
        Resource: `arn:aws:s3:::${Bucket}/*`,
      },
    });
    await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    const answer = await fetch(path);
    expect([answer.status, await answer.text()]).toEqual([200, 'for everyone']);
    const missing = await fetch(`${endpoint.origin}/no-such-bucket-anywhere/page`);
    expect(missing.status).toBe(404);
    client.destroy();
  });
});
