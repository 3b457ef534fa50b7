import {
  CreateBucketCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { VirtualClock } from '@understudy/contract/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LOCATED_BUCKETS_MAX, LOCATED_BUCKET_WALL_MS } from '../bounds.ts';
import { BucketLocator, toldBy } from './bucket-locator.ts';
import { KEY } from '../endpoint.fixture.ts';
import { startWithStores, type EndpointWithStores } from './real-stores.fixture.ts';

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
  let stores: EndpointWithStores;

  beforeAll(async () => {
    stores = await startWithStores({ [SEOUL]: '127.106.5.1', [VIRGINIA]: '127.106.5.2' });
  });
  afterAll(() => stores[Symbol.asyncDispose]());

  test('find a public bucket in whatever region it is', async () => {
    const Bucket = 'public-in-virginia';
    const { endpoint } = stores;
    const client = stores.client(VIRGINIA);
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
  });
});
