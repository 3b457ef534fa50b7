import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { UnderstudyError } from '@understudy/contract';
import { listenAt } from '@understudy/wire';
import { asAwsError } from './as-aws-error.ts';
import { boundedServer, closeServer } from './bounded-server.ts';
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
    this.#server = boundedServer();
    this.#server.on('request', (request, response) => {
      refuse(request, response, { port: this.#port, problem }).catch(() => response.destroy());
    });
  }

  async listen(): Promise<void> {
    await listenAt(this.#server, { host: '127.0.0.1', port: this.#port });
  }

  close(): Promise<void> {
    return closeServer(this.#server);
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
