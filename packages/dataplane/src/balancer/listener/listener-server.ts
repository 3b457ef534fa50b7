import {
  createServer as createHttp1Server,
  ServerResponse,
  type IncomingMessage,
  type Server as Http1Server,
} from 'node:http';
import {
  createServer as createHttp2Server,
  type Http2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  createServer as createTlsServer,
  type Server as TlsServer,
  type TLSSocket,
} from 'node:tls';
import { errorText, localPort, type Clock, type PortPlan, type Random } from '@understudy/contract';
import { listenAt, stopListening } from '@understudy/wire';
import { Http1Connections } from '../../http/http1-connections.ts';
import type { FaultView } from '../../faults/faults-now.ts';
import { nodeState } from '../../faults/node-fault.ts';
import { whileOpen } from '../../faults/while-open.ts';
import { connectionDelayMs, requestDelayMs } from '../../faults/network-delay.ts';
import type { NetworkView } from '../../net/network-view.ts';
import { Certificates } from './certificates.ts';
import { rawErrorResponse, type ElbStatus } from './error-page.ts';
import { answerError, type Exchange, type Site } from '../forward/exchange.ts';
import type { Gateway } from '../forward/gateway.ts';
import { statusOfParseError, type ParseError } from './parse-error.ts';
import { HEADERS_BYTES_MAX, REQUEST_LINE_BYTES_MAX } from './request-head.ts';
import { isWebSocketRequest } from '../../http/websocket-request.ts';
import { SilentConnections } from '../../net/silent-connections.ts';

/** Viewers' connections to one listener at one node. */
const CONNECTIONS_MAX = 20_000;

/** "You can send up to 128 requests in parallel using one HTTP/2 connection." */
const STREAMS_MAX = 128;

const HANDSHAKE_TIMEOUT_MS = 10_000;

export interface ListenerServerOptions {
  clock: Clock;
  network: NetworkView;
  ports: PortPlan;
  gateway: Gateway;
  random: Random;
  faults: FaultView;
}

/** Held about as long as a client's system repeats an unanswered SYN. */
const SILENCE = { silentConnectionMs: 130_000, silentConnectionsMax: 1_000 };

/** One listener at one node: its socket, and the protocols spoken there. */
export class ListenerServer {
  readonly #options: ListenerServerOptions;
  readonly #silence: SilentConnections;
  readonly #tcp: Server;
  readonly #http1: Http1Server;
  readonly #sockets = new Set<Socket>();
  readonly #openedMs = new WeakMap<Duplex, number>();
  readonly #connections = new Http1Connections();
  #tls: TlsServer | undefined;
  #http2: Http2Server | undefined;
  #certificates: Certificates | undefined;
  #certificatesKey = '';
  #site: Site;

  constructor(site: Site, options: ListenerServerOptions) {
    this.#site = site;
    this.#options = options;
    this.#silence = new SilentConnections(options.clock, SILENCE);
    this.#tcp = createTcpServer({ noDelay: true }, (socket) => this.#admit(socket));
    this.#tcp.maxConnections = CONNECTIONS_MAX;
    this.#http1 = this.#makeHttp1();
  }

  get isListening(): boolean {
    return this.#tcp.listening;
  }

  /** Takes a new configuration for what comes from now on. A sentence when it cannot be served. */
  update(site: Site): string | undefined {
    this.#site = site;
    this.#http1.timeout = site.idleWallMs;
    this.#http1.keepAliveTimeout = site.idleWallMs;
    if (site.listener.protocol === 'HTTP') {
      this.#certificates = undefined;
      return undefined;
    }
    const key = JSON.stringify(site.listener.certificates);
    if (this.#certificates && key === this.#certificatesKey) return undefined;
    const loaded = Certificates.load(site.listener.certificates);
    if (typeof loaded === 'string') return loaded;
    this.#certificates = loaded;
    this.#certificatesKey = key;
    this.#tls ??= this.#makeTls();
    // For clients that name no server.
    this.#tls.setSecureContext(loaded.fallbackOptions);
    this.#http2 ??= this.#makeHttp2();
    return undefined;
  }

  /** A sentence when the address cannot be had. */
  async listen(): Promise<string | undefined> {
    const { node, listener } = this.#site;
    const port = localPort(listener.port, this.#options.ports);
    try {
      await listenAt(this.#tcp, { host: node.address, port });
    } catch (thrown) {
      return `it cannot listen at ${node.address} port ${port}: ${errorText(thrown)}`;
    }
    return undefined;
  }

  /** Listens no more, and keeps the connections that it has, without a word. */
  leave(): void {
    if (this.#tcp.listening) this.#tcp.close();
  }

  async close(): Promise<void> {
    const isClosed = stopListening(this.#tcp);
    this.#silence.close();
    for (const socket of this.#sockets) socket.destroy();
    await isClosed;
  }

  #admit(socket: Socket): void {
    const { node, listener } = this.#site;
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    const verdict = this.#options.network.admits({
      fromAddress: socket.remoteAddress ?? '',
      toAddress: node.address,
      port: listener.port,
    });
    if (!verdict.admitted || this.#isHung) return this.#silence.hold(socket);
    const isSecure = this.#certificates !== undefined;
    const { faults, random } = this.#options;
    const delayMs = connectionDelayMs(faults.of('region'), { isSecure, random });
    whileOpen(this.#options.clock, socket, delayMs, () => {
      if (isSecure) this.#tls?.emit('connection', socket);
      else this.#speakHttp1(socket);
    });
  }

  get #isHung(): boolean {
    const { loadBalancer, node } = this.#site;
    const place = { loadBalancer: loadBalancer.name, zone: node.zone };
    return nodeState(this.#options.faults, place) !== 'serving';
  }

  #requestDelayMs(): number {
    const { faults, random } = this.#options;
    return requestDelayMs(faults.of('region'), random);
  }

  #speakHttp1(socket: Duplex): void {
    this.#openedMs.set(socket, this.#options.clock.nowMs());
    this.#http1.emit('connection', socket);
  }

  #makeHttp1(): Http1Server {
    const server = createHttp1Server({
      // A little more than a head may have, so that we can say which of the limits it broke.
      maxHeaderSize: REQUEST_LINE_BYTES_MAX + HEADERS_BYTES_MAX + 4_096,
      requireHostHeader: false,
      keepAliveTimeoutBuffer: 0,
      noDelay: true,
      shouldUpgradeCallback: isWebSocketRequest,
    });
    server.timeout = this.#site.idleWallMs;
    server.keepAliveTimeout = this.#site.idleWallMs;
    // The idle time-out bounds both; these would count from the start, which the load balancer does
    // not.
    server.headersTimeout = 0;
    server.requestTimeout = 0;
    // What a limit of its own leaves out would be judged by nobody. Their bytes are bounded.
    server.maxHeadersCount = 0;
    server.on('request', (request, response) => this.#handleHttp1(request, response));
    server.on('checkContinue', (request, response) => this.#handleHttp1(request, response));
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    server.on('connect', (_, socket) => this.#refuse(socket, 400));
    server.on('clientError', (error: ParseError, socket) => this.#onClientError(error, socket));
    return server;
  }

  #makeTls(): TlsServer {
    const server = createTlsServer(
      {
        handshakeTimeout: Math.max(1, this.#options.clock.toWallMs(HANDSHAKE_TIMEOUT_MS)),
        SNICallback: (name, callback) => callback(null, this.#certificates?.choose(name)),
        ALPNCallback: ({ protocols }) => this.#chooseProtocol(protocols),
      },
      (socket) => this.#secured(socket),
    );
    server.on('tlsClientError', (_, socket) => void socket.destroy());
    return server;
  }

  #chooseProtocol(offered: readonly string[]): string | undefined {
    if (this.#site.loadBalancer.attributes.http2 && offered.includes('h2')) return 'h2';
    return offered.includes('http/1.1') ? 'http/1.1' : undefined;
  }

  #secured(socket: TLSSocket): void {
    socket.on('error', () => undefined);
    if (socket.alpnProtocol === 'h2') this.#http2?.emit('connection', socket);
    else this.#speakHttp1(socket);
  }

  #makeHttp2(): Http2Server {
    const server = createHttp2Server({
      settings: { maxConcurrentStreams: STREAMS_MAX, maxHeaderListSize: HEADERS_BYTES_MAX },
    });
    server.on('request', (request, response) => this.#handleHttp2(request, response));
    server.on('connect', (request: Http2ServerRequest, response: Http2ServerResponse) =>
      answerError({ site: this.#site, request, response, isLast: true }, 400),
    );
    server.on('sessionError', () => undefined);
    server.on('session', (session) => {
      const { attributes } = this.#site.loadBalancer;
      session.setTimeout(this.#site.idleWallMs, () => session.close());
      const timer = this.#options.clock.after(attributes.clientKeepAliveSeconds * 1000, () =>
        session.close(),
      );
      session.on('close', () => timer.cancel());
    });
    return server;
  }

  #handleHttp1(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const isLast = this.#isTooOld(socket) || request.httpVersion === '1.0';
    const exchange: Exchange = { site: this.#site, request, response, isLast };
    const breakOff = (): void => {
      if (exchange.breakOff) exchange.breakOff(400);
      else socket.destroy();
    };
    if (!this.#connections.open({ request, response, breakOff })) return;
    // A viewer that breaks off is noticed by the response's close.
    response.on('error', () => undefined);
    if (this.#isHung) return;
    whileOpen(this.#options.clock, response, this.#requestDelayMs(), () => {
      this.#options.gateway.handle(exchange);
      if (exchange.isLast) this.#connections.end(socket);
    });
  }

  #handleHttp2(request: Http2ServerRequest, response: Http2ServerResponse): void {
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    if (this.#isHung) return;
    whileOpen(this.#options.clock, response, this.#requestDelayMs(), () =>
      this.#options.gateway.handle({ site: this.#site, request, response, isLast: false }),
    );
  }

  #onClientError(error: ParseError, socket: Duplex): void {
    const status = statusOfParseError(error);
    if (status === undefined || !socket.writable) socket.destroy();
    else this.#connections.broken(socket, error, () => this.#refuse(socket, status));
  }

  #upgrade(request: IncomingMessage, duplex: Duplex, head: Buffer): void {
    // The servers are given TCP and TLS sockets only.
    const socket = duplex as Socket;
    socket.on('error', () => undefined);
    // An answer that is still under way would end up in the middle of the WebSocket.
    if (!this.#connections.isIdle(socket)) {
      socket.destroy();
      return;
    }
    const response = new ServerResponse(request);
    response.assignSocket(socket);
    response.on('finish', () => socket.end());
    this.#options.gateway.handle(
      { site: this.#site, request, response, isLast: true },
      { socket, head },
    );
  }

  #isTooOld(socket: Duplex): boolean {
    const openedMs = this.#openedMs.get(socket);
    if (openedMs === undefined) return false;
    const limitMs = this.#site.loadBalancer.attributes.clientKeepAliveSeconds * 1000;
    return this.#options.clock.nowMs() - openedMs > limitMs;
  }

  #refuse(socket: Duplex, status: ElbStatus): void {
    if (!socket.writable) return;
    this.#site.meter.answeredItself(status);
    this.#site.meter.nonCompliantRequests += 1;
    socket.end(rawErrorResponse(status, new Date(this.#options.clock.wallMs()).toUTCString()));
  }
}
