import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { errorText, type AddressAndPort, type BalancerHealth } from '@understudy/contract';
import { isSentTo, shownHost } from '@understudy/wire';
import type { Part, PartContext } from '../part.ts';

const PATH = '/load-balancers/';

/** Requests come from the engine's own name servers, a few a second. */
const CONNECTIONS_MAX = 200;

const IDLE_MS = 60_000;

/**
 * Tells the other data planes how this region's load balancers are: `GET /load-balancers/DNSNAME`.
 */
export class StatusServer implements Part<AddressAndPort> {
  readonly #context: PartContext;
  readonly #health: (dnsName: string) => BalancerHealth | undefined;
  #server: Server | undefined;
  #place: AddressAndPort | undefined;

  constructor(
    context: PartContext,
    options: { health: (dnsName: string) => BalancerHealth | undefined },
  ) {
    this.#context = context;
    this.#health = options.health;
  }

  async apply(place: AddressAndPort): Promise<string[]> {
    const { address, port } = place;
    const isSame = this.#place?.address === address && this.#place.port === port;
    if (this.#server?.listening && isSame) return [];
    await this.close();
    const server = createServer((request, response) => this.#answer(request, response));
    server.maxConnections = CONNECTIONS_MAX;
    server.keepAliveTimeout = Math.max(1, this.#context.clock.toWallMs(IDLE_MS));
    server.listen({ host: address, port });
    try {
      await once(server, 'listening');
    } catch (thrown) {
      return [`region status cannot be told at ${address} port ${port}: ${errorText(thrown)}`];
    }
    this.#server = server;
    this.#place = place;
    return [];
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server?.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const place = this.#place;
    if (place === undefined || !isSentTo(request, { names: [place.address], port: place.port })) {
      send(response, 403, {
        message: `this was sent to ${shownHost(request)}: not a name of ours`,
      });
      return;
    }
    const path = request.url ?? '';
    if (request.method !== 'GET' || !path.startsWith(PATH)) {
      send(response, 404, { message: `only GET ${PATH}DNSNAME is answered here` });
      return;
    }
    const dnsName = path.slice(PATH.length).toLowerCase().replace(/\.$/, '');
    const health = this.#health(dnsName);
    if (health) send(response, 200, health);
    else send(response, 404, { message: `no load balancer ${dnsName} in this region` });
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
  });
  response.end(text);
}
