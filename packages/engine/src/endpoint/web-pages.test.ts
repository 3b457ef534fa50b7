import { request as httpRequest } from 'node:http';
import type { LookupFunction } from 'node:net';
import { Agent } from 'node:http';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { expect, test } from 'vitest';
import { startEndpoint, startStore, TOKEN, type TestEndpoint } from './endpoint.fixture.ts';

/** What a page can send to the endpoint through the user's browser, and what comes of it. */

interface Answer {
  status: number;
  text: string;
}

const STS = presigned('sts', '/?Action=GetCallerIdentity&Version=2011-06-15&');
const S3 = presigned('s3', '/bucket/key?');

function presigned(service: string, target: string): string {
  const day = new Date(performance.timeOrigin + performance.now()).toISOString().slice(0, 10);
  const date = day.replaceAll('-', '');
  return (
    `${target}X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a/${date}/eu-west-1/${service}` +
    `/aws4_request&X-Amz-Date=${date}T000000Z&X-Amz-SignedHeaders=host&X-Amz-Signature=b` +
    '&X-Amz-Expires=604800'
  );
}

const PATHS = ['/', STS, S3, '/bucket/key', `/_understudy/state?token=${TOKEN}`, '/2013-04-01/x'];

async function withStore<T>(
  anyKey: boolean,
  use: (endpoint: TestEndpoint) => Promise<T>,
): Promise<T> {
  await using store = await startStore((_request, response) => response.end('an object'));
  const routes = [
    { method: 'GET', path: '/_understudy/state', handler: () => ({ status: 200, body: {} }) },
  ];
  await using endpoint = await startEndpoint({ anyKey, routes, stores: { 'eu-west-1': store } });
  return await use(endpoint);
}

function get(port: number, path: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      );
    });
    request.on('error', reject);
    request.end();
  });
}

test.each([false, true])('DNS rebinding gets nothing (any key admitted: %s)', (anyKey) =>
  withStore(anyKey, async ({ port, services }) => {
    const hosts = [
      `attacker.example:${port}`,
      'attacker.example',
      `127.0.0.1.attacker.example:${port}`,
      `localhost.attacker.example:${port}`,
      `127.0.0.1:${port + 1}`,
      'localhost',
      `bucket.s3.eu-west-1.amazonaws.com:${port + 1}`,
    ];
    for (const host of hosts)
      for (const path of PATHS) {
        const answer = await get(port, path, { host });
        expect([host, path, answer.status]).toEqual([host, path, 403]);
        expect(answer.text).not.toContain('an object');
      }
    const { text } = await get(port, STS, { host: `attacker.example:${port}` });
    expect(text).toContain('<Code>AccessDenied</Code>');
    expect(text).toContain(
      `Understudy answers to 127.0.0.1:${port} and localhost:${port}; ` +
        `this was sent to attacker.example:${port}`,
    );
    expect(services.sts.calls).toEqual([]);
  }),
);

test('names of S3 lead to S3 alone', () =>
  withStore(true, async ({ port, services }) => {
    for (const host of [`bucket.localhost:${port}`, `s3.eu-west-1.amazonaws.com:${port}`]) {
      expect(await get(port, '/key', { host })).toEqual({ status: 200, text: 'an object' });
      expect((await get(port, STS, { host })).status).toBe(403);
      expect((await get(port, '/_understudy/state', { host })).status).toBe(403);
    }
    expect(services.sts.calls).toEqual([]);
  }));

test.each([false, true])('pages call no service (any key admitted: %s)', (anyKey) =>
  withStore(anyKey, async ({ port, services }) => {
    for (const path of [STS, '/2013-04-01/x'])
      for (const headers of [
        { origin: 'http://evil.example' },
        { origin: 'null' },
        // An HTML object of a bucket, opened through the endpoint, has the endpoint's own origin.
        { origin: `http://127.0.0.1:${port}` },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { 'sec-fetch-site': 'same-origin' },
      ])
        expect((await get(port, path, headers)).status).toBe(403);
    expect(services.sts.calls).toEqual([]);
  }),
);

test('pages may show what is in a bucket, but read it only where S3 says so', () =>
  withStore(false, async ({ port }) => {
    for (const path of [S3, '/bucket/key']) {
      expect((await get(port, path, { 'sec-fetch-site': 'cross-site' })).status).toBe(200);
      expect((await get(port, path, { origin: 'http://evil.example' })).status).toBe(403);
    }
  }));

test('pages make up no signature for S3 where none is checked', () =>
  withStore(true, async ({ port }) => {
    expect((await get(port, S3, {})).status).toBe(200);
    expect((await get(port, S3, { 'sec-fetch-site': 'none' })).status).toBe(200);
    for (const site of ['cross-site', 'same-site', 'same-origin'])
      expect((await get(port, S3, { 'sec-fetch-site': site })).status).toBe(403);
    expect((await get(port, '/bucket/key', { 'sec-fetch-site': 'cross-site' })).status).toBe(200);
  }));

test('clients reach it by every name that they make of the endpoint', async () => {
  const seen: string[] = [];
  await using store = await startStore((request, response) => {
    seen.push(`${request.headers.host} ${request.url?.split('?')[0]}`);
    response.end('an object');
  });
  await using endpoint = await startEndpoint({ stores: { 'eu-west-1': store } });
  const { port, config } = endpoint;
  const lookup: LookupFunction = (_name, _options, found) =>
    found(null, [{ address: '127.0.0.1', family: 4 }]);
  const requestHandler = new NodeHttpHandler({ httpAgent: new Agent({ lookup }) });
  for (const name of ['127.0.0.1', 'localhost']) {
    const own = { ...config, region: 'eu-west-1', endpoint: `http://${name}:${port}` };
    await new STSClient({ ...own, requestHandler }).send(new GetCallerIdentityCommand({}));
    const client = new S3Client({ ...own, requestHandler });
    await client.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'key' }));
  }
  expect(seen).toEqual([`127.0.0.1:${port} /bucket/key`, `bucket.localhost:${port} /key`]);
});
