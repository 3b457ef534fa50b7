import http from 'node:http';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CLOUDFRONT, SEOUL, TestRegion } from '../store.fixture.ts';

/** `aws:SourceIp` of senders that AWS has addresses for. */

const EDGE = '127.102.9.1';
/** One of com.amazonaws.global.cloudfront.origin-facing. */
const EDGE_ON_THE_INTERNET = '13.124.199.21';
const Bucket = 'by-published-address';
let seoul: TestRegion;

beforeAll(async () => {
  const published = { [EDGE]: EDGE_ON_THE_INTERNET };
  seoul = await new TestRegion({ region: SEOUL, address: '127.102.9.7', published }).start();
  const client = seoul.client();
  const CreateBucketConfiguration = { LocationConstraint: SEOUL } as const;
  await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  await client.send(new PutObjectCommand({ Bucket, Key: 'page', Body: 'x' }));
});
afterAll(() => seoul.destroy());

async function admit(range: string): Promise<void> {
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      ...{ Effect: 'Allow', Principal: { Service: 'cloudfront.amazonaws.com' } },
      ...{ Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` },
      Condition: { IpAddress: { 'aws:SourceIp': range } },
    },
  });
  await seoul.client().send(new PutBucketPolicyCommand({ Bucket, Policy }));
}

async function readFrom(localAddress: string): Promise<string | undefined> {
  const httpAgent = new http.Agent({ localAddress });
  const requestHandler = new NodeHttpHandler({ httpAgent });
  const client = seoul.client({ key: CLOUDFRONT, requestHandler });
  const got = await client.send(new GetObjectCommand({ Bucket, Key: 'page' }));
  return got.Body?.transformToString();
}

it('of an edge location is the one that AWS publishes', async () => {
  await admit('13.124.199.0/24');
  expect(await readFrom(EDGE)).toBe('x');
  await expect(readFrom('127.102.9.2')).rejects.toMatchObject({ name: 'AccessDenied' });
});

it('of an edge location is not its loopback address, which others have', async () => {
  await admit('127.0.0.0/8');
  await expect(readFrom(EDGE)).rejects.toMatchObject({ name: 'AccessDenied' });
  expect(await readFrom('127.102.9.2')).toBe('x');
});
