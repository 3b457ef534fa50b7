import * as http from 'node:http';
import * as https from 'node:https';
import { errorText, type CertificateMaterial } from '@understudy/contract';
import { listenAt, stopListening } from '@understudy/wire';
import {
  CLOSE_WALL_MS,
  CONNECTIONS_MAX,
  HEADER_BYTES_MAX,
  IDLE_CONNECTION_WALL_MS,
} from './bounds.ts';

export interface ListenPorts {
  httpPort: number;
  httpsPort: number;
}

/** The store's two listeners, HTTP and HTTPS, on one address. */
export class Listeners {
  readonly #ports: ListenPorts;
  readonly #onRequest: http.RequestListener;
  #address: string | undefined;
  #http: http.Server | undefined;
  #https: https.Server | undefined;
  #certificate = '';

  constructor(ports: ListenPorts, onRequest: http.RequestListener) {
    this.#ports = ports;
    this.#onRequest = onRequest;
  }

  /** The ports that listen now; 0 where one does not. */
  get boundPorts(): ListenPorts {
    return { httpPort: portOf(this.#http), httpsPort: portOf(this.#https) };
  }

  /** Listens there, with that certificate. Gives what stands in the way, as sentences. */
  async listen(address: string, certificate: CertificateMaterial): Promise<string[]> {
    if (this.#address !== address) await this.close();
    this.#address = address;
    const problems: string[] = [];
    await this.#listenHttp(address).catch((thrown: unknown) => {
      problems.push(`S3 cannot listen on ${address}:${this.#ports.httpPort}: ${errorText(thrown)}`);
    });
    await this.#listenHttps(address, certificate).catch((thrown: unknown) => {
      problems.push(
        `S3 cannot listen on ${address}:${this.#ports.httpsPort}: ${errorText(thrown)}`,
      );
    });
    return problems;
  }

  async close(): Promise<void> {
    const servers = [this.#http, this.#https];
    this.#http = undefined;
    this.#https = undefined;
    await Promise.all(servers.map(closeServer));
  }

  async #listenHttp(address: string): Promise<void> {
    if (this.#http) return;
    const server = http.createServer({ maxHeaderSize: HEADER_BYTES_MAX }, this.#onRequest);
    await this.#start(server, this.#ports.httpPort, address);
    this.#http = server;
  }

  async #listenHttps(address: string, material: CertificateMaterial): Promise<void> {
    const fingerprint = material.certificateChainPem + material.privateKeyPem;
    const secrets = { cert: material.certificateChainPem, key: material.privateKeyPem };
    if (this.#https) {
      if (fingerprint !== this.#certificate) this.#https.setSecureContext(secrets);
      this.#certificate = fingerprint;
      return;
    }
    const options = { ...secrets, maxHeaderSize: HEADER_BYTES_MAX, ALPNProtocols: ['http/1.1'] };
    const server = https.createServer(options, this.#onRequest);
    await this.#start(server, this.#ports.httpsPort, address);
    this.#https = server;
    this.#certificate = fingerprint;
  }

  async #start(server: http.Server, port: number, address: string): Promise<void> {
    // Without it node tells every client at once to send its body.
    server.on('checkContinue', this.#onRequest);
    await start(server, port, address);
  }
}

async function start(server: http.Server, port: number, address: string): Promise<void> {
  server.maxConnections = CONNECTIONS_MAX;
  // A silent connection ends; a long upload that makes progress does not.
  server.requestTimeout = 0;
  server.timeout = IDLE_CONNECTION_WALL_MS;
  server.keepAliveTimeout = IDLE_CONNECTION_WALL_MS;
  await listenAt(server, { host: address, port });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
}

/** Lets requests under way end, but not for long. */
async function closeServer(server: http.Server | undefined): Promise<void> {
  if (!server?.listening) return;
  const closed = stopListening(server);
  server.closeIdleConnections();
  const overdue = AbortSignal.timeout(CLOSE_WALL_MS);
  overdue.addEventListener('abort', () => server.closeAllConnections(), { once: true });
  await closed;
}

function portOf(server: http.Server | undefined): number {
  const address = server?.address();
  return typeof address === 'object' && address ? address.port : 0;
}
