import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestRegion, VIRGINIA } from '../store.fixture.ts';

const Bucket = 'delete-many';
let region: TestRegion;
beforeAll(async () => {
  region = new TestRegion({ region: VIRGINIA, address: '127.102.7.3' });
  await region.start();
});
afterAll(() => region.destroy());

it('deletes all that it can: a key that is wrong has an error of its own', async () => {
  const client = region.client();
  await client.send(new CreateBucketCommand({ Bucket }));
  for (const Key of ['a', 'b']) await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  const Objects = [{ Key: 'a' }, { Key: 'c', VersionId: 'none' }, { Key: 'b' }];
  const answer = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(answer.Deleted).toEqual([{ Key: 'a' }, { Key: 'b' }]);
  expect(answer.Errors).toEqual([
    {
      ...{ Key: 'c', VersionId: 'none', Code: 'NoSuchVersion' },
      Message: 'The specified version does not exist.',
    },
  ]);
  await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'b' }))).rejects.toThrow();
});
