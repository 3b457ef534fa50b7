import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { VirtualClock } from '@understudy/contract/testing';
import dnsPacket from 'dns-packet';
import { expect, test } from 'vitest';
import { CertificateAuthority } from '../../acm/authority.ts';
import { loopbackPost, type Post } from './post.ts';

/** A resolver that leads every name to 127.0.0.1. */
async function startResolver(): Promise<{ port: number } & AsyncDisposable> {
  const socket = createSocket('udp4');
  socket.on('message', (message, from) => {
    const { id, questions = [] } = dnsPacket.decode(message);
    const answers = questions.map(({ name }) => ({
      ...{ type: 'A' as const, name, ttl: 1, data: '127.0.0.1' },
    }));
    socket.send(
      dnsPacket.encode({ type: 'response', id, questions, answers }),
      from.port,
      from.address,
    );
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  };
}

/**
 * An HTTPS endpoint with a certificate of the engine's, and the way there by the engine's resolver.
 */
async function startHook(): Promise<{ post: Post; received: string[] } & AsyncDisposable> {
  await using started = new AsyncDisposableStack();
  const folder = started.use(await mkdtempDisposable(path.join(tmpdir(), 'understudy-sns-')));
  const resolver = started.use(await startResolver());
  const now = Math.round(performance.timeOrigin + performance.now());
  const authority = await CertificateAuthority.load({
    directory: folder.path,
    clock: new VirtualClock({ startMs: now }),
  });
  const { certificateChainPem, privateKeyPem } = await authority.issue(['hook.example']);
  const received: string[] = [];
  const server = createServer(
    { cert: certificateChainPem, key: privateKeyPem },
    (request, response) => {
      received.push(request.headers.host ?? '', request.headers.authorization ?? 'nobody');
      request.resume();
      response.writeHead(204).end();
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  started.defer(() => void server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  const post = loopbackPost({
    resolver: { address: '127.0.0.1', port: resolver.port },
    localPort: (given) => (given === 443 ? port : given),
    rootPem: authority.rootPem,
  });
  const running = started.move();
  return { post, received, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

const letter = (url: string): Parameters<Post>[0] => ({ url, headers: {}, body: 'hello' });
const { signal } = new AbortController();

test('a name that the resolver leads here is reached over HTTPS, if the certificate is for it', async () => {
  await using hook = await startHook();
  expect(await hook.post(letter('https://hook.example/a'), signal)).toBe(204);
  expect(hook.received).toEqual(['hook.example', 'nobody']);
  await expect(hook.post(letter('https://other.example/a'), signal)).rejects.toThrow(
    /altname|does not match/i,
  );
  expect(hook.received).toHaveLength(2);
  // https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html
  expect(await hook.post(letter('https://us%65r:p%40ss@hook.example/a'), signal)).toBe(204);
  expect(hook.received.at(-1)).toBe(`Basic ${Buffer.from('user:p@ss').toString('base64')}`);
});
