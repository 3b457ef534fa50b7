import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import {
  errorText,
  localPort,
  type Clock,
  type Distribution,
  type Origin,
  type PortPlan,
} from '@understudy/contract';
import type { Resolve } from '../../net/resolve.ts';
import { headerCase } from '../../http/header-case.ts';
import { OriginError, ViewerLeft } from './origin-error.ts';
import type { OriginRequest } from './origin-request-policy.ts';
import { keepaliveSeconds, portOf, readTimeoutSeconds, usesTls } from './origin-settings.ts';
import { signed } from './origin-signature.ts';
import { OriginTrust } from './origin-trust.ts';
import { splitTarget } from '../question.ts';
import type { RequestBody } from '../viewer/viewer-request.ts';

const SOCKETS_AN_ORIGIN_MAX = 1_024;
const RESOLVED_NAMES_MAX = 1_000;

export interface OriginClientOptions {
  clock: Clock;
  ports: PortPlan;
  resolve: Resolve;
  /** The edge location's own address: what origins see. */
  localAddress: string;
  /** The engine's roots, which grow with the domains that have certificates. */
  trustedRootsPem(): string;
}

/** How an origin is asked. */
interface Asking {
  secure: boolean;
  body: RequestBody | undefined;
  /** Nobody waits for the answer any more; absent where others may. */
  signal?: AbortSignal | undefined;
}

/** An origin's connection that has become a WebSocket. */
export interface UpgradedOrigin {
  answer: http.IncomingMessage;
  socket: Duplex;
  /** What the origin has sent already beyond the head. */
  early: Buffer;
}

/** Opens connections to origins, keeps them, and gives up as CloudFront does. */
export class OriginClient {
  readonly #options: OriginClientOptions;
  readonly #agents = new Map<string, http.Agent>();
  readonly #resolved = new Map<string, { addresses: string[]; untilMs: number }>();
  readonly #trust: OriginTrust;

  constructor(options: OriginClientOptions) {
    this.#options = options;
    this.#trust = new OriginTrust(options.trustedRootsPem);
  }

  /**
   * Asks an origin. Connecting is tried `connectionAttempts` times; a GET or HEAD that gets no
   * answer is, too.
   * @throws OriginError
   */
  async fetch(
    distribution: Distribution,
    origin: Origin,
    request: OriginRequest,
    context: Asking,
  ): Promise<http.IncomingMessage> {
    const secure = usesTls(origin, context.secure);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(distribution, origin, request, { ...context, secure });
      } catch (error) {
        const retriable =
          error instanceof ConnectError ||
          (context.body === undefined && error instanceof OriginError && error.status === 504);
        if (!retriable || attempt >= origin.connectionAttempts) throw error;
        this.#resolved.delete(origin.domainName); // perhaps another address answers
      }
    }
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
  }

  /**
   * Asks an origin to become a WebSocket: once, over a connection of its own. Any other answer is
   * given as it is.
   * @throws OriginError
   */
  async upgrade(
    distribution: Distribution,
    origin: Origin,
    request: OriginRequest,
    context: { secure: boolean; signal: AbortSignal },
  ): Promise<UpgradedOrigin | http.IncomingMessage> {
    const asking = { ...context, secure: usesTls(origin, context.secure), body: undefined };
    const headers = { ...request.headers, connection: 'Upgrade', upgrade: 'websocket' };
    const asked = await this.#open(distribution, origin, { ...request, headers }, asking);
    const upgraded = new Promise<UpgradedOrigin>((resolve) =>
      asked.once('upgrade', (answer, socket, early) => {
        socket.setTimeout(0);
        resolve({ answer, socket, early });
      }),
    );
    return await Promise.race([upgraded, this.#answered(asked, origin, asking)]);
  }

  async #attempt(
    distribution: Distribution,
    origin: Origin,
    wanted: OriginRequest,
    asking: Asking,
  ): Promise<http.IncomingMessage> {
    const request = await this.#open(distribution, origin, wanted, asking);
    return await this.#answered(request, origin, asking);
  }

  /** Makes every request that an origin gets; how long its body is comes from the body. */
  async #open(
    distribution: Distribution,
    origin: Origin,
    wanted: OriginRequest,
    { secure, body }: Asking,
  ): Promise<http.ClientRequest> {
    const { clock, ports } = this.#options;
    const port = localPort(portOf(origin, secure), ports);
    const address = await this.#addressOf(origin.domainName);
    const [path = '/', query = ''] = splitTarget(wanted.target);
    const headers = signed(distribution, origin, wanted, { path, query, wallMs: clock.wallMs() });
    const isUpgrade = headers['upgrade'] !== undefined;
    return (secure ? https : http).request({
      host: address,
      port,
      method: wanted.method,
      path: wanted.target,
      headers: framed(headers, body),
      setHost: false,
      ...(isUpgrade
        ? { agent: false, localAddress: this.#options.localAddress }
        : { agent: this.#agent(origin, secure) }),
      ...(secure && this.#trust.optionsFor(origin, headers['host'] ?? origin.domainName)),
    });
  }

  #answered(
    request: http.ClientRequest,
    origin: Origin,
    { secure, body, signal }: Asking,
  ): Promise<http.IncomingMessage> {
    const { clock } = this.#options;
    return new Promise((resolve, reject) => {
      const connectTimer = clock.after(origin.connectionTimeoutSeconds * 1000, () =>
        request.destroy(
          new ConnectError(
            504,
            `no connection to ${origin.domainName} within ${origin.connectionTimeoutSeconds} s`,
          ),
        ),
      );
      const connected = (): void => {
        connectTimer.cancel();
        if (body === undefined) request.end();
        else body.stream.pipe(request);
      };
      request.on('socket', (socket) => {
        if (request.reusedSocket) connected();
        else socket.once(secure ? 'secureConnect' : 'connect', connected);
      });
      request.setTimeout(clock.toWallMs(readTimeoutSeconds(origin) * 1000), () =>
        request.destroy(
          new OriginError(
            504,
            `${origin.domainName} did not answer within ${readTimeoutSeconds(origin)} s`,
          ),
        ),
      );
      const onLeft = (): void => void request.destroy(new ViewerLeft());
      if (signal?.aborted === true) onLeft();
      signal?.addEventListener('abort', onLeft, { once: true });
      request.once('close', () => signal?.removeEventListener('abort', onLeft));
      request.once('response', resolve);
      // "Your origin cannot send more than one 100-Continue response to CloudFront. … If your
      // origin sends another 100-Continue response after the first one, CloudFront will return an
      // error."
      // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#Response100Continue
      request.once('continue', () =>
        request.once('continue', () => {
          const refused = new OriginError(502, `${origin.domainName} answered 100 twice`);
          reject(refused); // the answer itself may have come with it
          request.destroy(refused);
        }),
      );
      request.on('error', (error) => {
        connectTimer.cancel();
        reject(
          error instanceof ViewerLeft
            ? error
            : asOriginError(error, origin, request.reusedSocket && body === undefined),
        );
      });
    });
  }

  async #addressOf(name: string): Promise<string> {
    const { clock } = this.#options;
    const known = this.#resolved.get(name);
    if (known !== undefined && known.untilMs > clock.nowMs()) return rotate(known.addresses);
    try {
      const { addresses, ttlSeconds } = await this.#options.resolve(name);
      if (this.#resolved.size >= RESOLVED_NAMES_MAX) this.#resolved.clear();
      this.#resolved.set(name, { addresses, untilMs: clock.nowMs() + ttlSeconds * 1000 });
      return rotate(addresses);
    } catch (cause) {
      throw new OriginError(
        502,
        `CloudFront could not resolve the origin ${name}: ${errorText(cause)}`,
        { cause },
      );
    }
  }

  #agent(origin: Origin, secure: boolean): http.Agent {
    const key = `${secure ? 'https' : 'http'} ${origin.domainName} ${keepaliveSeconds(origin)}`;
    const known = this.#agents.get(key);
    if (known !== undefined) return known;
    const { clock, localAddress } = this.#options;
    const options = {
      keepAlive: true,
      maxSockets: SOCKETS_AN_ORIGIN_MAX,
      maxFreeSockets: 64,
      timeout: clock.toWallMs(keepaliveSeconds(origin) * 1000),
      localAddress,
    };
    const agent = secure ? new https.Agent(options) : new http.Agent(options);
    this.#agents.set(key, agent);
    return agent;
  }
}

class ConnectError extends OriginError {}

function asOriginError(error: Error, origin: Origin, reused: boolean): OriginError {
  if (error instanceof OriginError) return error;
  const { code } = error as NodeJS.ErrnoException;
  // A kept connection that the origin closed just now says nothing about it: another is opened.
  const connecting =
    (reused && code === 'ECONNRESET') ||
    code === 'ECONNREFUSED' ||
    code === 'EHOSTUNREACH' ||
    code === 'ENETUNREACH' ||
    code === 'EADDRNOTAVAIL';
  const kind = connecting ? ConnectError : OriginError;
  return new kind(code === 'ETIMEDOUT' ? 504 : 502, `${origin.domainName}: ${error.message}`, {
    cause: error,
  });
}

/** Headers as written, with the length of the body that is there, whatever the viewer said. */
function framed(
  headers: Readonly<Record<string, string>>,
  body: RequestBody | undefined,
): Record<string, string> {
  const made: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name !== 'content-length' && name !== 'transfer-encoding') made[headerCase(name)] = value;
  }
  // Without a body, node itself says `Content-Length: 0` where the method has a meaning for one.
  if (body?.length !== undefined) made['Content-Length'] = String(body.length);
  else if (body !== undefined) made['Transfer-Encoding'] = 'chunked';
  return made;
}

/** Takes turns between a name's addresses. */
function rotate(addresses: string[]): string {
  const first = addresses.shift();
  if (first === undefined) throw new Error('the name has no addresses');
  addresses.push(first);
  return first;
}
