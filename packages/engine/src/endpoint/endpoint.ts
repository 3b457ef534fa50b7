import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import process from 'node:process';
import { UnderstudyError, type Clock } from '@understudy/contract';
import {
  answerEarly,
  AwsError,
  isFromPage,
  keepAliveUnsaid,
  listenAt,
  wireRequestOf,
} from '@understudy/wire';
import type { Service } from '../kernel/service.ts';
import { AwsCalls, type AwsCallsOptions, missingAuthenticationToken } from './aws-calls.ts';
import { boundedServer, closeServer } from './bounded-server.ts';
import * as bounds from './bounds.ts';
import { ControlRoutes } from './control-routes.ts';
import { destinationOf, type Destination } from './destination.ts';
import { isForAws, isForeignOrigin, isForS3 } from './guard.ts';
import { foreignHost, rejectRequest } from './reject.ts';
import { CONTROL_PREFIX, type Route } from './routes.ts';
import type { S3Route } from './stores/s3-forwarder.ts';

export interface EndpointOptions {
  /** TCP port on 127.0.0.1; 0 takes any. */
  port: number;
  services: readonly Service[];
  s3: {
    forward(request: IncomingMessage, response: ServerResponse, to: S3Route): Promise<void>;
    close(): void;
  };
  lookupKey: AwsCallsOptions['lookupKey'];
  /** Throws for what the caller's policies do not allow. */
  authorize?: NonNullable<AwsCallsOptions['authorize']>;
  refusalOf?: NonNullable<AwsCallsOptions['refusalOf']>;
  regionRefusal?: NonNullable<AwsCallsOptions['regionRefusal']>;
  /** Admits every access key id; signatures are then read but not checked. */
  anyKey: boolean;
  account: string;
  principalArn: string;
  /** The region of a bucket; undefined where none has it, or tells. */
  locateBucket(bucket: string): Promise<string | undefined>;
  /** For unsigned S3 requests whose host names no region, of a bucket that is nowhere. */
  defaultRegion: string;
  /** Guards `/_understudy/`. */
  token: string;
  routes: readonly Route[];
  clock: Clock;
  /** Told of bugs: what was thrown and is no error of AWS's. Default: the standard error stream. */
  onInternalError?(error: unknown, what: string): void;
}

/** The engine's one HTTP endpoint: AWS's API, and `/_understudy/` beside it. */
export class Endpoint {
  readonly #options: EndpointOptions;
  readonly #calls: AwsCalls;
  readonly #control: ControlRoutes;
  readonly #server: Server;
  #requests = 0;
  #port = 0;

  constructor(options: EndpointOptions) {
    this.#options = options;
    const onInternalError = options.onInternalError ?? logInternalError;
    this.#calls = new AwsCalls({ ...options, onInternalError });
    this.#control = new ControlRoutes({ ...options, onInternalError });
    const handle = (request: IncomingMessage, response: ServerResponse): void => {
      this.#handle(request, response).catch((error: unknown) => {
        // The answer could not be sent: most often the client is gone.
        response.destroy();
        if (!isConnectionError(error)) onInternalError(error, `${request.method} ${request.url}`);
      });
    };
    this.#server = boundedServer();
    this.#server.on('request', handle);
    // Whoever takes the body says when to send it: for S3 that is the region's store.
    this.#server.on('checkContinue', handle);
  }

  /** Throws `UnderstudyError` PortInUse. */
  async listen(): Promise<{ port: number }> {
    const { port } = this.#options;
    try {
      this.#port = await listenAt(this.#server, { host: '127.0.0.1', port });
    } catch (error) {
      throw listenError(error as NodeJS.ErrnoException, port);
    }
    return { port: this.#port };
  }

  /** From now on every AWS call but S3's, which the regions answer, comes to this. */
  refuse(error: AwsError): void {
    this.#calls.refuse(error);
  }

  /** Ends what is under way. */
  async close(): Promise<void> {
    await closeServer(this.#server);
    this.#options.s3.close();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    keepAliveUnsaid(response);
    if (request.url?.startsWith(CONTROL_PREFIX) === true) {
      goOn(request, response);
      return this.#control.serve(request, response, this.#port);
    }
    if (!isForS3(request, this.#port))
      return rejectRequest(request, response, foreignHost(request, this.#port));
    if (this.#requests >= bounds.REQUESTS_MAX) return rejectRequest(request, response, slowDown());
    this.#requests += 1;
    try {
      await this.#handleAws(request, response);
    } finally {
      this.#requests -= 1;
    }
  }

  async #handleAws(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let destination: Destination;
    try {
      destination = destinationOf(wireRequestOf(request));
    } catch (error) {
      return rejectRequest(request, response, error);
    }
    const problem = this.#problemOf(request, destination);
    if (problem !== undefined) return rejectRequest(request, response, problem);
    if (destination.kind === 's3') {
      const region = destination.region ?? (await this.#regionOf(destination.bucket));
      return this.#options.s3.forward(request, response, { ...destination, region });
    }
    if (destination.kind === 'unsigned') return this.#handleUnsigned(request, response);
    goOn(request, response);
    const answer = await this.#calls.answer(wireRequestOf(request), destination.signingName);
    await answerEarly(request, response, { answer, bounds: bounds.REFUSED_BODY });
  }

  async #handleUnsigned(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.#calls.answerLink(wireRequestOf(request));
    if (answer === undefined) return rejectRequest(request, response, missingAuthenticationToken());
    await answerEarly(request, response, { answer, bounds: bounds.REFUSED_BODY });
  }

  /** Of a request that names none. */
  async #regionOf(bucket: string | undefined): Promise<string> {
    const { locateBucket, defaultRegion } = this.#options;
    return (bucket === undefined ? undefined : await locateBucket(bucket)) ?? defaultRegion;
  }

  /** What is for S3 by its host name is not yet for other services, nor may pages send it all. */
  #problemOf(request: IncomingMessage, destination: Destination): AwsError | undefined {
    const port = this.#port;
    const { headers } = request;
    if (destination.kind !== 's3') {
      if (!isForAws(request, port)) return foreignHost(request, port);
      return isFromPage(headers) ? foreignOrigin() : undefined;
    }
    // A presigned URL may be a page's picture or link, as on AWS. Where no signature is checked, a
    // page could make one up.
    const unchecked = this.#options.anyKey && destination.signedHeaders !== undefined;
    const refused = unchecked ? isFromPage(headers) : isForeignOrigin(headers, port);
    return refused ? foreignOrigin() : undefined;
  }
}

function goOn(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue();
}

function slowDown(): AwsError {
  return new AwsError({
    code: 'SlowDown',
    message: 'Please reduce your request rate.',
    status: 503,
  });
}

function foreignOrigin(): AwsError {
  return new AwsError({
    code: 'AccessDenied',
    message: 'Understudy takes no such calls from web pages',
    status: 403,
  });
}

function listenError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error;
  return new UnderstudyError('PortInUse', {
    message: `port ${port} of 127.0.0.1 is in use by another program`,
    cause: error,
  });
}

function isConnectionError(error: unknown): boolean {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED'].includes(
    code ?? '',
  );
}

function logInternalError(error: unknown, what: string): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`endpoint: ${what}: ${text}\n`);
}
