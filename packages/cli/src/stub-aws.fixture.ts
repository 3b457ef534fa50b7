import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, vi } from 'vitest';

/** Listens on a port of its own until the test ends. */
export async function listening(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  CLOSERS.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const CLOSERS: (() => Promise<void>)[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of CLOSERS.splice(0)) await close();
});

export interface AwsAsked {
  method: string;
  path: string;
  body: string;
}

/** An AWS that every client of this test finds, answering what the test says in XML. */
export async function stubAws(
  answer: (asked: AwsAsked) => { status?: number; body: string },
): Promise<AwsAsked[]> {
  const calls: AwsAsked[] = [];
  const endpoint = await listening((request, response) => {
    void bodyOf(request).then((body) => {
      const asked = { method: request.method ?? '', path: request.url ?? '', body };
      calls.push(asked);
      const { status = 200, body: text } = answer(asked);
      response.writeHead(status, { 'content-type': 'text/xml' }).end(text);
    });
  });
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'a');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'b');
  return calls;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
  return body;
}
