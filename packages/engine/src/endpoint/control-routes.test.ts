import { request as httpRequest } from 'node:http';
import { UnderstudyError } from '@understudy/contract';
import { expect, test } from 'vitest';
import { startEndpoint, TOKEN } from './endpoint.fixture.ts';
import type { Route, RouteRequest } from './routes.ts';

interface Answer {
  status: number;
  body: { error?: { code: string; message: string; hint: string } } & Record<string, unknown>;
}

const ROUTES: Route[] = [
  {
    method: 'POST',
    path: '/_understudy/echo',
    handler: ({ body, query }: RouteRequest) => ({
      status: 201,
      body: { body, a: query.get('a') },
    }),
  },
  {
    method: 'POST',
    path: '/_understudy/fail',
    handler: ({ body }: RouteRequest) => {
      if (body === 'bug') throw new TypeError('secret detail');
      throw new UnderstudyError('RegionUnknown', { message: `no region '${String(body)}'` });
    },
  },
  {
    method: 'GET',
    path: '/_understudy/events',
    stream: (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 1\n\n');
    },
  },
];

function call(
  port: number,
  options: { path?: string; headers?: Record<string, string>; body?: string; method?: string },
): Promise<Answer> {
  const { path = '/_understudy/echo', headers, body = '{"x":1}', method = 'POST' } = options;
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, method, path, headers: { ...AUTHORIZED, ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const parsed = JSON.parse(Buffer.concat(chunks).toString()) as Answer['body'];
          resolve({ status: response.statusCode ?? 0, body: parsed });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

const AUTHORIZED = { authorization: `Bearer ${TOKEN}` };

test('gives a route its JSON and sends its answer', async () => {
  await using endpoint = await startEndpoint({ routes: ROUTES });
  const answer = await call(endpoint.port, { path: '/_understudy/echo?a=b' });
  expect(answer).toEqual({ status: 201, body: { body: { x: 1 }, a: 'b' } });
});

test('needs its token, in the header or in the query', async () => {
  await using endpoint = await startEndpoint({ routes: ROUTES });
  for (const authorization of ['', 'Bearer wrong', `Basic ${TOKEN}`]) {
    const refused = await call(endpoint.port, { headers: { authorization } });
    expect(refused.status).toBe(401);
    expect(refused.body.error?.code).toBe('AccessRefused');
  }
  const path = `/_understudy/echo?token=${TOKEN}`;
  expect((await call(endpoint.port, { path, headers: { authorization: '' } })).status).toBe(201);
});

test('refuses foreign hosts and origins, with the token too', async () => {
  await using endpoint = await startEndpoint({ routes: ROUTES });
  const { port } = endpoint;
  const refused = [
    { host: 'evil.example' },
    { host: `evil.example:${port}` },
    { host: `127.0.0.1:${port + 1}` },
    { origin: 'http://evil.example' },
    { origin: `http://127.0.0.1:${port + 1}` },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
  ];
  for (const headers of refused) expect((await call(port, { headers })).status).toBe(403);
  const admitted = [
    { host: `localhost:${port}` },
    { host: `[::1]:${port}` },
    { origin: `http://127.0.0.1:${port}` },
    { origin: `http://localhost:${port}`, 'sec-fetch-site': 'same-origin' },
  ];
  for (const headers of admitted) expect((await call(port, { headers })).status).toBe(201);
});

test('sends errors of ours as JSON, and hides bugs', async () => {
  await using endpoint = await startEndpoint({ routes: ROUTES });
  const fail = (body: string): Promise<Answer> =>
    call(endpoint.port, { path: '/_understudy/fail', body });
  expect(await fail('"mars"')).toMatchObject({
    status: 404,
    body: { error: { code: 'RegionUnknown', fault: 'user', message: "no region 'mars'" } },
  });
  const bug = await fail('"bug"');
  expect(bug.status).toBe(500);
  expect(JSON.stringify(bug.body)).not.toContain('secret');
  expect(endpoint.internalErrors).toEqual([new TypeError('secret detail')]);
  expect(await fail('{')).toMatchObject({ status: 400, body: { error: { code: 'UsageInvalid' } } });
});

test('tells paths and methods that do not exist', async () => {
  await using endpoint = await startEndpoint({ routes: ROUTES });
  expect((await call(endpoint.port, { path: '/_understudy/nope' })).status).toBe(404);
  expect((await call(endpoint.port, { path: '/_understudy/events' })).status).toBe(405);
});

test('streams events to whoever may listen', async () => {
  await using endpoint = await startEndpoint({ routes: ROUTES });
  const path = `/_understudy/events?token=${TOKEN}`;
  const first = await new Promise<string>((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: endpoint.port, path }, (response) => {
      expect(response.headers['content-type']).toBe('text/event-stream');
      response.once('data', (chunk: Buffer) => {
        resolve(chunk.toString());
        request.destroy();
      });
    });
    request.on('error', reject);
    request.end();
  });
  expect(first).toBe('data: 1\n\n');
});
