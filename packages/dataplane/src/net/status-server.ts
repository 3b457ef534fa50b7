import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { errorText, type AddressAndPort } from '@understudy/contract';
import { isSentTo, listenAt, shownHost, stopListening } from '@understudy/wire';
import type { Part, PartContext } from '../part.ts';

/** Requests come from the engine's own processes, a few a second. */
const CONNECTIONS_MAX = 200;

const IDLE_MS = 60_000;

/**
 * By the first part of the path: what is told of the rest of it. Undefined: there is no such thing.
 */
export type StatusAnswers = Readonly<
  Record<string, (name: string, query: URLSearchParams) => object | undefined>
>;

/**
 * Tells the other data planes what they need to know of this one, over HTTP and without the control
 * plane: `GET /SUBJECT/NAME?QUERY`. Whoever may connect on this machine may read; nothing is taken.
 */
export class StatusServer implements Part<AddressAndPort> {
  readonly #context: PartContext;
  readonly #answers: StatusAnswers;
  #server: Server | undefined;
  #place: AddressAndPort | undefined;

  constructor(context: PartContext, options: { answers: StatusAnswers }) {
    this.#context = context;
    this.#answers = options.answers;
  }

  async apply(place: AddressAndPort): Promise<string[]> {
    const { address, port } = place;
    const isSame = this.#place?.address === address && this.#place.port === port;
    if (this.#server?.listening && isSame) return [];
    await this.close();
    const server = createServer((request, response) => this.#answer(request, response));
    server.maxConnections = CONNECTIONS_MAX;
    server.keepAliveTimeout = Math.max(1, this.#context.clock.toWallMs(IDLE_MS));
    try {
      await listenAt(server, { host: address, port });
    } catch (thrown) {
      return [`status cannot be told at ${address} port ${port}: ${errorText(thrown)}`];
    }
    this.#server = server;
    this.#place = place;
    return [];
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = stopListening(server);
    server.closeAllConnections();
    await closed;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const place = this.#place;
    if (place === undefined || !isSentTo(request, { names: [place.address], port: place.port })) {
      send(response, 403, {
        message: `this was sent to ${shownHost(request)}: not a name of ours`,
      });
      return;
    }
    const told = request.method === 'GET' ? this.#tell(request.url ?? '') : undefined;
    if (told === undefined) send(response, 404, { message: 'nothing is told of that here' });
    else send(response, 200, told);
  }

  #tell(target: string): object | undefined {
    const url = URL.parse(target, 'http://status.invalid');
    const [, subject = '', name = ''] = url?.pathname.split('/') ?? [];
    const answer = Object.hasOwn(this.#answers, subject) ? this.#answers[subject] : undefined;
    const decoded = unescaped(name);
    if (url === null || decoded === undefined) return undefined;
    return answer?.(decoded, url.searchParams);
  }
}

function unescaped(name: string): string | undefined {
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
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
