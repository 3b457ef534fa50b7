import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { SigningKey } from '@understudy/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ACCOUNT, ADMIN, SEOUL, TestRegion } from '../store.fixture.ts';

/** Keys of users whom IAM does not let do everything. */

const Bucket = 'restricted-test';
const USER = `arn:aws:iam::${ACCOUNT}:user/min`;
let seoul: TestRegion;

function key(Statement: object | object[], more: Partial<SigningKey> = {}): SigningKey {
  const document = JSON.stringify({ Version: '2012-10-17', Statement });
  return {
    ...{ accessKeyId: 'AKIARESTRICTED', secretAccessKey: 'secret-of-min' },
    principal: {
      ...{ kind: 'account', accountId: ACCOUNT, arn: USER },
      policies: { identity: [document] },
    },
    ...more,
  };
}

async function as(restricted: SigningKey): Promise<S3Client> {
  await seoul.store.apply(await seoul.config({ signingKeys: [ADMIN, restricted] }));
  return seoul.client({ key: restricted });
}

const reads = {
  ...{ Effect: 'Allow', Action: 's3:GetObject' },
  Resource: `arn:aws:s3:::${Bucket}/open/*`,
};

beforeAll(async () => {
  seoul = await new TestRegion({ region: SEOUL, address: '127.102.9.8' }).start();
  const client = seoul.client();
  const CreateBucketConfiguration = { LocationConstraint: SEOUL } as const;
  await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  for (const Key of ['open/a', 'closed/a'])
    await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
});
afterAll(() => seoul.destroy());

it('may do what their policies allow, and are told why not else', async () => {
  const client = await as(key(reads));
  const read = (Key: string): Promise<unknown> =>
    client.send(new GetObjectCommand({ Bucket, Key }));
  expect(await read('open/a')).toMatchObject({ ContentLength: 1 });
  await expect(read('closed/a')).rejects.toMatchObject({
    name: 'AccessDenied',
    message: `User: ${USER} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::${Bucket}/closed/a" because no identity-based policy allows the s3:GetObject action`,
  });
  for (const command of [
    new ListBucketsCommand({}),
    new ListObjectsV2Command({ Bucket }),
    new CreateBucketCommand({ Bucket: 'another-bucket' }),
    new DeleteBucketPolicyCommand({ Bucket }),
  ])
    await expect(client.send(command as ListBucketsCommand)).rejects.toMatchObject({
      name: 'AccessDenied',
    });
});

it('may do what the bucket’s policy lets them do by name, not what it leaves to the account', async () => {
  const client = await as(key(reads));
  const read = new GetObjectCommand({ Bucket, Key: 'closed/a' });
  const letIn = async (AWS: string): Promise<void> => {
    const Statement = {
      ...{ Effect: 'Allow', Principal: { AWS }, Action: 's3:GetObject' },
      Resource: `arn:aws:s3:::${Bucket}/*`,
    };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    await seoul.client().send(new PutBucketPolicyCommand({ Bucket, Policy }));
  };
  await letIn(ACCOUNT);
  await expect(client.send(read)).rejects.toMatchObject({ name: 'AccessDenied' });
  await letIn(USER);
  expect(await client.send(read)).toMatchObject({ ContentLength: 1 });
  const denied = await as(key([reads, { Effect: 'Deny', Action: 's3:*', Resource: '*' }]));
  await expect(denied.send(read)).rejects.toThrow(
    'with an explicit deny in an identity-based policy',
  );
  await seoul.client().send(new DeleteBucketPolicyCommand({ Bucket }));
});

it('need the token of their session, as long as it lasts', async () => {
  const read = new GetObjectCommand({ Bucket, Key: 'open/a' });
  const expiresMs = seoul.clock.wallMs() + 60_000;
  await as(key(reads, { session: { token: 'the-token', expiresMs } }));
  const credentials = { accessKeyId: 'AKIARESTRICTED', secretAccessKey: 'secret-of-min' };
  const client = (sessionToken?: string): S3Client =>
    seoul.client({ credentials: { ...credentials, ...(sessionToken && { sessionToken }) } });
  expect(await client('the-token').send(read)).toMatchObject({ ContentLength: 1 });
  for (const wrong of [client('another'), client()])
    await expect(wrong.send(read)).rejects.toMatchObject({ name: 'InvalidToken' });
  await as(key(reads, { session: { token: 'the-token', expiresMs: expiresMs - 120_000 } }));
  await expect(client('the-token').send(read)).rejects.toMatchObject({ name: 'ExpiredToken' });
});
