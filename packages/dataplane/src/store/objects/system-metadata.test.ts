import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { until } from '@understudy/contract/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeReplicatedBuckets } from '../replication/replicated-buckets.fixture.ts';
import { ask, presigned, SEOUL, TestRegion, VIRGINIA } from '../store.fixture.ts';

/** Headers that describe an object come back as they were sent. */

const Bucket = 'described';
const THERE = 'described-there';
let seoul: TestRegion;
let virginia: TestRegion;
let client: S3Client;

beforeAll(async () => {
  seoul = new TestRegion({ region: SEOUL, address: '127.102.12.1', speed: 20 });
  virginia = new TestRegion({ region: VIRGINIA, address: '127.102.12.2', speed: 20 });
  await seoul.start([virginia]);
  await virginia.start([seoul]);
  client = seoul.client();
  await makeReplicatedBuckets({ seoul, virginia }, { from: Bucket, to: THERE });
});
afterAll(async () => {
  await seoul.destroy();
  await virginia.destroy();
});

type Headers = Record<string, string>;

/** Sends a command with headers that the SDK would not make. */
async function sendWith<Output>(
  headers: Headers,
  send: (client: S3Client) => Promise<Output>,
): Promise<Output> {
  const own = seoul.client();
  const more: Parameters<typeof own.middlewareStack.add>[0] = (next) => (args) => {
    Object.assign((args.request as { headers: Headers }).headers, headers);
    return next(args);
  };
  own.middlewareStack.add(more as never, { step: 'build' });
  return send(own);
}

const put = (Key: string, headers: Headers): Promise<unknown> =>
  sendWith(headers, (own) => own.send(new PutObjectCommand({ Bucket, Key, Body: 'x' })));

async function read(
  Key: string,
  query: Record<string, string> = {},
): Promise<Record<string, unknown>> {
  const path = await presigned(client, seoul, { method: 'GET', path: `/${Bucket}/${Key}`, query });
  return (await ask(seoul, { path })).headers;
}

const EXPIRES = ['5d', '0', '1632280617', '2030-01-01', 'Wed Sep 25 15:14:19 BRT 2024'];

describe('Expires, whatever it says,', () => {
  // https://github.com/aws/aws-sdk-js-v3/issues/5520
  it.each([...EXPIRES, 'Wed, 02 Jan 2030 03:04:05 GMT'])('%s comes back', async (expires) => {
    await put('page', { expires });
    expect((await read('page'))['expires']).toBe(expires);
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'page' }));
    expect(head.ExpiresString).toBe(expires);
  });

  it.each(EXPIRES)('%s comes back where the request asks for it', async (expires) => {
    await put('page', { expires: '-1' });
    expect((await read('page', { 'response-expires': expires }))['expires']).toBe(expires);
  });

  it('goes with copies, and is replaced with the other metadata', async () => {
    await put('source', { expires: '5d' });
    const CopySource = `${Bucket}/source`;
    const copy = { Bucket, Key: 'copy', CopySource };
    await client.send(new CopyObjectCommand(copy));
    expect((await read('copy'))['expires']).toBe('5d');
    const replaced = new CopyObjectCommand({ ...copy, MetadataDirective: 'REPLACE' });
    await sendWith({ expires: '7d' }, (own) => own.send(replaced));
    expect((await read('copy'))['expires']).toBe('7d');
    await client.send(replaced);
    expect(await read('copy')).not.toHaveProperty('expires');
  });

  it('goes with an object of parts', async () => {
    const Key = 'parts';
    const { UploadId } = await sendWith({ expires: '5d' }, (own) =>
      own.send(new CreateMultipartUploadCommand({ Bucket, Key })),
    );
    const part = { Bucket, Key, UploadId, PartNumber: 1, Body: 'x' };
    const { ETag } = await client.send(new UploadPartCommand(part));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await client.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }),
    );
    expect((await read(Key))['expires']).toBe('5d');
  });

  it('travels to the other region, beside what else describes the object', async () => {
    const headers = {
      expires: '5d',
      'content-encoding': 'gzip, br',
      'content-language': 'de , en',
    };
    await put('travels', headers);
    const head = new HeadObjectCommand({ Bucket: THERE, Key: 'travels' });
    const replica = await until(
      () =>
        virginia
          .client()
          .send(head)
          .catch(() => undefined),
      { withinMs: 10_000, what: 'the replica' },
    );
    expect(replica).toMatchObject({
      ...{ ExpiresString: '5d', ContentEncoding: 'gzip, br', ContentLanguage: 'de , en' },
      ReplicationStatus: 'REPLICA',
    });
  });
});

it.each([
  ['cache-control', 'nonsense ,, x'],
  ['content-disposition', "attachment; filename*=UTF-8''%e4"],
  ['content-encoding', 'gzip, br'],
  ['content-language', 'de , en'],
  ['content-type', 'nonsense; x'],
  ['x-amz-website-redirect-location', '/other?a=b#c'],
  ['x-amz-website-redirect-location', 'https://a.example/x y'],
])('%s: %s comes back', async (name, value) => {
  await put('page', { [name]: value });
  expect((await read('page'))[name]).toBe(value);
});

it('aws-chunked is how it was sent, and not kept', async () => {
  const path = `/${Bucket}/sent`;
  const url = await presigned(client, seoul, { method: 'PUT', path });
  const headers = { 'content-encoding': 'gzip , aws-chunked' };
  await ask(seoul, { method: 'PUT', path: url, headers, body: 'x' });
  expect((await read('sent'))['content-encoding']).toBe('gzip');
});

describe('a website redirect', () => {
  it('stays with its object: a copy has its own or none', async () => {
    await put('redirects', { 'x-amz-website-redirect-location': '/one', expires: '5d' });
    const copy = { Bucket, Key: 'copied', CopySource: `${Bucket}/redirects` };
    await client.send(new CopyObjectCommand(copy));
    const copied = await read('copied');
    expect(copied).not.toHaveProperty('x-amz-website-redirect-location');
    expect(copied['expires']).toBe('5d');
    await client.send(new CopyObjectCommand({ ...copy, WebsiteRedirectLocation: '/two' }));
    expect((await read('copied'))['x-amz-website-redirect-location']).toBe('/two');
  });

  it('that leads nowhere is refused', async () => {
    for (const location of ['other', 'ftp://a.example/', ''])
      await expect(
        put('page', { 'x-amz-website-redirect-location': location }),
      ).rejects.toMatchObject({
        name: 'InvalidRedirectLocation',
        $metadata: { httpStatusCode: 400 },
      });
  });
});
