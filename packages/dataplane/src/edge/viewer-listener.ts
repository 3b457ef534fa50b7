import http from 'node:http';
import http2 from 'node:http2';
import type { AddressInfo, Server as NetServer, Socket } from 'node:net';
import { pipeline } from 'node:stream';
import tls from 'node:tls';
import type { CertificateMaterial } from '@understudy/contract';
import { errorAnswer, type Answer } from './answer.ts';
import type { ViewerRequest } from './edge-location.ts';
import { HOP_BY_HOP } from './origin-request-policy.ts';

export interface ViewerListenerOptions {
  address: string;
  httpPort: number;
  httpsPort: number;
  serve(request: ViewerRequest): Promise<Answer>;
  /** The certificate for a server name; the default one when nothing fits. */
  certificateFor(serverName: string): CertificateMaterial;
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const HEADER_BYTES_MAX = 32_768;
const CONNECTIONS_MAX = 10_000;
const KEEP_ALIVE_WALL_MS = 60_000;
const CONTEXTS_MAX = 1_000;

type Request = http.IncomingMessage | http2.Http2ServerRequest;
type Response = http.ServerResponse | http2.Http2ServerResponse;

/** The sockets of one edge location: HTTP, and HTTPS with HTTP/2. */
export class ViewerListener {
  readonly #options: ViewerListenerOptions;
  readonly #contexts = new Map<string, tls.SecureContext>();
  readonly #sockets = new Set<Socket>();
  #servers: NetServer[] = [];

  constructor(options: ViewerListenerOptions) {
    this.#options = options;
  }

  async listen(): Promise<{ httpPort: number; httpsPort: number }> {
    const { address, httpPort, httpsPort } = this.#options;
    const plain = http.createServer(
      { maxHeaderSize: HEADER_BYTES_MAX, keepAliveTimeout: KEEP_ALIVE_WALL_MS },
      (request, response) => void this.#handle(request, response, false),
    );
    const secure = http2.createSecureServer(
      {
        allowHTTP1: true,
        maxHeaderSize: HEADER_BYTES_MAX,
        SNICallback: (name, done) => this.#context(name, done),
      } as http2.SecureServerOptions,
      (request, response) => void this.#handle(request, response, true),
    );
    this.#servers = [plain, secure];
    for (const server of this.#servers) {
      server.maxConnections = CONNECTIONS_MAX;
      server.on('connection', (socket: Socket) => {
        this.#sockets.add(socket);
        socket.on('close', () => this.#sockets.delete(socket));
      });
    }
    secure.on('sessionError', () => undefined); // a viewer that breaks the protocol only loses its own session
    const ports = await Promise.all([
      listen(plain, address, httpPort),
      listen(secure, address, httpsPort),
    ]);
    return { httpPort: ports[0], httpsPort: ports[1] };
  }

  /** Certificates may have changed. */
  forgetCertificates(): void {
    this.#contexts.clear();
  }

  async close(): Promise<void> {
    const closed = this.#servers.map(stopListening);
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(closed);
  }

  #context(
    serverName: string,
    done: (error: Error | null, context?: tls.SecureContext) => void,
  ): void {
    try {
      const material = this.#options.certificateFor(serverName);
      let context = this.#contexts.get(material.arn + material.certificateChainPem.length);
      if (context === undefined) {
        if (this.#contexts.size >= CONTEXTS_MAX) this.#contexts.clear();
        context = tls.createSecureContext({
          cert: material.certificateChainPem,
          key: material.privateKeyPem,
          minVersion: 'TLSv1.2',
        });
        this.#contexts.set(material.arn + material.certificateChainPem.length, context);
      }
      done(null, context);
    } catch (error) {
      done(error as Error);
    }
  }

  async #handle(request: Request, response: Response, secure: boolean): Promise<void> {
    try {
      const answer = await this.#options.serve({
        method: request.method ?? 'GET',
        target: request.url ?? '/',
        headers: request.headers,
        secure,
        viewerAddress: (request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
        body: request,
      });
      send(answer, request, response);
    } catch (error) {
      // A bug of ours: the viewer gets what a broken edge gives, and the process's log the reason.
      process.stderr.write(`edge: ${error instanceof Error ? error.stack : String(error)}\n`);
      if (response.headersSent) response.destroy();
      else send(errorAnswer(500, '', ''), request, response);
    }
  }
}

function send(answer: Answer, request: Request, response: Response): void {
  const headers = Object.fromEntries(
    Object.entries(answer.headers).filter(([name]) => !HOP_BY_HOP.has(name)),
  );
  if (Buffer.isBuffer(answer.body)) {
    headers['content-length'] ??= String(answer.body.length);
    if (answer.status === 304 || answer.status === 204) delete headers['content-length'];
  }
  (response as http.ServerResponse).writeHead(answer.status, headers);
  if (request.method === 'HEAD' || answer.status === 304 || answer.status === 204) {
    if (!Buffer.isBuffer(answer.body)) answer.body.destroy();
    response.end();
  } else if (Buffer.isBuffer(answer.body)) {
    response.end(answer.body);
  } else {
    // An origin that breaks off in the middle breaks the viewer's answer off, too.
    pipeline(answer.body, response as http.ServerResponse, () => undefined);
  }
}

function listen(server: NetServer, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function stopListening(server: NetServer): Promise<void> {
  return new Promise((resolve) => (server.listening ? server.close(() => resolve()) : resolve()));
}
