import http from 'node:http';
import http2 from 'node:http2';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import type { CertificateMaterial, Clock, EventBody } from '@understudy/contract';
import { listenAt, stopListening } from '@understudy/wire';
import { Http1Connections } from '../../http/http1-connections.ts';
import { isWebSocketRequest } from '../../http/websocket-request.ts';
import { rawRefusal, type ViewerAnswer } from '../answer.ts';
import { CertificateContexts } from './certificate-contexts.ts';
import { ViewerExchange, type ExchangeOptions } from './viewer-exchange.ts';
import type { ViewerRefusal, ViewerRequest } from './viewer-request.ts';
import { joinWebSocket, type OpenedWebSocket } from './web-socket.ts';

export interface ViewerListenerOptions {
  address: string;
  httpPort: number;
  httpsPort: number;
  clock: Clock;
  emit(body: EventBody): void;
  serve(request: ViewerRequest): Promise<ViewerAnswer>;
  refuse(refusal: ViewerRefusal): ViewerAnswer;
  openWebSocket(request: ViewerRequest): Promise<OpenedWebSocket | ViewerAnswer>;
  /** The certificate for a server name; the default one when nothing fits. */
  certificateFor(serverName: string): CertificateMaterial;
}

/** More than a request may have, so that it is us who say that it is too much. */
const HEADER_BYTES_MAX = 32_768;
const CONNECTIONS_MAX = 10_000;
const KEEP_ALIVE_WALL_MS = 60_000;

type ParseError = NodeJS.ErrnoException & { reason?: string };

/** The sockets of one edge location: HTTP, and HTTPS with HTTP/2. */
export class ViewerListener {
  readonly #options: ViewerListenerOptions & ExchangeOptions;
  readonly #contexts: CertificateContexts;
  readonly #sockets = new Set<Duplex>();
  readonly #connections = new Http1Connections();
  readonly #http1: http.Server;
  readonly #http2: http2.Http2Server;
  readonly #tls: tls.Server;

  constructor(options: ViewerListenerOptions) {
    this.#options = options;
    this.#contexts = new CertificateContexts((name) => options.certificateFor(name));
    this.#http1 = this.#makeHttp1();
    this.#http2 = this.#makeHttp2();
    this.#tls = this.#makeTls();
  }

  async listen(): Promise<{ httpPort: number; httpsPort: number }> {
    const { address, httpPort, httpsPort } = this.#options;
    for (const server of [this.#http1, this.#tls]) {
      server.maxConnections = CONNECTIONS_MAX;
      server.on('connection', (socket: Duplex) => {
        this.#sockets.add(socket);
        socket.on('close', () => this.#sockets.delete(socket));
      });
    }
    const ports = await Promise.all([
      listenAt(this.#http1, { host: address, port: httpPort }),
      listenAt(this.#tls, { host: address, port: httpsPort }),
    ]);
    return { httpPort: ports[0], httpsPort: ports[1] };
  }

  /** Certificates may have changed. */
  forgetCertificates(): void {
    this.#contexts.forget();
  }

  async close(): Promise<void> {
    const closed = [this.#http1, this.#tls].map(stopListening);
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(closed);
  }

  #makeHttp1(): http.Server {
    const server = http.createServer({
      maxHeaderSize: HEADER_BYTES_MAX,
      keepAliveTimeout: KEEP_ALIVE_WALL_MS,
      requireHostHeader: false,
      noDelay: true,
      shouldUpgradeCallback: isWebSocketRequest,
    });
    // What a limit of its own leaves out would be judged by nobody. Their bytes are bounded.
    server.maxHeadersCount = 0;
    server.on('request', (request, response) => this.#handleHttp1(request, response));
    server.on('checkContinue', (request, response) => this.#handleHttp1(request, response));
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    server.on('connect', (_, socket) => this.#refuse(socket, 400));
    server.on('clientError', (error: ParseError, socket) => this.#onClientError(error, socket));
    return server;
  }

  #makeHttp2(): http2.Http2Server {
    const server = http2.createServer();
    server.on('request', (request, response) => {
      void new ViewerExchange(request, response, this.#options).answer();
    });
    server.on('connect', (request: http2.Http2ServerRequest, response) => {
      new ViewerExchange(request, response, this.#options).refuse();
    });
    server.on('sessionError', () => undefined); // a viewer that breaks the protocol only loses its own session
    return server;
  }

  #makeTls(): tls.Server {
    const server = tls.createServer({
      ALPNProtocols: ['h2', 'http/1.1'],
      SNICallback: (name, done) => this.#contexts.choose(name, done),
    });
    server.on('secureConnection', (socket) => {
      socket.on('error', () => undefined);
      const to = socket.alpnProtocol === 'h2' ? this.#http2 : this.#http1;
      to.emit('connection', socket);
    });
    server.on('tlsClientError', (_, socket) => void socket.destroy());
    return server;
  }

  #handleHttp1(request: http.IncomingMessage, response: http.ServerResponse): void {
    const exchange = new ViewerExchange(request, response, this.#options);
    const breakOff = (): void => exchange.refuse();
    if (!this.#connections.open({ request, response, breakOff })) return;
    void exchange.answer();
    if (exchange.isLast) this.#connections.end(request.socket);
  }

  #upgrade(request: http.IncomingMessage, socket: Duplex, early: Buffer): void {
    socket.on('error', () => undefined);
    // An answer that is still under way would end up in the middle of the WebSocket.
    if (!this.#connections.isIdle(socket)) {
      socket.destroy();
      return;
    }
    const response = new http.ServerResponse(request);
    // The servers are given TCP and TLS sockets only.
    response.assignSocket(socket as Socket);
    response.on('finish', () => socket.end());
    const exchange = new ViewerExchange(request, response, this.#options);
    exchange.isLast = true;
    void exchange.answer(async (asked) => {
      const opened = await this.#options.openWebSocket(asked);
      if (!('early' in opened)) return opened;
      response.detachSocket(socket as Socket);
      joinWebSocket(opened, { socket, early }, this.#options.clock);
      return undefined;
    });
  }

  #onClientError(error: ParseError, socket: Duplex): void {
    if (error.code === 'ECONNRESET' || error.code === 'EPIPE' || !socket.writable) socket.destroy();
    else this.#connections.broken(socket, error, () => this.#refuse(socket, statusOf(error)));
  }

  #refuse(socket: Duplex, status: 400 | 413 | 501 | 505): void {
    if (!socket.writable) return;
    socket.end(rawRefusal(status, new Date(this.#options.clock.wallMs()).toUTCString()));
  }
}

function statusOf(error: ParseError): 400 | 413 | 501 | 505 {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      return 413;
    case 'HPE_INVALID_TRANSFER_ENCODING':
      return error.reason?.includes('Content-Length') === true ? 400 : 501;
    case 'HPE_INVALID_VERSION':
      return error.reason?.includes('CRLF') === true ? 400 : 505;
    default:
      return 400;
  }
}
