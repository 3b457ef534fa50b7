import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSecureContext, type SecureContext } from 'node:tls';
import {
  answerEarly,
  AwsError,
  errorResponse,
  type ServiceTraits,
  type WireResponse,
} from '@understudy/wire';
import type { AnswerHead } from './answer-reader.ts';
import { REFUSED_BODY } from '../bounds.ts';
import type { S3Destination } from '../destination.ts';
import { relay } from './s3-relay.ts';
import { StorePool } from './store-pool.ts';
import { askStore } from './store-question.ts';

const S3_TRAITS: ServiceTraits = {
  signingName: 's3',
  protocols: ['restXml'],
  xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
  bucketAddressing: true,
};

export interface StoreEndpoint {
  host: string;
  port: number;
  /**
   * Changes whenever the store is another than before: its process was started anew, or a fault has
   * it or had it. No request is sent on a connection from before such a change.
   */
  incarnation: string;
}

export interface S3Route extends Pick<S3Destination, 'signedHeaders'> {
  region: string;
}

export interface S3ForwarderOptions {
  endpointOf(region: string): StoreEndpoint | undefined;
  /**
   * With the CA of the stores' certificates they are spoken to by HTTPS. The engine's endpoint
   * stands for AWS's, which is HTTPS, so that policies which deny what is not `aws:SecureTransport`
   * see what they would see there. Who is so known to be a store of ours is shown the token as
   * well, and told the client's address.
   */
  secure?: { rootPem: string; token: string };
}

/**
 * Hands S3 requests to the region's own store, as they are: host, path and headers are signed, and
 * the store verifies the signature. Bodies stream both ways.
 */
export class S3Forwarder {
  readonly #options: S3ForwarderOptions;
  readonly #secureContext: SecureContext | undefined;
  readonly #pools = new Map<string, { endpoint: StoreEndpoint; pool: StorePool }>();

  constructor(options: S3ForwarderOptions) {
    this.#options = options;
    const ca = options.secure?.rootPem;
    this.#secureContext = ca === undefined ? undefined : createSecureContext({ ca });
  }

  /** Resolves when the answer has been handed over, or the client is gone. */
  async forward(
    request: IncomingMessage,
    response: ServerResponse,
    { region, signedHeaders }: S3Route,
  ): Promise<void> {
    const pool = this.#poolOf(region);
    if (pool === undefined) return refuse(request, response, unknownRegion(region));
    try {
      const token = this.#options.secure?.token;
      await relay(request, response, { pool, signedHeaders, token });
    } catch (error) {
      if (response.headersSent || response.destroyed) return void response.destroy();
      await refuse(request, response, serviceUnavailable(error));
    }
  }

  /**
   * A request of our own without a body to a region's store. Rejects when it does not answer, or
   * does not run.
   */
  async ask(region: string, request: { method: string; head: string }): Promise<AnswerHead> {
    const pool = this.#poolOf(region);
    if (pool === undefined) throw new Error(`no store runs in ${region}`);
    return askStore(pool, request);
  }

  close(): void {
    for (const { pool } of this.#pools.values()) pool.close();
    this.#pools.clear();
  }

  #poolOf(region: string): StorePool | undefined {
    const known = this.#pools.get(region);
    const endpoint = this.#options.endpointOf(region);
    if (known !== undefined && isSame(known.endpoint, endpoint)) return known.pool;
    known?.pool.retire();
    this.#pools.delete(region);
    if (endpoint === undefined) return undefined;
    const secureContext = this.#secureContext;
    const tls = secureContext && { servername: `s3.${region}.amazonaws.com`, secureContext };
    const pool = new StorePool({ host: endpoint.host, port: endpoint.port, tls });
    this.#pools.set(region, { endpoint, pool });
    return pool;
  }
}

function isSame(one: StoreEndpoint, other: StoreEndpoint | undefined): boolean {
  return (
    one.host === other?.host && one.port === other.port && one.incarnation === other.incarnation
  );
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  error: AwsError,
): Promise<void> {
  const answer = s3ErrorResponse(error, request);
  return answerEarly(request, response, { answer, bounds: REFUSED_BODY });
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
