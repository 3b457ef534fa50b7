import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { type Clock, errorText, type HealthCheck, type Timer } from '@understudy/contract';
import { bodyContains } from './body-search.ts';
import {
  CONNECT_TIMED_OUT,
  HTTP_BODY_TIMEOUT_MS,
  HTTP_CONNECT_TIMEOUT_MS,
  HTTP_STATUS_TIMEOUT_MS,
  RESPONSE_HEADER_BYTES_MAX,
} from './limits.ts';
import { hostHeader, isSuccessStatus } from './policy.ts';
import type { ProbeResult } from './probe.ts';
import type { Connection } from './probe-tcp.ts';

/** One HTTP or HTTPS request, with a string to find in the answer where the check has one. */
export function probeHttp(
  clock: Clock,
  target: { check: HealthCheck; connection: Connection },
  signal: AbortSignal,
): Promise<ProbeResult> {
  return new Promise((resolve) => new HttpProbe(clock, target, resolve).start(signal));
}

/** The three waits of a probe, one after the other: connection, status line, body. */
class HttpProbe {
  readonly #clock: Clock;
  readonly #check: HealthCheck;
  readonly #connection: Connection;
  readonly #resolve: (result: ProbeResult) => void;
  #request: ClientRequest | undefined;
  #timer: Timer | undefined;
  #done = false;

  constructor(
    clock: Clock,
    target: { check: HealthCheck; connection: Connection },
    resolve: (result: ProbeResult) => void,
  ) {
    this.#clock = clock;
    this.#check = target.check;
    this.#connection = target.connection;
    this.#resolve = resolve;
  }

  start(signal: AbortSignal): void {
    const secure = this.#check.type.startsWith('HTTPS');
    const options = requestOptions(this.#check, this.#connection);
    const request = (secure ? httpsRequest : httpRequest)(options);
    this.#request = request;
    this.#limit(HTTP_CONNECT_TIMEOUT_MS, CONNECT_TIMED_OUT);
    request.on('socket', (socket) => {
      // TLS, where there is any, is part of the two seconds "after connecting".
      socket.on('connect', () =>
        this.#limit(
          HTTP_STATUS_TIMEOUT_MS,
          'Failure: The health checker could not get a response from the endpoint in time',
        ),
      );
    });
    request.on('response', (response) => this.#judge(response));
    request.on('error', (error) => this.#finish(false, `Failure: ${errorText(error)}`));
    const onAbort = (): void => this.#finish(false, 'Failure: the check was changed');
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    request.on('close', () => signal.removeEventListener('abort', onAbort));
    request.end();
  }

  #judge(response: IncomingMessage): void {
    const code = response.statusCode ?? 0;
    const status = `HTTP Status Code ${code}, ${response.statusMessage ?? ''}`;
    if (!isSuccessStatus(code)) return this.#finish(false, `Failure: ${status}`);
    const { searchString } = this.#check;
    if (!this.#check.type.endsWith('STR_MATCH') || searchString === undefined) {
      return this.#finish(true, `Success: ${status}`);
    }
    this.#limit(
      HTTP_BODY_TIMEOUT_MS,
      `Failure: ${status}. The response body did not arrive in time`,
    );
    bodyContains(response, searchString).then(
      (found) =>
        found
          ? this.#finish(true, `Success: ${status}`)
          : this.#finish(false, `Failure: ${status}. The search string was not found in the body`),
      (error: unknown) => this.#finish(false, `Failure: ${status}. ${errorText(error)}`),
    );
  }

  #limit(awsMs: number, status: string): void {
    if (this.#done) return;
    this.#timer?.cancel();
    this.#timer = this.#clock.after(awsMs, () => this.#finish(false, status));
  }

  #finish(ok: boolean, status: string): void {
    if (this.#done) return;
    this.#done = true;
    this.#timer?.cancel();
    this.#request?.destroy();
    this.#resolve({ ok, status });
  }
}

function requestOptions(check: HealthCheck, connection: Connection): RequestOptions {
  const path = check.resourcePath;
  return {
    host: connection.address,
    port: connection.port,
    localAddress: connection.localAddress,
    method: 'GET',
    path: path.startsWith('/') ? path : `/${path}`,
    agent: false,
    maxHeaderSize: RESPONSE_HEADER_BYTES_MAX,
    headers: {
      host: hostHeader(check),
      connection: 'close',
      'user-agent': `Amazon-Route53-Health-Check-Service (ref ${check.id}; report http://amzn.to/1vsZADi)`,
      accept: '*/*',
      'accept-encoding': 'identity,gzip,deflate',
    },
    // Route 53 does not validate certificates, and takes any TLS from 1.0 on: an expired one is not
    // an outage.
    rejectUnauthorized: false,
    minVersion: 'TLSv1',
    ciphers: 'DEFAULT:@SECLEVEL=0',
    servername: check.enableSni ? (check.fullyQualifiedDomainName ?? '') : '',
  };
}
