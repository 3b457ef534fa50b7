import { createHash, createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CreateBucketCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { SigningKey } from '@understudy/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ADMIN,
  ask,
  CLOUDFRONT,
  HTTP_PORT,
  presigned,
  REPLICATION,
  SEOUL,
  TestRegion,
} from '../store.fixture.ts';

const Bucket = 'any-key-test';

let seoul: TestRegion;

const key = (accessKeyId: string, secretAccessKey: string): SigningKey => ({
  ...{ accessKeyId, secretAccessKey, principal: ADMIN.principal },
});
const STRANGER = key('test', 'whatever');
const WRONG_SECRET = key(ADMIN.accessKeyId, 'not-the-secret');

beforeAll(async () => {
  seoul = await new TestRegion({ region: SEOUL, address: '127.102.7.2' }).start();
  const CreateBucketConfiguration = { LocationConstraint: SEOUL } as const;
  const client = seoul.client();
  await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  await client.send(new PutObjectCommand({ Bucket, Key: 'there', Body: 'secret' }));
});
afterAll(() => seoul.destroy());

async function anyKey(admitted: boolean): Promise<void> {
  await seoul.store.apply(await seoul.config({ anyKey: admitted }));
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html, all but the checks. */
async function chunkedUpload(
  signedBy: SigningKey,
  { Key, tamper = (body) => body }: { Key: string; tamper?: (body: string) => string },
): Promise<number> {
  const signer = await seoul.client({ key: signedBy }).config.signer();
  const text = 'in signed chunks';
  const { headers } = await signer.sign({
    ...{ method: 'PUT', protocol: 'http:', hostname: seoul.address, port: HTTP_PORT },
    ...{ path: `/${Bucket}/${Key}`, query: {} },
    headers: {
      host: `${seoul.address}:${HTTP_PORT}`,
      'content-encoding': 'aws-chunked',
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      'x-amz-decoded-content-length': String(text.length),
    },
  });
  const timestamp = headers['x-amz-date'] ?? '';
  const scope = [timestamp.slice(0, 8), SEOUL, 's3', 'aws4_request'];
  const hmac = (secret: Buffer, data: string): Buffer =>
    createHmac('sha256', secret).update(data).digest();
  const sha256 = (data: string): string => createHash('sha256').update(data).digest('hex');
  const signing = scope.reduce(hmac, Buffer.from(`AWS4${signedBy.secretAccessKey}`));
  let previous = /Signature=([0-9a-f]{64})/.exec(headers['authorization'] ?? '')?.[1] ?? '';
  let body = '';
  for (const chunk of [text, '']) {
    const toSign = [timestamp, scope.join('/'), previous, sha256(''), sha256(chunk)].join('\n');
    previous = hmac(signing, `AWS4-HMAC-SHA256-PAYLOAD\n${toSign}`).toString('hex');
    body += `${chunk.length.toString(16)};chunk-signature=${previous}\r\n${chunk}\r\n`;
  }
  return (
    await ask(seoul, { method: 'PUT', path: `/${Bucket}/${Key}`, headers, body: tamper(body) })
  ).status;
}

async function textOf(client: S3Client, Key: string): Promise<string | undefined> {
  return (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
}

describe('where any key is admitted', () => {
  beforeAll(() => anyKey(true));

  it.each([
    ['an unknown key', STRANGER],
    ['a known key with another secret', WRONG_SECRET],
  ])('%s is the administrator', async (_name, signedBy) => {
    const client = seoul.client({ key: signedBy });
    const Key = `by ${signedBy.accessKeyId}, ümlaut`;
    await client.send(new PutObjectCommand({ Bucket, Key, Body: 'body' }));
    expect(await textOf(client, Key)).toBe('body');
    expect(await textOf(seoul.client(), Key)).toBe('body');
    const { Buckets } = await client.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual([Bucket]);
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        ...{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' } },
        ...{ Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` },
      },
    });
    await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect((await client.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
  });

  it('presigned URLs are good with any key, while they last', async () => {
    const client = seoul.client({ key: STRANGER });
    const path = await presigned(client, seoul, { method: 'PUT', path: `/${Bucket}/presigned` });
    expect((await ask(seoul, { method: 'PUT', path, body: 'by a link' })).status).toBe(200);
    const got = await ask(seoul, {
      path: await presigned(client, seoul, { method: 'GET', path: `/${Bucket}/presigned` }),
    });
    expect([got.status, got.body]).toEqual([200, 'by a link']);
    const old = path.replace(/X-Amz-Date=(\d{4})/, (_, year) => `X-Amz-Date=${Number(year) - 1}`);
    const then = old.replace(/%2F(\d{4})(?=\d{4}%2F)/, (_, year) => `%2F${Number(year) - 1}`);
    const late = await ask(seoul, { method: 'PUT', path: then, body: 'late' });
    expect(late.status).toBe(403);
    expect(late.body).toContain('Request has expired');
  });

  it('takes bodies in chunks, whoever signs them', async () => {
    expect(await chunkedUpload(STRANGER, { Key: 'chunked' })).toBe(200);
    expect(await textOf(seoul.client(), 'chunked')).toBe('in signed chunks');
    const client = seoul.client({ key: STRANGER });
    const Body = Readable.from([Buffer.from('with a '), Buffer.from('trailer')]);
    await client.send(new PutObjectCommand({ Bucket, Key: 'trailer', Body, ContentLength: 14 }));
    expect(await textOf(client, 'trailer')).toBe('with a trailer');
  });

  it('still holds what is signed with a known key to its signature', async () => {
    const tamper = (body: string): string => body.replace('in signed', 'IN SIGNED');
    expect(await chunkedUpload(ADMIN, { Key: 'tampered', tamper })).toBe(403);
    expect(await chunkedUpload(STRANGER, { Key: 'tampered', tamper })).toBe(200);
  });

  it('knows CloudFront by its key, and by nothing else', async () => {
    const cloudfront = seoul.client({ key: CLOUDFRONT });
    await expect(cloudfront.send(new ListBucketsCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    const peer = key(REPLICATION.accessKeyId, 'made up');
    const signer = await seoul.client({ key: peer }).config.signer();
    const path = '/_understudy/buckets';
    const { headers } = await signer.sign({
      ...{ method: 'GET', protocol: 'http:', hostname: seoul.address, path, query: {} },
      headers: { host: `${seoul.address}:${HTTP_PORT}` },
    });
    expect((await ask(seoul, { path, headers })).status).toBe(403);
  });

  it('leaves unsigned requests anonymous, and refuses foreign hosts', async () => {
    expect((await ask(seoul, { path: `/${Bucket}/there` })).status).toBe(403);
    const path = await presigned(seoul.client({ key: STRANGER }), seoul, {
      method: 'GET',
      path: `/${Bucket}/there`,
    });
    const answer = await ask(seoul, { path, headers: { host: 'attacker.example' } });
    expect([answer.status, answer.body]).toEqual([
      403,
      expect.stringContaining('attacker.example'),
    ]);
  });

  it('admits no signature that a page or a visitor of a distribution has made up', async () => {
    const path = await presigned(seoul.client({ key: STRANGER }), seoul, {
      method: 'GET',
      path: `/${Bucket}/there`,
    });
    const own = await presigned(seoul.client(), seoul, { method: 'GET', path: `/${Bucket}/there` });
    const host = `${seoul.address}:${HTTP_PORT}`;
    const ways: Record<string, string>[] = [
      { origin: 'http://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-origin' },
    ];
    for (const headers of ways) {
      const refused = await ask(seoul, { path, headers: { ...headers, host } });
      expect(refused.status).toBe(403);
      expect(refused.body).toContain('<Code>InvalidAccessKeyId</Code>');
      expect((await ask(seoul, { path: own, headers: { ...headers, host } })).status).toBe(200);
    }
    expect((await ask(seoul, { path, headers: { 'sec-fetch-site': 'none' } })).status).toBe(200);
    // Even where the visitor has named the header of edge locations among those signed.
    const visited = path.replace('SignedHeaders=host', 'SignedHeaders=host%3Bx-amz-cf-id');
    const passedOn = await ask(seoul, { path: visited, headers: { host, 'x-amz-cf-id': 'x' } });
    expect(passedOn.body).toContain('<Code>InvalidAccessKeyId</Code>');
  });
});

describe('where it is not', () => {
  beforeAll(() => anyKey(false));

  it('unknown keys and other secrets are refused', async () => {
    await expect(textOf(seoul.client({ key: STRANGER }), 'there')).rejects.toMatchObject({
      name: 'InvalidAccessKeyId',
    });
    await expect(textOf(seoul.client({ key: WRONG_SECRET }), 'there')).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
    expect(await chunkedUpload(STRANGER, { Key: 'no' })).toBe(403);
  });
});
