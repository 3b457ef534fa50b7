import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { until } from '@understudy/contract/testing';
import { afterEach, describe, expect, test } from 'vitest';
import type { Answer } from './answer.ts';
import { beginConnection, textOf } from './ask-once.ts';
import {
  askPool,
  ConnectionPool,
  SilentError,
  type Asking,
  type PoolOptions,
} from './connection-pool.ts';

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function portOf(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A server whose answers may say on which connection they came, and for which question of it. */
async function serve(
  respond: (
    seen: string,
    request: IncomingMessage,
    response: Parameters<RequestListener>[1],
  ) => void,
): Promise<number> {
  const counts = new Map<Socket, { connection: number; nth: number }>();
  const server = createServer((request, response) => {
    const seen = counts.get(request.socket) ?? { connection: counts.size + 1, nth: 0 };
    counts.set(request.socket, seen);
    seen.nth += 1;
    respond(`${seen.connection}.${seen.nth}`, request, response);
  });
  closing.push(() => void server.closeAllConnections());
  return portOf(server);
}

function poolTo(port: number, change: Partial<PoolOptions> = {}): ConnectionPool {
  const pool = new ConnectionPool({
    open: () => beginConnection({ host: '127.0.0.1', port }),
    connectionsMax: 4,
    idleConnectionsMax: 4,
    idleWallMs: 60_000,
    ...change,
  });
  closing.push(() => void pool.close());
  return pool;
}

interface Asked {
  method?: string;
  body?: Readable;
  headers?: string[];
  silenceWallMs?: number;
  asking?(asking: Asking): void;
}

class Failed extends Error {
  readonly isReused: boolean;

  constructor(cause: Error, isReused: boolean) {
    super(cause.message, { cause });
    this.isReused = isReused;
  }
}

function ask(pool: ConnectionPool, asked: Asked = {}): Promise<Answer> {
  const { method = 'GET', body = null, headers = [], silenceWallMs = 60_000 } = asked;
  return new Promise((resolve, reject) => {
    const question = { method, path: '/', headers: ['Host', 'example.com', ...headers], body };
    const asking = pool.ask(question, silenceWallMs, {
      begun: () => undefined,
      answered: resolve,
      failed: (error, { isReused }) => reject(new Failed(error, isReused)),
    });
    asked.asking?.(asking);
  });
}

const textBy = (pool: ConnectionPool, asked?: Asked): Promise<string> =>
  ask(pool, asked).then((answer) => textOf(answer));

describe('kept connections', () => {
  test('carry one question after the other, and are as many as questions at once', async () => {
    const pool = poolTo(await serve((seen, _request, response) => response.end(seen)));
    for (const nth of [1, 2, 3]) expect(await textBy(pool)).toBe(`1.${nth}`);
    const many = await Promise.all([1, 2, 3].map(() => textBy(pool)));
    expect(many.toSorted()).toEqual(['1.4', '2.1', '3.1']);
  });

  test.each(['HEAD', 'GET', 'DELETE', 'POST'])(
    'are kept after %s without a body',
    async (method) => {
      const pool = poolTo(await serve((seen, _request, response) => response.end(seen)));
      await textBy(pool, { method });
      expect(await textBy(pool)).toBe('1.2');
    },
  );

  test('are not kept where the answer says so', async () => {
    const port = await serve((seen, _request, response) =>
      response.setHeader('connection', 'close').end(seen),
    );
    const pool = poolTo(port);
    expect(await textBy(pool)).toBe('1.1');
    expect(await textBy(pool)).toBe('2.1');
  });

  test('are not kept where the answer came before the whole question', async () => {
    const port = await serve((seen, _request, response) => response.writeHead(413).end(seen));
    const pool = poolTo(port);
    const body = new Readable({ read: () => undefined });
    body.push('the first of many');
    expect(await textBy(pool, { method: 'POST', body })).toBe('1.1');
    expect(body.destroyed).toBe(true);
    expect(await textBy(pool)).toBe('2.1');
  });

  test('are as many as may be; who asks more waits for one', async () => {
    const waiting: (() => void)[] = [];
    const port = await serve((seen, _request, response) => waiting.push(() => response.end(seen)));
    const pool = poolTo(port, { connectionsMax: 1 });
    const answers = [textBy(pool), textBy(pool)];
    await until(() => waiting.length === 1, { withinMs: 3_000, what: 'the first' });
    waiting.shift()?.();
    await until(() => waiting.length === 1, { withinMs: 3_000, what: 'the second' });
    waiting.shift()?.();
    expect(await Promise.all(answers)).toEqual(['1.1', '1.2']);
  });

  test('that end leave the pool empty', async () => {
    let emptied = 0;
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        setImmediate(() => socket.end());
      });
    });
    const pool = poolTo(await portOf(server), { emptied: () => (emptied += 1) });
    expect(await textBy(pool)).toBe('ok');
    await until(() => emptied === 1, { withinMs: 3_000, what: 'the end' });
  });
});

describe('a question fails', () => {
  test('on a connection that ends without an answer, and it is told whether it was a kept one', async () => {
    const port = await serve((seen, request, response) => {
      if (seen === '1.1') response.end(seen);
      else request.socket.destroy();
    });
    const pool = poolTo(port);
    expect(await textBy(pool)).toBe('1.1');
    await expect(ask(pool)).rejects.toMatchObject({ isReused: true });
    await expect(ask(pool)).rejects.toMatchObject({ isReused: false });
  });

  test('where nobody listens', async () => {
    const server = createTcpServer();
    const port = await portOf(server);
    server.close();
    await once(server, 'close');
    const pool = poolTo(port);
    await expect(ask(pool)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });

  test('when the other side is silent for too long, also in the middle of a body', async () => {
    const port = await serve((_seen, request, response) => {
      if (request.method === 'POST') response.write('a');
    });
    const pool = poolTo(port);
    await expect(ask(pool, { silenceWallMs: 50 })).rejects.toMatchObject({
      cause: expect.any(SilentError) as SilentError,
    });
    const begun = await ask(pool, { method: 'POST', silenceWallMs: 50 });
    await expect(textOf(begun)).rejects.toThrow(SilentError);
  });

  test.each(['while it connects', 'while it waits its turn', 'while it is answered'])(
    'when it is cancelled %s',
    async (when) => {
      const port = await serve((seen, _request, response) => {
        if (seen !== '1.1' || when === 'while it connects') response.end(seen);
      });
      const pool = poolTo(port, { connectionsMax: 1 });
      if (when === 'while it waits its turn') ask(pool).catch(() => undefined);
      const cancelled = ask(pool, {
        asking: (asking) => {
          const cancel = (): void => asking.cancel(new Error('no longer'));
          if (when === 'while it is answered') setTimeout(cancel, 50);
          else cancel();
        },
      });
      await expect(cancelled).rejects.toThrow('no longer');
      if (when !== 'while it waits its turn') expect(await textBy(pool)).toMatch(/\.1$/);
    },
  );

  test('when 100 is said oftener than it may be', async () => {
    const port = await serve((seen, request, response) => {
      response.writeContinue();
      if (request.method === 'POST') response.writeContinue();
      response.end(seen);
    });
    const pool = poolTo(port, { continuesMax: 1 });
    expect(await textBy(pool)).toBe('1.1');
    expect(await textBy(pool)).toBe('1.2');
    await expect(ask(pool, { method: 'POST' })).rejects.toThrow('100 was answered more than once');
  });
});

test('a body is sent as it comes, and the connection is kept after it', async () => {
  const port = await serve((seen, request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
      response.end(`${seen} ${length ?? coding ?? 'none'} ${text}`);
    });
  });
  const pool = poolTo(port);
  const body = (): Readable => Readable.from([Buffer.from('a '), Buffer.from('body')]);
  expect(await textBy(pool, { method: 'PUT', body: body() })).toBe('1.1 chunked a body');
  const headers = ['Content-Length', '6'];
  expect(await textBy(pool, { method: 'DELETE', body: body(), headers })).toBe('1.2 6 a body');
});

describe('a question as a promise', () => {
  test('ends by its signal, in the middle of the body too', async () => {
    const port = await serve((_seen, request, response) => {
      if (request.method === 'POST') response.write('a');
    });
    const pool = poolTo(port);
    const options = { path: '/', headers: ['Host', 'example.com'], body: null };
    for (const method of ['GET', 'POST']) {
      const ending = new AbortController();
      const { signal } = ending;
      const asked = askPool(pool, { method, ...options }, { silenceWallMs: 0, signal });
      const read = asked.then((answer) => {
        setImmediate(() => ending.abort(new Error('no longer')));
        return textOf(answer);
      });
      if (method === 'GET') setTimeout(() => ending.abort(new Error('no longer')), 20);
      await expect(read).rejects.toThrow('no longer');
    }
  });

  test('has no longer for its connection than is said', async () => {
    const server = createTcpServer((socket) => void socket.resume().on('error', () => undefined));
    const port = await portOf(server);
    const pool = poolTo(port, {
      open: () => beginConnection({ host: '127.0.0.1', port, tls: {} }),
      connectWallMs: 50,
    });
    await expect(ask(pool)).rejects.toThrow('no connection was made in time');
  });
});
