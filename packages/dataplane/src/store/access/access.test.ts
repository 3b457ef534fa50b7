import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ask,
  CLOUDFRONT,
  DISTRIBUTION_ARN,
  HTTP_PORT,
  SEOUL,
  TestRegion,
} from '../store.fixture.ts';

let seoul: TestRegion;
let client: S3Client;

beforeAll(async () => {
  seoul = await new TestRegion({ region: SEOUL, address: '127.102.7.1' }).start();
  client = seoul.client();
});

afterAll(() => seoul.destroy());

it('answers to its own names and to loopback addresses only: DNS rebinding gets nothing', async () => {
  const own = ['s3.amazonaws.com', `s3.${SEOUL}.amazonaws.com`, `none.s3.${SEOUL}.amazonaws.com`];
  const loopback = [`${seoul.address}:${HTTP_PORT}`, '127.0.0.1:4700', 'none.localhost:4700'];
  for (const host of [...own, ...loopback])
    expect((await ask(seoul, { path: '/none/key', headers: { host } })).body).not.toContain('sent');
  for (const host of ['attacker.example', `attacker.example:${HTTP_PORT}`, '10.0.0.1', 'evil']) {
    const answer = await ask(seoul, { path: '/none/key', headers: { host } });
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('<Code>AccessDenied</Code>');
    expect(answer.body).toContain(`this was sent to ${host}`);
  }
});

describe('access to objects', () => {
  const Bucket = 'access-test';
  const allow = {
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${Bucket}/*`,
  };

  async function putPolicy(...Statement: object[]): Promise<void> {
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  }

  async function anonymous(key: string): Promise<number> {
    const host = `${Bucket}.s3.${SEOUL}.amazonaws.com:${HTTP_PORT}`;
    return (await ask(seoul, { path: `/${key}`, headers: { host } })).status;
  }

  beforeAll(async () => {
    const CreateBucketConfiguration = { LocationConstraint: SEOUL } as const;
    await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    await client.send(new PutObjectCommand({ Bucket, Key: 'there', Body: 'x' }));
  });

  it('has no list of buckets for anyone but the account', async () => {
    expect((await ask(seoul, { path: '/' })).status).toBe(403);
    const cloudfront = seoul.client({ key: CLOUDFRONT });
    await expect(cloudfront.send(new ListBucketsCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });

  it('is refused to who expects another owner', async () => {
    const expected = { Bucket, Key: 'there', ExpectedBucketOwner: '999988887777' };
    await expect(client.send(new GetObjectCommand(expected))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });

  it('is nobody’s but the account’s, and a public policy is refused', async () => {
    expect(await anonymous('there')).toBe(403);
    await expect(putPolicy({ ...allow, Principal: '*' })).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('BlockPublicPolicy'),
    });
  });

  it('is everyone’s once the bucket’s blocks are off and its policy says so', async () => {
    const off = {
      ...{ BlockPublicAcls: true, IgnorePublicAcls: true },
      ...{ BlockPublicPolicy: false, RestrictPublicBuckets: false },
    };
    const put = new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: off });
    await client.send(put);
    await putPolicy({ ...allow, Principal: '*' });
    expect(await anonymous('there')).toBe(200);
    // Who may not list does not learn that it is missing.
    expect(await anonymous('missing')).toBe(403);
    const status = await client.send(new GetBucketPolicyStatusCommand({ Bucket }));
    expect(status.PolicyStatus?.IsPublic).toBe(true);
    const restricted = { ...off, RestrictPublicBuckets: true };
    await client.send(
      new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: restricted }),
    );
    expect(await anonymous('there')).toBe(403);
  });

  it('is CloudFront’s for the one distribution that the policy names', async () => {
    const statement = {
      ...allow,
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Condition: { StringEquals: { 'AWS:SourceArn': DISTRIBUTION_ARN } },
    };
    await putPolicy(statement);
    const cloudfront = seoul.client({ key: CLOUDFRONT, virtual: true, secure: true });
    const get = new GetObjectCommand({ Bucket, Key: 'there' });
    expect(await (await cloudfront.send(get)).Body?.transformToString()).toBe('x');
    const missing = new GetObjectCommand({ Bucket, Key: 'missing' });
    await expect(cloudfront.send(missing)).rejects.toMatchObject({ name: 'AccessDenied' });
    const bucket = {
      ...{ Effect: 'Allow', Principal: { Service: 'cloudfront.amazonaws.com' } },
      ...{ Action: 's3:ListBucket', Resource: `arn:aws:s3:::${Bucket}` },
    };
    await putPolicy(statement, bucket);
    await expect(cloudfront.send(missing)).rejects.toMatchObject({ name: 'NoSuchKey' });
    const Condition = { StringEquals: { 'AWS:SourceArn': `${DISTRIBUTION_ARN}X` } };
    await putPolicy({ ...statement, Condition });
    await expect(cloudfront.send(get)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('over plain HTTP is refused where the policy wants TLS, also to the account', async () => {
    await putPolicy({
      ...{ Effect: 'Deny', Principal: '*', Action: 's3:*' },
      Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    const get = new GetObjectCommand({ Bucket, Key: 'there' });
    await expect(client.send(get)).rejects.toMatchObject({ name: 'AccessDenied' });
    const secure = seoul.client({ virtual: true, secure: true });
    expect((await secure.send(get)).ETag).toBeDefined();
    const text = await secure.send(new GetBucketPolicyCommand({ Bucket }));
    expect(JSON.parse(text.Policy ?? '')).toMatchObject({ Version: '2012-10-17' });
  });

  it('through a policy that denies all is still mended by the owner, as by AWS’s root user', async () => {
    await putPolicy({
      ...{ Effect: 'Deny', Principal: '*', Action: 's3:*' },
      Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
    });
    const get = new GetObjectCommand({ Bucket, Key: 'there' });
    await expect(client.send(get)).rejects.toMatchObject({ name: 'AccessDenied' });
    const { Policy } = await client.send(new GetBucketPolicyCommand({ Bucket }));
    await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    await client.send(new DeleteBucketPolicyCommand({ Bucket }));
    expect((await client.send(get)).ETag).toBeDefined();
  });

  it('never gives anyone else the policy itself, whatever it allows', async () => {
    const blocks = { BlockPublicPolicy: false, RestrictPublicBuckets: false };
    const configuration = { Bucket, PublicAccessBlockConfiguration: blocks };
    await client.send(new PutPublicAccessBlockCommand(configuration));
    const all = { ...{ Effect: 'Allow', Action: 's3:*' }, Resource: `arn:aws:s3:::${Bucket}` };
    const cloudfront = seoul.client({ key: CLOUDFRONT });
    const read = (): Promise<unknown> => cloudfront.send(new GetBucketPolicyCommand({ Bucket }));
    await expect(read()).rejects.toMatchObject({ name: 'AccessDenied' });
    await putPolicy({ ...all, Principal: '*' });
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body = method === 'PUT' ? { body: '{}' } : {};
      const answer = await ask(seoul, { method, path: `/${Bucket}?policy`, ...body });
      expect(answer.status).toBe(405);
      expect(answer.body).toContain('<Code>MethodNotAllowed</Code>');
    }
    await expect(read()).rejects.toMatchObject({ name: 'MethodNotAllowed' });
    const told = await client.send(new GetBucketPolicyCommand({ Bucket }));
    expect(told.Policy).toContain('s3:*');
  });
});
