import type { AddressInfo, Server } from 'node:net';

/**
 * Resolves with the port once the server listens; rejects with the system's reason. A later error
 * is of one connection that could not be accepted, when no descriptors are left: it ends nothing.
 *
 * @param at an address of this machine; port 0 is any free one
 */
export function listenAt(server: Server, at: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(at, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Resolves when the port is free, which it is once the connections that are open have ended. */
export function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => (server.listening ? server.close(() => resolve()) : resolve()));
}
