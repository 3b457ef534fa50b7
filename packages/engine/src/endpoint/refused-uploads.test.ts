import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { rawUpload, type RawUpload } from '@understudy/contract/testing';
import { signRequest } from '@understudy/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KEY } from './endpoint.fixture.ts';
import { startWithStores, type EndpointWithStores } from './stores/real-stores.fixture.ts';

/**
 * Uploads through the endpoint to a real store, which refuses them before their bodies are there.
 */

const REGION = 'us-east-1';
const Bucket = 'refused-uploads';
const MB = 1_000_000;

let stores: EndpointWithStores;

beforeAll(async () => {
  stores = await startWithStores({ [REGION]: '127.106.6.1' }, { lost: 'eu-west-1' });
  await stores.client(REGION).send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => stores[Symbol.asyncDispose]());

interface Upload extends Pick<RawUpload, 'client' | 'bodyBytes' | 'chunked'> {
  to?: string;
  at?: string;
  secretAccessKey?: string;
}

async function upload({ to = `/${Bucket}/new`, at = REGION, ...more }: Upload) {
  const { secretAccessKey = KEY.secretAccessKey, ...rest } = more;
  const { port } = stores.endpoint;
  const signed = signRequest({
    ...{ method: 'PUT', host: `127.0.0.1:${port}`, path: to, query: '', headers: {} },
    ...{ payload: 'UNSIGNED-PAYLOAD', region: at, service: 's3' },
    key: { ...KEY, secretAccessKey },
    wallMs: Math.round(performance.timeOrigin + performance.now()),
  });
  const lines = Object.entries(signed).map(([name, value]) => `${name}: ${value}`);
  const head = [`PUT ${to} HTTP/1.1`, ...lines];
  const answer = await rawUpload({ host: '127.0.0.1', port, head, ...rest });
  const code = /<Code>(\w+)<\/Code>/.exec(answer.text)?.[1];
  return { ...answer, code };
}

describe.each(['patient', 'eager', 'waiting'] as const)('a client that is %s', (kind) => {
  test.each([3 * MB, 50 * MB])('hears the store’s own error, with %i bytes', async (bodyBytes) => {
    const wrong = await upload({ client: kind, bodyBytes, secretAccessKey: 'wrong' });
    expect([wrong.statuses, wrong.code]).toEqual([[403], 'SignatureDoesNotMatch']);
    const absent = await upload({ client: kind, bodyBytes, to: '/no-such-bucket/new' });
    expect([absent.statuses, absent.code]).toEqual([[404], 'NoSuchBucket']);
    if (kind === 'waiting') expect(absent.sentBytes).toBe(0);
    const unmeasured = await upload({ client: kind, bodyBytes, chunked: true });
    expect([unmeasured.statuses, unmeasured.code]).toEqual([[411], 'MissingContentLength']);
  });

  test('hears the endpoint’s own errors', async () => {
    const lost = await upload({ client: kind, bodyBytes: 50 * MB, at: 'eu-west-1' });
    expect([lost.statuses, lost.code]).toEqual([[503], 'ServiceUnavailable']);
  });

  test('is told to go on where nothing is refused', async () => {
    const { statuses } = await upload({ client: kind, bodyBytes: 50 * MB });
    expect(statuses).toEqual(kind === 'waiting' ? [100, 200] : [200]);
  });
});

test('the SDK hears of it, and uploads what is not refused', async () => {
  const client = stores.client(REGION);
  for (const size of [3 * MB, 50 * MB]) {
    const Body = Buffer.alloc(size);
    const put = new PutObjectCommand({ Bucket: 'no-such-bucket', Key: 'new', Body });
    await expect(client.send(put)).rejects.toMatchObject({ name: 'NoSuchBucket' });
    expect(await client.send(new PutObjectCommand({ Bucket, Key: 'new', Body }))).toMatchObject({
      ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/) as string,
    });
  }
});
