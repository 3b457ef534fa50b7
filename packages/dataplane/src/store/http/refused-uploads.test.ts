import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { SigningKey } from '@understudy/contract';
import { rawUpload, type RawUpload, type RawUploadAnswer } from '@understudy/contract/testing';
import { signRequest } from '@understudy/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, HTTP_PORT, SEOUL, TestRegion, VIRGINIA } from '../store.fixture.ts';

/** Uploads that are refused before their bodies are there: the answer is the error itself. */

const Bucket = 'refused-uploads';
const MB = 1_000_000;

let seoul: TestRegion;
let virginia: TestRegion;

beforeAll(async () => {
  seoul = new TestRegion({ region: SEOUL, address: '127.102.11.1' });
  virginia = new TestRegion({ region: VIRGINIA, address: '127.102.11.2' });
  await seoul.start([virginia]);
  await virginia.start([seoul]);
  const CreateBucketConfiguration = { LocationConstraint: SEOUL } as const;
  await seoul.client().send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  await seoul.client().send(new PutObjectCommand({ Bucket, Key: 'there', Body: 'x' }));
});
afterAll(async () => {
  await seoul.destroy();
  await virginia.destroy();
});

interface Upload extends Pick<RawUpload, 'client' | 'bodyBytes' | 'chunked'> {
  key?: SigningKey;
  path?: string;
  at?: TestRegion;
  headers?: Record<string, string>;
}

function upload({ at = seoul, key = ADMIN, path = `/${Bucket}/new`, ...more }: Upload) {
  const { headers = {}, ...rest } = more;
  const host = `${at.address}:${HTTP_PORT}`;
  const signed = signRequest({
    ...{ method: 'PUT', host, path, query: '', headers, payload: 'UNSIGNED-PAYLOAD' },
    ...{ region: at.region, service: 's3', key, wallMs: Date.now() },
  });
  const lines = Object.entries(signed).map(([name, value]) => `${name}: ${value}`);
  return rawUpload({
    ...{ host: at.address, port: HTTP_PORT, head: [`PUT ${path} HTTP/1.1`, ...lines] },
    ...rest,
  });
}

const refusals: [what: string, status: number, code: string, upload: Partial<Upload>][] = [
  ['an unknown key', 403, 'InvalidAccessKeyId', { key: { ...ADMIN, accessKeyId: 'nobody' } }],
  ['a wrong secret', 403, 'SignatureDoesNotMatch', { key: { ...ADMIN, secretAccessKey: 'x' } }],
  ['an absent bucket', 404, 'NoSuchBucket', { path: '/no-such-bucket/new' }],
  [
    'a condition',
    412,
    'PreconditionFailed',
    {
      path: `/${Bucket}/there`,
      headers: { 'if-none-match': '*' },
    },
  ],
];

const answered = ({ statuses, text }: RawUploadAnswer): [number[], string | undefined] => [
  statuses,
  /<Code>(\w+)<\/Code>/.exec(text)?.[1],
];

describe.each(['patient', 'eager', 'waiting'] as const)('a client that is %s', (client) => {
  it.each(refusals)('hears of %s', async (_what, status, code, more) => {
    for (const bodyBytes of [100_000, 3 * MB, 50 * MB]) {
      const answer = await upload({ client, bodyBytes, ...more });
      expect(answered(answer)).toEqual([[status], code]);
      // The headers suffice: no byte of the body was asked for.
      if (client === 'waiting') expect(answer.sentBytes).toBe(0);
    }
  });

  it('hears of a bucket elsewhere', async () => {
    const answer = await upload({ at: virginia, client, bodyBytes: 50 * MB });
    expect(answered(answer)).toEqual([[301], 'PermanentRedirect']);
  });

  it('hears of a body without a length', async () => {
    const answer = await upload({ client, bodyBytes: 50 * MB, chunked: true });
    expect(answered(answer)).toEqual([[411], 'MissingContentLength']);
  });

  it('is told to go on where nothing is refused', async () => {
    const { statuses } = await upload({ client, bodyBytes: 3 * MB });
    expect(statuses).toEqual(client === 'waiting' ? [100, 200] : [200]);
  });
});

it('the SDK hears of it, also with a large body', async () => {
  for (const size of [3 * MB, 50 * MB]) {
    const Body = Buffer.alloc(size);
    const put = new PutObjectCommand({ Bucket: 'no-such-bucket', Key: 'new', Body });
    await expect(seoul.client().send(put)).rejects.toMatchObject({ name: 'NoSuchBucket' });
  }
});
