import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetBucketEncryptionCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  UploadPartCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SEOUL, TestRegion } from '../store.fixture.ts';

const Bucket = 'secrets-test';
const KEY = 'alias/mine';
let region: TestRegion;
let client: S3Client;

beforeAll(async () => {
  region = await new TestRegion({ region: SEOUL, address: '127.102.14.1' }).start();
  client = region.client();
  const CreateBucketConfiguration = { LocationConstraint: SEOUL } as const;
  await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
});

afterAll(() => region.destroy());

async function told(Key: string): Promise<object> {
  const { ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled } = await client.send(
    new HeadObjectCommand({ Bucket, Key }),
  );
  return { ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled };
}

it('is as the request asks, else as the bucket’s default is, of each way to make an object', async () => {
  const put = (Key: string, more: object = {}): Promise<unknown> =>
    client.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ...more }));
  await put('before');
  const rule = {
    ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY },
    BucketKeyEnabled: true,
  } as const;
  await client.send(
    new PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: { Rules: [rule] },
    }),
  );
  const shown = await client.send(new GetBucketEncryptionCommand({ Bucket }));
  expect(shown.ServerSideEncryptionConfiguration?.Rules).toEqual([rule]);

  const standard = { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KEY, BucketKeyEnabled: true };
  expect(await put('standard')).toMatchObject(standard);
  await put('own', { ServerSideEncryption: 'AES256' });
  await put('dsse', { ServerSideEncryption: 'aws:kms:dsse', SSEKMSKeyId: 'k2' });
  expect(
    await client.send(
      new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/before` }),
    ),
  ).toMatchObject(standard);
  const { UploadId, ...begun } = await client.send(
    new CreateMultipartUploadCommand({ Bucket, Key: 'parts' }),
  );
  expect(begun).toMatchObject(standard);
  const part = { Bucket, Key: 'parts', UploadId };
  const { ETag, ...sent } = await client.send(
    new UploadPartCommand({ ...part, PartNumber: 1, Body: 'x' }),
  );
  expect(sent).toMatchObject(standard);
  await client.send(
    new CompleteMultipartUploadCommand({
      ...part,
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
    }),
  );

  expect(await told('before')).toEqual({ ServerSideEncryption: 'AES256' });
  expect(await told('own')).toEqual({ ServerSideEncryption: 'AES256' });
  expect(await told('dsse')).toMatchObject({
    ...{ ServerSideEncryption: 'aws:kms:dsse', SSEKMSKeyId: 'k2' },
  });
  for (const Key of ['standard', 'copy', 'parts']) expect(await told(Key)).toEqual(standard);
});

it.each([
  [{ SSEKMSKeyId: KEY }, 'InvalidArgument'],
  [{ ServerSideEncryption: 'rot13' as never }, 'NotImplemented'],
])('is refused of %j', async (more, name) => {
  await expect(
    client.send(new PutObjectCommand({ Bucket, Key: 'refused', Body: 'x', ...more })),
  ).rejects.toMatchObject({ name });
});
