import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { UnderstudyError } from '@understudy/contract';
import { asAwsError } from './as-aws-error.ts';
import * as bounds from './bounds.ts';
import { isForS3 } from './guard.ts';
import { foreignHost, rejectRequest } from './reject.ts';
import { CONTROL_PREFIX } from './routes.ts';

/**
 * In the endpoint's place while the control plane has no state that it could serve: says so to
 * every client.
 */
export class RefusingEndpoint {
  readonly #server: Server;
  readonly #port: number;

  /** @param port TCP port on 127.0.0.1: the one that clients know */
  constructor({ port, problem }: { port: number; problem: UnderstudyError }) {
    this.#port = port;
    this.#server = createServer({
      maxHeaderSize: bounds.HEADER_BYTES_MAX,
      headersTimeout: bounds.HEADERS_WALL_MS_MAX,
      requestTimeout: bounds.REQUEST_WALL_MS_MAX,
      keepAliveTimeout: bounds.KEEP_ALIVE_WALL_MS,
    });
    this.#server.maxConnections = bounds.CONNECTIONS_MAX;
    this.#server.setTimeout(bounds.IDLE_WALL_MS_MAX);
    this.#server.on('request', (request, response) => {
      refuse(request, response, { port: this.#port, problem }).catch(() => response.destroy());
    });
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, '127.0.0.1', resolve);
    });
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}

async function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { port, problem }: { port: number; problem: UnderstudyError },
): Promise<void> {
  if (!isForS3(request, port)) return rejectRequest(request, response, foreignHost(request, port));
  if (request.url?.startsWith(CONTROL_PREFIX) !== true)
    return rejectRequest(request, response, asAwsError(problem));
  request.resume();
  response.writeHead(503, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify({ error: problem.toJSON() }));
}
