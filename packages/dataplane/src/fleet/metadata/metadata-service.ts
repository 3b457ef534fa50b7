import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock } from '@understudy/contract';
import { isSentTo, listenAt } from '@understudy/wire';
import type { FleetLimits } from '../limits.ts';
import { lookUpMetadata, type MetadataTree } from './metadata-tree.ts';
import { MetadataTokens, parseTtlSeconds } from './metadata-token.ts';

const TTL_HEADER = 'x-aws-ec2-metadata-token-ttl-seconds';
const TITLES = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
} as const;

export interface MetadataServiceOptions {
  /** Tokens live by wall time: programs keep them by their own clocks. */
  clock: Clock;
  address: string;
  httpTokens: 'required' | 'optional';
  /** As it is now. */
  tree(): MetadataTree;
  limits: FleetLimits;
}

/** An instance's metadata service (IMDS), versions 1 and 2, on a port of its own. */
export class MetadataService {
  readonly #options: MetadataServiceOptions;
  readonly #tokens = new MetadataTokens();
  readonly #server: Server;

  static async start(options: MetadataServiceOptions): Promise<MetadataService> {
    const service = new MetadataService(options);
    await listenAt(service.#server, { host: options.address, port: 0 });
    return service;
  }

  private constructor(options: MetadataServiceOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => this.#answer(request, response));
    this.#server.maxConnections = options.limits.metadataConnectionsMax;
  }

  get endpoint(): string {
    return `http://${this.#options.address}:${this.#port}`;
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    // Nothing is read from a body; it must not keep the connection busy either.
    request.resume();
    // EC2 asks for no host name; here, a page could reach this port by DNS rebinding.
    if (!isSentTo(request, { names: [this.#options.address], port: this.#port }))
      return refuse(response, 403);
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (request.method === 'PUT') return this.#issueToken(request, response, path);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
    if (!this.#admits(request)) return refuse(response, 401);
    const content = lookUpMetadata(this.#options.tree(), path);
    if (content === undefined) return refuse(response, 404);
    send(response, { status: 200, type: 'text/plain', body: content });
  }

  #issueToken(request: IncomingMessage, response: ServerResponse, path: string): void {
    if (path !== '/latest/api/token') return refuse(response, 405);
    // A token asked for through a proxy is refused:
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
    if (request.headers['x-forwarded-for'] !== undefined) return refuse(response, 403);
    const ttlSeconds = parseTtlSeconds(headerOf(request, TTL_HEADER));
    if (ttlSeconds === undefined) return refuse(response, 400);
    const token = this.#tokens.issue(ttlSeconds, this.#options.clock.wallMs());
    response.setHeader('X-Aws-Ec2-Metadata-Token-Ttl-Seconds', String(ttlSeconds));
    send(response, { status: 200, type: 'text/plain', body: token });
  }

  #admits(request: IncomingMessage): boolean {
    const token = headerOf(request, 'x-aws-ec2-metadata-token');
    if (token === undefined) return this.#options.httpTokens === 'optional';
    return this.#tokens.isValid(token, this.#options.clock.wallMs());
  }
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

function refuse(response: ServerResponse, status: keyof typeof TITLES): void {
  const title = `${status} - ${TITLES[status]}`;
  const body = `<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
  "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
 <head>
  <title>${title}</title>
 </head>
 <body>
  <h1>${title}</h1>
 </body>
</html>
`;
  send(response, { status, type: 'text/html', body });
}

function send(
  response: ServerResponse,
  answer: { status: number; type: string; body: string },
): void {
  response.writeHead(answer.status, {
    'Content-Type': answer.type,
    'Content-Length': Buffer.byteLength(answer.body),
    Server: 'EC2ws',
  });
  response.end(answer.body);
}
