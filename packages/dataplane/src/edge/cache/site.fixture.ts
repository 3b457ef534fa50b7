import http from 'node:http';
import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import type {
  CacheBehavior,
  CertificateMaterial,
  Distribution,
  EdgeConfig,
} from '@understudy/contract';
import { VirtualClock } from '@understudy/contract/testing';
import { Traces } from '../../net/traces.ts';
import type { Edge } from '../edge.ts';
import { behavior, customOrigin, distribution, edgeConfig, testEdge } from '../edge.fixture.ts';

export interface Got<Body = string> {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Body;
}

export interface Asked {
  method?: string;
  headers?: http.OutgoingHttpHeaders;
  body?: string;
  /** The viewer's. */
  localAddress?: string;
}

/** An answer that may still be coming. */
export interface Viewing {
  headers(): http.IncomingHttpHeaders;
  /** What has come so far. */
  body(): Buffer;
  isBroken(): boolean;
  leave(): void;
}

/** An origin of our own behind an edge, both on real sockets, in virtual time. */
export class Site {
  readonly clock = new VirtualClock();
  /** What the origin was asked. */
  readonly asked: http.IncomingMessage[] = [];
  /** How the origin answers. */
  respond: http.RequestListener = (_request, response) => void response.end('hello');
  readonly traces = new Traces();
  readonly edge: Edge = testEdge({ clock: this.clock, traces: this.traces });
  readonly origin: http.Server = http.createServer((request, response) => {
    this.asked.push(request);
    this.respond(request, response);
  });
  readonly #address: string;
  #session: http2.ClientHttp2Session | undefined;

  constructor(address: string) {
    this.#address = address;
  }

  /** Serves one distribution whose default behavior is `change`, at example.com. */
  async serve(
    change: Partial<CacheBehavior> = {},
    rest: Partial<Distribution> &
      Pick<EdgeConfig, 'publishedAddresses'> & { certificate?: CertificateMaterial } = {},
  ): Promise<void> {
    const { certificate, publishedAddresses, ...parts } = rest;
    if (!this.origin.listening)
      await new Promise<void>((resolve) => this.origin.listen(0, '127.0.0.1', resolve));
    const { port } = this.origin.address() as AddressInfo;
    const site = distribution({
      aliases: ['example.com'],
      origins: [customOrigin({ httpPort: port })],
      defaultBehavior: behavior(change),
      ...parts,
    });
    const config = { ...edgeConfig(this.#address, site), publishedAddresses };
    const problems = await this.edge.apply(
      certificate === undefined ? config : { ...config, defaultCertificate: certificate },
    );
    if (problems.length > 0) throw new Error(problems.join('\n'));
  }

  /** Asks the edge over HTTP/1.1, on a connection of its own. */
  async ask(path: string, asked: Asked = {}): Promise<Got> {
    const got = await this.askBytes(path, asked);
    return { ...got, body: got.body.toString() };
  }

  askBytes(path: string, asked: Asked = {}): Promise<Got<Buffer>> {
    const { method = 'GET', headers = {}, body, localAddress } = asked;
    return new Promise((resolve, reject) => {
      const request = http.request({
        localAddress,
        host: this.#address,
        port: this.edge.portsOf('ICN57-P1')?.httpPort,
        path,
        method,
        headers: { host: 'example.com', ...headers },
        agent: false,
      });
      request.on('error', reject);
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const { statusCode: status = 0 } = response;
          resolve({ status, headers: response.headers, body: Buffer.concat(chunks) });
        });
      });
      request.end(body);
    });
  }

  /** Asks the edge, and watches the answer come. */
  view(path: string, { method = 'GET', headers = {} }: Asked = {}): Viewing {
    const chunks: Buffer[] = [];
    let response: http.IncomingMessage | undefined;
    let isBroken = false;
    const request = http.request({
      host: this.#address,
      port: this.edge.portsOf('ICN57-P1')?.httpPort,
      path,
      method,
      headers: { host: 'example.com', ...headers },
      agent: false,
    });
    request.on('error', () => (isBroken = true));
    request.on('response', (got) => {
      response = got;
      got.on('data', (chunk: Buffer) => chunks.push(chunk));
      got.on('error', () => (isBroken = true));
    });
    request.end();
    return {
      headers: () => response?.headers ?? {},
      body: () => Buffer.concat(chunks),
      isBroken: () => isBroken,
      leave: () => void request.destroy(),
    };
  }

  /** Asks the edge over HTTP/2; the site must have been served with a certificate. */
  ask2(path: string): Promise<http2.IncomingHttpHeaders> {
    this.#session ??= http2.connect(
      `https://${this.#address}:${this.edge.portsOf('ICN57-P1')?.httpsPort ?? 0}`,
      { servername: 'example.com', rejectUnauthorized: false },
    );
    const session = this.#session;
    return new Promise((resolve, reject) => {
      session.once('error', reject);
      const stream = session.request({ ':path': path, ':authority': 'example.com' });
      stream.on('error', reject);
      stream.on('response', resolve);
      stream.resume();
    });
  }

  async close(): Promise<void> {
    this.#session?.destroy();
    await this.edge.close();
    this.origin.closeAllConnections();
    if (this.origin.listening) await new Promise((resolve) => this.origin.close(resolve));
  }
}
