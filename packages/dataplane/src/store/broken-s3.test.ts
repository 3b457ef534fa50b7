import { GetObjectCommand, CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TestRegion } from './store.fixture.ts';

const SPEED = 20;
const region = 'us-east-1';
const object = { Bucket: 'broken-s3', Key: 'a' };
let store: TestRegion;

beforeEach(async () => {
  store = new TestRegion({ region, address: '127.106.77.1', speed: SPEED });
  await store.start();
  const client = store.client();
  await client.send(new CreateBucketCommand({ Bucket: object.Bucket }));
  await client.send(new PutObjectCommand({ ...object, Body: 'text' }));
});
afterEach(async () => {
  await store.destroy();
});

describe('S3 of a region', () => {
  test('that fails answers 503 in S3’s words, and as ever when it is healed', async () => {
    const client = store.client();
    store.faults.apply([{ subject: 's3', region, mode: 'error' }]);
    await expect(client.send(new GetObjectCommand(object))).rejects.toMatchObject({
      name: 'ServiceUnavailable',
      $metadata: { httpStatusCode: 503 },
    });
    await expect(
      client.send(new PutObjectCommand({ ...object, Body: 'x'.repeat(100_000) })),
    ).rejects.toMatchObject({ name: 'ServiceUnavailable' });
    store.faults.apply([]);
    const { Body } = await client.send(new GetObjectCommand(object));
    expect(await Body?.transformToString()).toBe('text');
  });

  test('that is slow answers late', async () => {
    store.faults.apply([{ subject: 's3', region, mode: 'slow', delaySeconds: 4 }]);
    const began = performance.now();
    await store.client().send(new GetObjectCommand(object));
    expect((performance.now() - began) * SPEED).toBeGreaterThanOrEqual(4_000 - SPEED);
  });
});
