import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { SigningKey } from '@understudy/contract';
import { rawUpload, VirtualClock, type RawUpload } from '@understudy/contract/testkit';
import { signRequest } from '@understudy/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HTTPS_PORT, startRegion, stopRegion } from '../resources/s3/region-process.fixture.ts';
import { CertificateAuthority } from '../services/acm/authority.ts';
import { KEY, startEndpoint, type TestEndpoint } from './endpoint.fixture.ts';
import { S3Forwarder } from './s3-forwarder.ts';

/** Uploads through the endpoint to a real store, which refuses them before their bodies are there. */

const REGION = 'us-east-1';
const ADDRESS = '127.106.6.1';
const ACCOUNT = '111122223333';
const Bucket = 'refused-uploads';
const MB = 1_000_000;

let folder: string;
let region: ChildProcess;
let endpoint: TestEndpoint;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'understudy-refused-'));
  const clock = new VirtualClock({ startMs: Math.round(performance.timeOrigin) });
  const authority = await CertificateAuthority.load({ directory: path.join(folder, 'ca'), clock });
  const arn = `arn:aws:iam::${ACCOUNT}:user/admin`;
  const key: SigningKey = { ...KEY, principal: { kind: 'account', accountId: ACCOUNT, arn } };
  region = await startRegion({
    ...{ region: REGION, account: ACCOUNT, directory: path.join(folder, 'region') },
    store: {
      address: ADDRESS,
      certificate: await authority.issue([`s3.${REGION}.amazonaws.com`]),
      ...{ signingKeys: [key], anyKey: false, replicationKey: key, peers: [] },
    },
  });
  const { rootPem } = authority;
  const endpointOf = (name: string): { host: string; port: number; incarnation: string } => ({
    ...{ host: ADDRESS, port: name === REGION ? HTTPS_PORT : 1, incarnation: '' },
  });
  endpoint = await startEndpoint({ s3: new S3Forwarder({ endpointOf, rootPem }) });
  await client().send(new CreateBucketCommand({ Bucket }));
});
afterAll(async () => {
  await endpoint[Symbol.asyncDispose]();
  await stopRegion(region);
  await rm(folder, { recursive: true });
});

function client(): S3Client {
  return new S3Client({ ...endpoint.config, region: REGION, forcePathStyle: true });
}

interface Upload extends Pick<RawUpload, 'client' | 'bodyBytes' | 'chunked'> {
  to?: string;
  at?: string;
  secretAccessKey?: string;
}

async function upload({ to = `/${Bucket}/new`, at = REGION, ...more }: Upload) {
  const { secretAccessKey = KEY.secretAccessKey, ...rest } = more;
  const { port } = endpoint;
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
  for (const size of [3 * MB, 50 * MB]) {
    const Body = Buffer.alloc(size);
    const put = new PutObjectCommand({ Bucket: 'no-such-bucket', Key: 'new', Body });
    await expect(client().send(put)).rejects.toMatchObject({ name: 'NoSuchBucket' });
    expect(await client().send(new PutObjectCommand({ Bucket, Key: 'new', Body }))).toMatchObject({
      ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/) as string,
    });
  }
});
