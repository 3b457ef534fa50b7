import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { rawUpload, type RawUploadAnswer } from '@understudy/contract/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerEarly } from './answer-early.ts';

const MB = 1_000_000;
const ANSWER = { status: 403, headers: { 'x-a': 'b' }, body: 'refused' };

let bounds = { bytesMax: 64 * MB, wallMsMax: 5_000 };
let server: ReturnType<typeof createServer>;
let port = 0;

beforeEach(async () => {
  bounds = { bytesMax: 64 * MB, wallMsMax: 5_000 };
  server = createServer();
  for (const event of ['request', 'checkContinue'])
    server.on(event, (message: IncomingMessage, response) => {
      void answerEarly(message, response, { answer: ANSWER, bounds });
    });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const HEAD = ['PUT / HTTP/1.1', 'Host: x'];
const upload = (
  bodyBytes: number,
  client: 'patient' | 'eager' | 'waiting',
  chunked = false,
): Promise<RawUploadAnswer> =>
  rawUpload({ host: '127.0.0.1', port, head: HEAD, bodyBytes, client, chunked });

describe('the answer gets through', () => {
  for (const client of ['patient', 'eager', 'waiting'] as const)
    for (const size of [1_000, 3 * MB, 50 * MB])
      for (const chunked of [false, true])
        test(`to a client that is ${client}, with ${size} bytes${chunked ? ' in chunks' : ''}`, async () => {
          const { statuses, text, sentBytes } = await upload(size, client, chunked);
          expect(statuses).toEqual([403]);
          expect(text).toMatch(/\r\n\r\nrefused$/);
          if (client === 'waiting') expect(sentBytes).toBe(0);
        });

  test('to node’s own client, which sends on', async () => {
    const request = httpRequest({ host: '127.0.0.1', port, method: 'PUT' });
    // It still sends when the connection is closed, and says so.
    request.on('error', () => undefined);
    request.end(Buffer.alloc(20 * MB));
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(403);
    expect(Buffer.concat(await response.toArray()).toString()).toBe('refused');
  });
});

test('the connection goes on after a small body, and not after a large one', async () => {
  const small = await upload(100_000, 'patient');
  expect(small.text).not.toMatch(/connection: close/i);
  const large = await upload(3 * MB, 'patient');
  expect(large.text).toMatch(/connection: close/i);
});

test('nothing is read beyond the bound', async () => {
  bounds.bytesMax = 5 * MB;
  const { sentBytes } = await upload(200 * MB, 'patient');
  // What the system's own buffers hold comes on top.
  expect(sentBytes).toBeGreaterThan(4 * MB);
  expect(sentBytes).toBeLessThan(40 * MB);
});

test('who sends nothing more is not waited for beyond the bound', async () => {
  bounds.wallMsMax = 200;
  const socket = connect({ host: '127.0.0.1', port });
  let text = '';
  socket.on('data', (bytes: Buffer) => (text += bytes.toString()));
  socket.write([...HEAD, 'Content-Length: 5000000', '', 'some'].join('\r\n'));
  await once(socket, 'close');
  expect(text).toMatch(/^HTTP\/1\.1 403 [^]*refused$/);
});
