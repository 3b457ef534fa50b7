import { connect, createServer } from 'node:net';
import { listenAt, stopListening } from '@understudy/wire';

/** A port of 127.0.0.1 that nobody had just now. Whoever is told it must take it soon. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listenAt(server, { host: '127.0.0.1', port: 0 });
  await stopListening(server);
  return port;
}

/** One attempt: does a program accept connections there? The kernel answers at once on loopback. */
export function acceptsConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
