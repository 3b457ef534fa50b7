import { randomUUID } from 'node:crypto';
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { pipeline } from 'node:stream/promises';
import {
  AwsError,
  errorResponse,
  HOP_BY_HOP,
  sendWireResponse,
  type ServiceTraits,
  type WireResponse,
} from '@understudy/wire';
import { IDLE_WALL_MS_MAX, REQUESTS_MAX, STORE_CONNECT_WALL_MS_MAX } from './bounds.ts';

export const S3_TRAITS: ServiceTraits = {
  signingName: 's3',
  protocols: ['restXml'],
  xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
  bucketAddressing: true,
};

export interface S3ForwarderOptions {
  endpointOf(region: string): { host: string; port: number } | undefined;
  /**
   * The CA of the stores' certificates: then they are spoken to by HTTPS. The engine's endpoint stands for AWS's, which is
   * HTTPS, so that policies which deny what is not `aws:SecureTransport` see what they would see there.
   */
  rootPem?: string;
}

/**
 * Hands S3 requests to the region's own store, as they are: host, path and headers are signed, and
 * the store verifies the signature. Bodies stream both ways.
 */
export class S3Forwarder {
  readonly #options: S3ForwarderOptions;
  // No connection is kept: a region that comes back must not be met on a socket from before.
  readonly #agents = {
    plain: new HttpAgent({ keepAlive: false, maxSockets: REQUESTS_MAX }),
    secure: new HttpsAgent({ keepAlive: false, maxSockets: REQUESTS_MAX }),
  };

  constructor(options: S3ForwarderOptions) {
    this.#options = options;
  }

  /** Resolves when the answer has been handed over, or the client is gone. */
  async forward(request: IncomingMessage, response: ServerResponse, region: string): Promise<void> {
    const endpoint = this.#options.endpointOf(region);
    if (endpoint === undefined) {
      request.resume();
      return sendWireResponse(response, s3ErrorResponse(unknownRegion(region), request));
    }
    try {
      await this.#exchange(request, response, { ...endpoint, region });
    } catch (error) {
      if (response.headersSent || response.destroyed) return void response.destroy();
      request.resume();
      await sendWireResponse(response, s3ErrorResponse(serviceUnavailable(error), request));
    }
  }

  close(): void {
    this.#agents.plain.destroy();
    this.#agents.secure.destroy();
  }

  async #exchange(
    request: IncomingMessage,
    response: ServerResponse,
    { host, port, region }: { host: string; port: number; region: string },
  ): Promise<void> {
    const options = {
      host,
      port,
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      headers: endToEnd(request.rawHeaders),
      setHost: false,
    };
    const { rootPem } = this.#options;
    const upstream =
      rootPem === undefined
        ? requestHttp({ ...options, agent: this.#agents.plain })
        : requestHttps({
            ...options,
            agent: this.#agents.secure,
            ca: rootPem,
            servername: `s3.${region}.amazonaws.com`,
          });
    boundWaits(upstream, rootPem === undefined ? 'connect' : 'secureConnect');
    response.once('close', () => upstream.destroy());
    const answered = answerOf(upstream);
    sendBody(request, response, upstream);
    const answer = await answered;
    response.writeHead(
      answer.statusCode ?? 502,
      answer.statusMessage ?? '',
      endToEnd(answer.rawHeaders),
    );
    await pipeline(answer, response);
  }
}

/** An S3 error's answer, made here because no store could. */
export function s3ErrorResponse(error: unknown, request: IncomingMessage): WireResponse {
  return errorResponse(error, {
    traits: S3_TRAITS,
    protocol: 'restXml',
    requestId: randomUUID(),
    resource: request.url?.split('?')[0] ?? '/',
    method: request.method ?? 'GET',
  });
}

function answerOf(upstream: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    upstream.once('response', resolve);
    upstream.once('error', reject);
  });
}

function boundWaits(upstream: ClientRequest, opened: 'connect' | 'secureConnect'): void {
  upstream.once('socket', (socket) => {
    socket.setTimeout(STORE_CONNECT_WALL_MS_MAX);
    socket.once(opened, () => socket.setTimeout(IDLE_WALL_MS_MAX));
    socket.once('timeout', () => upstream.destroy(new Error('the store does not answer')));
  });
}

/** A client that asks whether to go on (RFC 9110, section 10.1.1) is told what the store tells. */
function sendBody(
  request: IncomingMessage,
  response: ServerResponse,
  upstream: ClientRequest,
): void {
  // A failure on either side ends the other; `answerOf` and `pipeline` of the answer report it.
  const send = (): void => void pipeline(request, upstream).catch(() => upstream.destroy());
  if (request.headers.expect?.toLowerCase() !== '100-continue') return send();
  upstream.once('continue', () => {
    response.writeContinue();
    send();
  });
  upstream.flushHeaders();
}

/**
 * Names and values in turn, as they came, without those of the connection. Transfer-Encoding is
 * kept: node:http obeys it.
 */
function endToEnd(rawHeaders: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    const lower = name.toLowerCase();
    if (!HOP_BY_HOP.has(lower) || lower === 'transfer-encoding') kept.push(name, value);
  }
  return kept;
}

function serviceUnavailable(cause: unknown): AwsError {
  return new AwsError({
    code: 'ServiceUnavailable',
    message: 'Service is unable to handle request.',
    status: 503,
    cause,
  });
}

/** A region that this engine does not run is to it what a mistyped one is to AWS. */
function unknownRegion(region: string): AwsError {
  return new AwsError({
    code: 'AuthorizationHeaderMalformed',
    message: `The authorization header is malformed; the region '${region}' is wrong`,
  });
}
