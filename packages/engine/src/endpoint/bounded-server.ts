import { createServer, type Server } from 'node:http';
import { stopListening } from '@understudy/wire';
import * as bounds from './bounds.ts';

/** A server of the endpoint's port, whoever answers there. It does not listen yet. */
export function boundedServer(): Server {
  const server = createServer({
    maxHeaderSize: bounds.HEADER_BYTES_MAX,
    headersTimeout: bounds.HEADERS_WALL_MS_MAX,
    requestTimeout: bounds.REQUEST_WALL_MS_MAX,
    keepAliveTimeout: bounds.KEEP_ALIVE_WALL_MS,
  });
  server.maxConnections = bounds.CONNECTIONS_MAX;
  server.setTimeout(bounds.IDLE_WALL_MS_MAX);
  return server;
}

/** Ends what is under way; resolves when the port is free. */
export async function closeServer(server: Server): Promise<void> {
  const closed = stopListening(server);
  server.closeAllConnections();
  await closed;
}
