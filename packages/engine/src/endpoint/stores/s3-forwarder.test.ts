import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { decodePayload, signRequest, verifySignature, wireRequestOf } from '@understudy/wire';
import { expect, test } from 'vitest';
import { KEY, startEndpoint, startStore } from '../endpoint.fixture.ts';

interface Seen {
  region: string;
  host: string | undefined;
  target: string | undefined;
  verified: boolean;
  body: string;
}

/** A store that verifies what it gets as the real one does, and remembers it. */
async function recordingStore(
  region: string,
  seen: Seen[],
  onHeaders: (names: string[]) => void = () => undefined,
): Promise<Awaited<ReturnType<typeof startStore>>> {
  return startStore((incoming, response) => {
    const record = async (): Promise<void> => {
      const request = wireRequestOf(incoming);
      onHeaders(Object.keys(incoming.headers));
      const signature = verifySignature(request, {
        lookup: () => KEY,
        wallMs: Math.round(performance.timeOrigin + performance.now()),
      });
      const chunkKey = signature.kind === 'signed' ? signature.chunkKey : undefined;
      const { payload } = decodePayload(request, { chunkKey });
      const body = Buffer.concat(await payload.toArray()).toString();
      const { host } = incoming.headers;
      const verified = signature.kind === 'signed';
      seen.push({ region, host, target: incoming.url, verified, body });
      response.writeHead(200, { etag: '"e"', 'x-amz-request-id': 'store-1' });
      response.end(incoming.method === 'GET' ? `from ${region}` : '');
    };
    record().catch((error: unknown) => {
      response.writeHead(500);
      response.end(String(error));
    });
  });
}

test('hands requests to the store of the signed region, all of them untouched', async () => {
  const seen: Seen[] = [];
  await using seoul = await recordingStore('ap-northeast-2', seen);
  await using virginia = await recordingStore('us-east-1', seen);
  const stores = { 'ap-northeast-2': seoul, 'us-east-1': virginia };
  await using endpoint = await startEndpoint({ stores });
  const client = (region: string): S3Client =>
    new S3Client({ ...endpoint.config, region, forcePathStyle: true });
  const body = 'x'.repeat(300_000);
  await client('ap-northeast-2').send(
    new PutObjectCommand({ Bucket: 'bucket', Key: 'a b//ü+', Body: body }),
  );
  await client('us-east-1').send(
    new PutObjectCommand({
      Bucket: 'bucket',
      Key: 'stream',
      Body: Readable.from([Buffer.from('stre'), Buffer.from('amed')]),
      ContentLength: 8,
    }),
  );
  const got = await client('us-east-1').send(new GetObjectCommand({ Bucket: 'bucket', Key: 'k' }));
  expect(await got.Body?.transformToString()).toBe('from us-east-1');
  const host = `127.0.0.1:${endpoint.port}`;
  expect(seen).toEqual([
    {
      region: 'ap-northeast-2',
      host,
      target: '/bucket/a%20b//%C3%BC%2B?x-id=PutObject',
      verified: true,
      body,
    },
    {
      region: 'us-east-1',
      host,
      target: '/bucket/stream?x-id=PutObject',
      verified: true,
      body: 'streamed',
    },
    { region: 'us-east-1', host, target: '/bucket/k?x-id=GetObject', verified: true, body: '' },
  ]);
});

test('sends unsigned requests to the region of their host, of their bucket, else to the first', async () => {
  const seen: Seen[] = [];
  await using ireland = await recordingStore('eu-west-1', seen);
  await using seoul = await recordingStore('ap-northeast-2', seen);
  const asked: string[] = [];
  await using endpoint = await startEndpoint({
    stores: { 'eu-west-1': ireland, 'ap-northeast-2': seoul },
    locateBucket: (bucket) => {
      asked.push(bucket);
      return Promise.resolve(bucket === 'in-seoul' ? 'ap-northeast-2' : undefined);
    },
  });
  const { port } = endpoint;
  expect(await get(port, '/')).toBe('200 from eu-west-1');
  expect(await get(port, '/nowhere/key')).toBe('200 from eu-west-1');
  expect(await get(port, '/in-seoul/key?a/b')).toBe('200 from ap-northeast-2');
  const own = { host: `in-seoul.localhost:${port}` };
  expect(await get(port, '/key', own)).toBe('200 from ap-northeast-2');
  expect(asked).toEqual(['nowhere', 'in-seoul', 'in-seoul']);
  const headers = { host: 'bucket.s3.ap-northeast-2.amazonaws.com' };
  expect(await get(endpoint.port, '/key', headers)).toBe('200 from ap-northeast-2');
});

test('answers for a store that does not run, and for a region that is none', async () => {
  await using closed = await startStore(() => undefined);
  const { host, port } = closed;
  await closed[Symbol.asyncDispose]();
  await using endpoint = await startEndpoint({ stores: { 'ap-northeast-2': { host, port } } });
  const put = (region: string): Promise<unknown> =>
    new S3Client({ ...endpoint.config, region, forcePathStyle: true }).send(
      new PutObjectCommand({ Bucket: 'bucket', Key: 'k', Body: 'x'.repeat(300_000) }),
    );
  await expect(put('ap-northeast-2')).rejects.toMatchObject({
    name: 'ServiceUnavailable',
    $metadata: { httpStatusCode: 503 },
  });
  await expect(put('mars-1')).rejects.toMatchObject({
    name: 'AuthorizationHeaderMalformed',
    message: "The authorization header is malformed; the region 'mars-1' is wrong",
    $metadata: { httpStatusCode: 400 },
  });
});

test('lets the store say whether a body may come', async () => {
  const events: string[] = [];
  await using store = await startStore((request, response) => {
    request.on('data', () => events.push('body'));
    request.on('end', () => response.end('done'));
  });
  await using endpoint = await startEndpoint({ stores: { 'eu-west-1': store } });
  const answer = await new Promise<string>((resolve, reject) => {
    const headers = { expect: '100-continue', 'content-length': 4 };
    const { port } = endpoint;
    const options = { host: '127.0.0.1', port, path: '/b/k', method: 'PUT', headers };
    const request = httpRequest(options, (response) => resolve(textOf(response)));
    request.on('continue', () => {
      events.push('continue');
      request.end('body');
    });
    request.on('error', reject);
    request.flushHeaders();
  });
  expect(answer).toBe('200 done');
  expect(events).toEqual(['continue', 'body']);
});

test('leaves headers of the client’s connection out, but for those that are signed', async () => {
  let heard: string[] = [];
  const seen: Seen[] = [];
  await using store = await recordingStore('eu-west-1', seen, (headers) => (heard = headers));
  await using endpoint = await startEndpoint({ stores: { 'eu-west-1': store } });
  const { port } = endpoint;
  const host = `127.0.0.1:${port}`;
  const own = { te: 'trailers', 'keep-alive': 'timeout=20', connection: 'keep-alive' };
  const signed = signRequest({
    ...{ method: 'GET', host, path: '/b/k', query: '', headers: own, payload: 'UNSIGNED-PAYLOAD' },
    ...{ region: 'eu-west-1', service: 's3', key: KEY },
    wallMs: Math.round(performance.timeOrigin + performance.now()),
  });
  // s3cmd signs what it has copied of an answer.
  expect(await get(port, '/b/k', signed)).toBe('200 from eu-west-1');
  expect(seen).toMatchObject([{ verified: true }]);
  expect(heard).toEqual(expect.arrayContaining(['te', 'keep-alive', 'connection']));
  expect(await get(port, '/b/k', own)).toBe('200 from eu-west-1');
  for (const name of Object.keys(own)) expect(heard).not.toContain(name);
});

test('answers without Keep-Alive, and keeps connections all the same', async () => {
  await using store = await startStore((_request, response) => response.end('body'));
  await using endpoint = await startEndpoint({ stores: { 'eu-west-1': store } });
  const ask = (version: string, ...more: string[]): string =>
    [`GET /b/k HTTP/${version}`, `Host: 127.0.0.1:${endpoint.port}`, ...more, '', ''].join('\r\n');
  const socket = connect({ host: '127.0.0.1', port: endpoint.port });
  const answers: string[] = [];
  for (const request of [
    ask('1.1'),
    ask('1.1'),
    ask('1.0', 'Connection: keep-alive'),
    ask('1.1', 'Connection: close'),
  ]) {
    socket.write(request);
    let text = '';
    while (!text.endsWith('\r\n\r\nbody'))
      text += String(((await once(socket, 'data')) as Buffer[])[0]);
    answers.push(text);
  }
  await once(socket, 'close');
  for (const answer of answers.slice(0, 2))
    expect(answer).not.toMatch(/^(Keep-Alive|Connection):/im);
  expect(answers[2]).toMatch(/^Connection: keep-alive$/im);
  expect(answers[3]).toMatch(/^Connection: close$/im);
});

test('drops the request to the store when the client goes away', async () => {
  let gone: (() => void) | undefined;
  const dropped = new Promise<void>((resolve) => (gone = resolve));
  await using store = await startStore((request) => {
    request.on('close', () => gone?.());
    client.destroy();
  });
  await using endpoint = await startEndpoint({ stores: { 'eu-west-1': store } });
  const client = httpRequest({ host: '127.0.0.1', port: endpoint.port, path: '/b/k' });
  client.on('error', () => undefined);
  client.end();
  await dropped;
});

function get(port: number, path: string, headers: Record<string, string> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, headers };
    httpRequest(options, (response) => resolve(textOf(response)))
      .on('error', reject)
      .end();
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  return `${response.statusCode} ${Buffer.concat(await response.toArray()).toString()}`;
}
