import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

const CONNECTIONS_MAX = 10_000;

/** Something that an app asks beside AWS, such as a payment service: answers 200 to everything. */
export class StandIn implements AsyncDisposable {
  readonly url: string;
  readonly #server: http.Server;

  private constructor(server: http.Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  static async start(): Promise<StandIn> {
    const server = http.createServer((request, response) => {
      request.resume();
      request.once('end', () => {
        response.setHeader('content-type', 'application/json');
        response.end('{}\n');
      });
    });
    server.maxConnections = CONNECTIONS_MAX;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new StandIn(server);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }
}
