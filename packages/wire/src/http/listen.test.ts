import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { listenAt, stopListening } from './listen.ts';

const HOST = '127.0.0.1';

test('a server tells its port, and goes on when a connection cannot be accepted', async () => {
  const server = createServer();
  const port = await listenAt(server, { host: HOST, port: 0 });
  expect(port).toBeGreaterThan(0);
  server.emit('error', Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' }));
  expect(server.listening).toBe(true);
  await stopListening(server);
  expect(server.listening).toBe(false);
});

test('an address that is taken rejects with the reason, and stopping that server is no error', async () => {
  const first = createServer();
  const port = await listenAt(first, { host: HOST, port: 0 });
  const second = createServer();
  await expect(listenAt(second, { host: HOST, port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
  await stopListening(second);
  await stopListening(first);
});
