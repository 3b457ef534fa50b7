import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { askOnce, textOf, type Place, type Question } from './ask-once.ts';

interface Speaker extends AsyncDisposable {
  place: Place;
  /** What was asked, by the byte. */
  heard(): string;
  /** The latest connection. */
  socket(): Socket | undefined;
}

/** Says this, by the byte, once it has heard the end of a head; then ends, or does not. */
async function speaker(text: string, { ends = true } = {}): Promise<Speaker> {
  let heard = '';
  let latest: Socket | undefined;
  const server = createServer((socket) => {
    latest = socket;
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      const isWhole = heard.includes('\r\n\r\n');
      heard += chunk.toString('latin1');
      if (isWhole || !heard.includes('\r\n\r\n')) return;
      if (ends) socket.end(text, 'latin1');
      else socket.write(text, 'latin1');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    place: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    heard: () => heard,
    socket: () => latest,
    [Symbol.asyncDispose]: async () => {
      latest?.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const QUESTION: Question = { path: '/p?q', headers: { Host: 'example.com', 'X-Own': '1' } };
const never = new AbortController().signal;

test('a question says what it was given, and that the connection ends', async () => {
  await using server = await speaker('HTTP/1.1 204 Nothing here\r\n\r\n');
  const body = Buffer.from('a body');
  const answer = await askOnce(server.place, { ...QUESTION, method: 'POST', body }, never);
  expect(answer).toMatchObject({ status: 204, reason: 'Nothing here' });
  expect(await textOf(answer)).toBe('');
  const lines = ['POST /p?q HTTP/1.1', 'host: example.com', 'connection: close', 'X-Own: 1'];
  expect(server.heard()).toBe([...lines, 'content-length: 6', '', 'a body'].join('\r\n'));
});

test('interim answers are passed over, 100 among them', async () => {
  const link = 'Link: </a.css>; rel=preload';
  const before = `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n${link}\r\n\r\n`;
  await using server = await speaker(`${before}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok`);
  const answer = await askOnce(server.place, QUESTION, never);
  expect(answer.headers).toEqual({ 'content-length': '2' });
  expect(await textOf(answer)).toBe('ok');
});

test('lines of one name are one, but for Set-Cookie and what is no list', async () => {
  const lines = [
    'Set-Cookie: a=1',
    'Vary: A',
    'ETag: "1"',
    'set-cookie: b=2',
    'vary: B',
    'etag: 2',
  ];
  await using server = await speaker(
    `HTTP/1.1 200 OK\r\n${lines.join('\r\n')}\r\n__proto__: x\r\n\r\n`,
  );
  const { headers, body } = await askOnce(server.place, QUESTION, never);
  body.destroy();
  expect(Object.entries(headers)).toEqual([
    ['set-cookie', ['a=1', 'b=2']],
    ['vary', 'A, B'],
    ['etag', '"1"'],
    ['__proto__', 'x'],
  ]);
});

test.each([
  ['no HTTP', 'SSH-2.0-OpenSSH\r\n', 'HTTPParserError'],
  ['nothing', '', 'SocketError'],
  ['a head that never ends', `HTTP/1.1 200 OK\r\nA: ${'x'.repeat(20_000)}`, 'HeadersOverflowError'],
  [
    'one of two lengths',
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    'ResponseContentLengthMismatchError',
  ],
  [
    'a protocol that nobody asked for',
    'HTTP/1.1 101 Yes\r\nUpgrade: a\r\nConnection: upgrade\r\n\r\n',
    'SocketError',
  ],
])('%s is no answer', async (_, text, name) => {
  await using server = await speaker(text);
  await expect(askOnce(server.place, QUESTION, never)).rejects.toMatchObject({ name });
});

test.each([
  ['breaks off', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab'],
  ['has a chunk without an end', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nab'],
  ['has a chunk without a size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno\r\n'],
])('a body that %s is no text', async (_, text) => {
  await using server = await speaker(text);
  await expect(askOnce(server.place, QUESTION, never).then(textOf)).rejects.toThrow();
});

test('a body that is longer than it may be ends the connection', async () => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n';
  await using server = await speaker(`${head}too long`, { ends: false });
  const answer = await askOnce(server.place, QUESTION, never);
  await expect(textOf(answer, 7)).rejects.toThrow('the answer is too long');
  const socket = server.socket();
  if (socket?.closed === false) await once(socket, 'close');
});

test.each([
  ['before the answer', ''],
  ['in its head', 'HTTP/1.1 2'],
  ['in its body', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab'],
])('a signal ends it %s, with its reason', async (_, text) => {
  await using server = await speaker(text, { ends: false });
  const ending = new AbortController();
  const answer = askOnce(server.place, QUESTION, ending.signal);
  const read = answer.then((got) => {
    // Not before the head is here.
    ending.abort(new Error('no longer'));
    return textOf(got);
  });
  if (!text.includes('\r\n\r\n')) setImmediate(() => ending.abort(new Error('no longer')));
  await expect(read).rejects.toThrow('no longer');
});

test('a signal that was given before opens no connection', async () => {
  const given = AbortSignal.abort(new Error('too late'));
  await expect(askOnce({ host: '127.0.0.1', port: 1 }, QUESTION, given)).rejects.toThrow(
    'too late',
  );
});
