import { createConnection, type Socket } from 'node:net';
import { checkServerIdentity, connect as tlsConnect } from 'node:tls';
import { type Clock, type HealthCheck, type Timer } from '@understudy/contract';
import { exchange, type Answer, type Question } from '@understudy/wire/http-client';
import { bodyContains } from './body-search.ts';
import {
  HTTP_BODY_TIMEOUT_MS,
  HTTP_CONNECT_TIMEOUT_MS,
  HTTP_STATUS_TIMEOUT_MS,
  RESPONSE_HEADER_BYTES_MAX,
} from '../limits.ts';
import { outcomeOfError, type ProbeOutcome } from './outcome.ts';
import { hostHeader, isSuccessStatus } from '../judge.ts';
import type { Latencies, Measured } from './measured.ts';
import type { Connection } from './probe-tcp.ts';

/** One HTTP or HTTPS request, with a string to find in the answer where the check has one. */
export function probeHttp(
  clock: Clock,
  target: { check: HealthCheck; connection: Connection },
  signal: AbortSignal,
): Promise<Measured> {
  return new Promise((resolve) => new HttpProbe(clock, target, resolve).start(signal));
}

/** The waits of a probe, one after the other: connection, handshake and status line, body. */
class HttpProbe {
  readonly #clock: Clock;
  readonly #check: HealthCheck;
  readonly #connection: Connection;
  readonly #resolve: (measured: Measured) => void;
  readonly #latencies: Latencies = {};
  #socket: Socket | undefined;
  #timer: Timer | undefined;
  /** What befalls a connection of an earlier one is of no interest. */
  #attempt = 0;
  #done = false;

  constructor(
    clock: Clock,
    target: { check: HealthCheck; connection: Connection },
    resolve: (measured: Measured) => void,
  ) {
    this.#clock = clock;
    this.#check = target.check;
    this.#connection = target.connection;
    this.#resolve = resolve;
  }

  start(signal: AbortSignal): void {
    const onAbort = (): void => this.#finish({ kind: 'aborted' });
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    const { enableSni, fullyQualifiedDomainName: name = '' } = this.#check;
    this.#connect(enableSni ? name : '');
  }

  /** `serverName`: what the handshake shall say, nothing if empty. */
  #connect(serverName: string): void {
    const { address, port, localAddress } = this.#connection;
    const startMs = this.#clock.nowMs();
    this.#attempt += 1;
    const socket = this.#watch(createConnection({ host: address, port, localAddress }));
    this.#limit(HTTP_CONNECT_TIMEOUT_MS, { kind: 'connect-timeout' });
    socket.once('connect', () => {
      this.#latencies.connectMs = this.#clock.nowMs() - startMs;
      // TLS, where there is any, is part of the two seconds "after connecting".
      this.#limit(HTTP_STATUS_TIMEOUT_MS, { kind: 'response-timeout' });
      if (this.#check.type.startsWith('HTTPS')) this.#shakeHands(socket, serverName);
      else this.#ask(socket);
    });
  }

  #shakeHands(socket: Socket, serverName: string): void {
    const startMs = this.#clock.nowMs();
    const secure = tlsConnect({
      socket,
      servername: serverName,
      // Route 53 does not validate certificates, and takes any TLS from 1.0 on: an expired one is
      // not an outage. https://aws.amazon.com/route53/faqs/ ("Do HTTPS health checks validate …").
      rejectUnauthorized: false,
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
    });
    this.#watch(secure);
    secure.once('secureConnect', () => {
      this.#latencies.handshakeMs = this.#clock.nowMs() - startMs;
      const misnamed =
        serverName !== '' &&
        checkServerIdentity(serverName, secure.getPeerCertificate()) !== undefined;
      if (!misnamed) return this.#ask(secure);
      // "If the endpoint responds to the client_hello message with a certificate that does not
      // include the domain name […], a health checker will retry the handshake. In the second
      // attempt, the health checker will omit FullyQualifiedDomainName from the client_hello
      // message." Whatever certificate comes then is taken.
      // https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
      this.#connect('');
      secure.destroy();
    });
  }

  #ask(socket: Socket): void {
    const startMs = this.#clock.nowMs();
    // What befalls the connection from here on the exchange tells.
    this.#attempt += 1;
    const bounds = { headBytesMax: RESPONSE_HEADER_BYTES_MAX };
    exchange(socket, questionOf(this.#check), bounds).then(
      (answer) => {
        this.#latencies.firstByteMs = this.#clock.nowMs() - startMs;
        this.#judge(answer);
      },
      (error: unknown) => this.#finish(outcomeOfError(error)),
    );
  }

  #judge(answer: Answer): void {
    const { status: code, reason: reasonPhrase } = answer;
    const status = { code, reasonPhrase };
    const ok = isSuccessStatus(code);
    const { searchString } = this.#check;
    const searches = this.#check.type.endsWith('STR_MATCH') && searchString !== undefined;
    if (!ok || !searches) return this.#finish({ kind: 'status', ok, ...status });
    this.#limit(HTTP_BODY_TIMEOUT_MS, { kind: 'body-too-late', ...status });
    bodyContains(answer, searchString).then(
      (found) =>
        this.#finish(
          found ? { kind: 'status', ok: true, ...status } : { kind: 'no-match', ...status },
        ),
      () => this.#finish({ kind: 'body-broken', ...status }),
    );
  }

  /** The socket at work: the one whose failure is the probe's. */
  #watch(socket: Socket): Socket {
    this.#socket = socket;
    const attempt = this.#attempt;
    socket.on('error', (error) => {
      if (attempt === this.#attempt) this.#finish(outcomeOfError(error));
    });
    return socket;
  }

  #limit(awsMs: number, outcome: ProbeOutcome): void {
    if (this.#done) return;
    this.#timer?.cancel();
    this.#timer = this.#clock.after(awsMs, () => this.#finish(outcome));
  }

  #finish(outcome: ProbeOutcome): void {
    if (this.#done) return;
    this.#done = true;
    this.#timer?.cancel();
    this.#socket?.destroy();
    this.#resolve({ outcome, latencies: this.#latencies });
  }
}

function questionOf(check: HealthCheck): Question {
  const path = check.resourcePath;
  return {
    path: path.startsWith('/') ? path : `/${path}`,
    headers: {
      host: hostHeader(check),
      'user-agent': `Amazon-Route53-Health-Check-Service (ref ${check.id}; report http://amzn.to/1vsZADi)`,
      accept: '*/*',
      'accept-encoding': 'identity,gzip,deflate',
    },
  };
}
