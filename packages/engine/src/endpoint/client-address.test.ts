import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { CreateBucketCommand, PutBucketPolicyCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWithStores, type EndpointWithStores } from './stores/real-stores.fixture.ts';

/** What policies see of a client whose request came through the endpoint: `aws:SourceIp`. */

const REGION = 'us-east-1';
const STORE = '127.106.7.1';
const Bucket = 'by-address';
let stores: EndpointWithStores;

beforeAll(async () => {
  stores = await startWithStores({ [REGION]: STORE });
  const client = stores.client(REGION);
  await client.send(new CreateBucketCommand({ Bucket }));
  await client.send(new PutObjectCommand({ Bucket, Key: 'page', Body: 'for 127.0.0.9' }));
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      ...{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject' },
      Resource: `arn:aws:s3:::${Bucket}/*`,
      Condition: { IpAddress: { 'aws:SourceIp': '127.0.0.9/32' } },
    },
  });
  await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
});
afterAll(() => stores[Symbol.asyncDispose]());

async function ask(options: {
  localAddress: string;
  host?: string;
  port?: number;
  headers?: Record<string, string | string[]>;
}): Promise<number | undefined> {
  const { endpoint } = stores;
  const target = { host: '127.0.0.1', port: endpoint.port, path: `/${Bucket}/page`, agent: false };
  const request = httpRequest({ ...target, ...options }).end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

const FORGED = ['127.0.0.9', 'token 127.0.0.9', 'the-endpoints-token 127.0.0.9'];

test('is the client’s own, and not the endpoint’s', async () => {
  expect(await ask({ localAddress: '127.0.0.9' })).toBe(200);
  expect(await ask({ localAddress: '127.0.0.8' })).toBe(403);
});

test('is none that the client tells, whatever it says', async () => {
  for (const address of FORGED) {
    const headers = { 'understudy-client-address': address };
    expect(await ask({ localAddress: '127.0.0.8', headers })).toBe(403);
    expect(await ask({ localAddress: '127.0.0.9', headers })).toBe(200);
    const twice = { 'Understudy-Client-Address': [address, address] };
    expect(await ask({ localAddress: '127.0.0.8', headers: twice })).toBe(403);
  }
});

test('is told to the store by the endpoint alone', async () => {
  const store = { host: STORE, port: 8080 };
  for (const address of FORGED.slice(0, 2)) {
    const headers = { 'understudy-client-address': address };
    expect(await ask({ ...store, localAddress: '127.0.0.8', headers })).toBe(403);
  }
  expect(await ask({ ...store, localAddress: '127.0.0.9' })).toBe(200);
});
