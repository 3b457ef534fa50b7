import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask, presigned, SEOUL, TestRegion } from '../store.fixture.ts';

/** Condition keys that come of the request itself, by what a Deny of theirs stops. */

const Bucket = 'by-condition';
let seoul: TestRegion;
let client: S3Client;

beforeAll(async () => {
  seoul = await new TestRegion({ region: SEOUL, address: '127.102.10.7' }).start();
  client = seoul.client();
  const CreateBucketConfiguration = { LocationConstraint: SEOUL } as const;
  await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  const Tagging = 'kept=yes';
  await client.send(new PutObjectCommand({ Bucket, Key: 'there', Body: 'x', Tagging }));
});
afterAll(() => seoul.destroy());

async function deny(Condition: object): Promise<void> {
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      ...{ Effect: 'Deny', Principal: '*', Action: 's3:*' },
      ...{ Resource: `arn:aws:s3:::${Bucket}/*`, Condition },
    },
  });
  await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
}

const get = (): Promise<unknown> => client.send(new GetObjectCommand({ Bucket, Key: 'there' }));
const put = (Tagging?: string): Promise<unknown> =>
  client.send(new PutObjectCommand({ Bucket, Key: 'new', Body: 'x', Tagging }));
const DENIED = { name: 'AccessDenied' };

it('s3:signatureAge is how long ago a presigned URL was signed, and no matter to headers', async () => {
  await deny({ NumericGreaterThan: { 's3:signatureAge': '600000' } });
  const read = async (ageSeconds: number): Promise<number> => {
    const signingDate = new Date(seoul.clock.wallMs() - ageSeconds * 1_000);
    const asked = { method: 'GET', path: `/${Bucket}/there`, signingDate };
    return (await ask(seoul, { path: await presigned(client, seoul, asked) })).status;
  };
  expect(await read(0)).toBe(200);
  expect(await read(590)).toBe(200);
  expect(await read(610)).toBe(403);
  // "If the key is not present, the condition does not match."
  await deny({ NumericGreaterThanEquals: { 's3:signatureAge': '0' } });
  await expect(get()).resolves.toBeDefined();
  expect(await read(0)).toBe(403);
});

it('s3:RequestObjectTag and its keys are the tags that a write brings', async () => {
  await deny({ StringEquals: { 's3:RequestObjectTag/stage': 'test' } });
  await expect(put('stage=test')).rejects.toMatchObject(DENIED);
  await expect(put('team=web&Stage=test')).rejects.toMatchObject(DENIED);
  await put('stage=live');
  await put();
  const TagSet = [{ Key: 'stage', Value: 'test' }];
  const tag = new PutObjectTaggingCommand({ Bucket, Key: 'there', Tagging: { TagSet } });
  await expect(client.send(tag)).rejects.toMatchObject(DENIED);
  await deny({ 'ForAnyValue:StringNotEquals': { 's3:RequestObjectTagKeys': ['stage', 'team'] } });
  await put('stage=test&team=web');
  await put();
  await expect(put('stage=test&owner=me')).rejects.toMatchObject(DENIED);
});

it('s3:ExistingObjectTag decides about reading, not about writing over and deleting', async () => {
  await deny({ StringEquals: { 's3:ExistingObjectTag/kept': 'yes' } });
  await expect(get()).rejects.toMatchObject(DENIED);
  const copy = { Bucket, Key: 'copy', CopySource: `${Bucket}/there` };
  await expect(client.send(new CopyObjectCommand(copy))).rejects.toMatchObject(DENIED);
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'there' }));
  await client.send(new PutObjectCommand({ Bucket, Key: 'there', Body: 'x', Tagging: 'kept=yes' }));
  await client.send(new PutObjectCommand({ Bucket, Key: 'there', Body: 'y' }));
  await client.send(new PutObjectCommand({ Bucket, Key: 'there', Body: 'x', Tagging: 'kept=yes' }));
});

it('aws:ViaAWSService is false, so that AWS’s pattern for addresses holds', async () => {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-ip.html
  const elsewhere = { NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } };
  await deny({ ...elsewhere, Bool: { 'aws:ViaAWSService': 'false' } });
  await expect(get()).rejects.toMatchObject(DENIED);
  await deny({ ...elsewhere, Bool: { 'aws:ViaAWSService': 'true' } });
  await expect(get()).resolves.toBeDefined();
});

it('aws:RequestedRegion is this one', async () => {
  await deny({ StringNotEquals: { 'aws:RequestedRegion': SEOUL } });
  await expect(get()).resolves.toBeDefined();
  await deny({ StringEquals: { 'aws:RequestedRegion': SEOUL } });
  await expect(get()).rejects.toMatchObject(DENIED);
});
