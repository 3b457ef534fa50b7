import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import tls, { type PeerCertificate } from 'node:tls';
import {
  errorText,
  localPort,
  type Clock,
  type Distribution,
  type Origin,
  type PortPlan,
} from '@understudy/contract';
import { signRequest } from '@understudy/wire';
import type { Resolve } from '../net/resolve.ts';
import { OriginError } from './origin-error.ts';
import type { OriginRequest } from './origin-request-policy.ts';
import { splitTarget } from './question.ts';

const SOCKETS_AN_ORIGIN_MAX = 1_024;
/** Not configurable for S3 origins. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html */
const S3_READ_TIMEOUT_SECONDS = 30;
const S3_KEEPALIVE_SECONDS = 5;
const RESOLVED_NAMES_MAX = 1_000;

export interface OriginClientOptions {
  clock: Clock;
  ports: PortPlan;
  resolve: Resolve;
  /** The edge location's own address: what origins see. */
  localAddress: string;
  trustedRootsPem: string;
}

/** Opens connections to origins, keeps them, and gives up as CloudFront does. */
export class OriginClient {
  readonly #options: OriginClientOptions;
  readonly #agents = new Map<string, http.Agent>();
  readonly #resolved = new Map<string, { addresses: string[]; untilMs: number }>();

  constructor(options: OriginClientOptions) {
    this.#options = options;
  }

  /**
   * Asks an origin. Connecting is tried `connectionAttempts` times; a GET or HEAD that gets no answer is, too.
   * @throws OriginError
   */
  async fetch(
    distribution: Distribution,
    origin: Origin,
    request: OriginRequest,
    context: { secure: boolean; body: Readable | undefined },
  ): Promise<http.IncomingMessage> {
    const secure = usesTls(origin, context.secure);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(distribution, origin, request, { secure, body: context.body });
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

  async #attempt(
    distribution: Distribution,
    origin: Origin,
    wanted: OriginRequest,
    context: { secure: boolean; body: Readable | undefined },
  ): Promise<http.IncomingMessage> {
    const { clock, ports } = this.#options;
    const { secure } = context;
    const port = localPort(portOf(origin, secure), ports);
    const address = await this.#addressOf(origin.domainName);
    const [path = '/', query = ''] = splitTarget(wanted.target);
    const headers = signed(distribution, origin, wanted, { path, query, wallMs: clock.wallMs() });
    const request = (secure ? https : http).request({
      host: address,
      port,
      method: wanted.method,
      path: wanted.target,
      headers,
      agent: this.#agent(origin, secure),
      setHost: false,
      ...(secure && this.#tlsOptions(origin, headers['host'] ?? origin.domainName)),
    });
    return await new Promise((resolve, reject) => {
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
        if (context.body === undefined) request.end();
        else context.body.pipe(request);
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
      request.once('response', resolve);
      request.once('error', (error) => {
        connectTimer.cancel();
        reject(asOriginError(error, origin, request.reusedSocket && context.body === undefined));
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

  /** The certificate must be good for the origin's name or for the Host that is forwarded. */
  #tlsOptions(origin: Origin, host: string): https.RequestOptions {
    const forwarded = host.replace(/:\d+$/, '');
    return {
      servername: forwarded,
      ca: [...tls.rootCertificates, this.#options.trustedRootsPem],
      checkServerIdentity: (_name: string, certificate: PeerCertificate) => {
        const problems = [origin.domainName, forwarded].map((name) =>
          tls.checkServerIdentity(name, certificate),
        );
        return problems.every((problem) => problem !== undefined) ? problems[0] : undefined;
      },
    };
  }
}

class ConnectError extends OriginError {}

function asOriginError(error: Error, origin: Origin, reused: boolean): OriginError {
  if (error instanceof OriginError) return error;
  const { code } = error as NodeJS.ErrnoException;
  // A kept connection that the origin closed just now says nothing about the origin: another one is opened.
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

/** S3 origins are asked as the viewer asked; custom ones as their protocol policy says. */
function usesTls(origin: Origin, viewerSecure: boolean): boolean {
  if (origin.target.kind === 's3' || origin.target.protocolPolicy === 'match-viewer')
    return viewerSecure;
  return origin.target.protocolPolicy === 'https-only';
}

function portOf(origin: Origin, secure: boolean): number {
  if (origin.target.kind === 's3') return secure ? 443 : 80;
  return secure ? origin.target.httpsPort : origin.target.httpPort;
}

function readTimeoutSeconds(origin: Origin): number {
  return origin.target.kind === 's3' ? S3_READ_TIMEOUT_SECONDS : origin.target.readTimeoutSeconds;
}

function keepaliveSeconds(origin: Origin): number {
  return origin.target.kind === 's3' ? S3_KEEPALIVE_SECONDS : origin.target.keepaliveTimeoutSeconds;
}

/**
 * Origin access control: signs as CloudFront on the distribution's behalf.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
function signed(
  distribution: Distribution,
  origin: Origin,
  request: OriginRequest,
  context: { path: string; query: string; wallMs: number },
): Record<string, string> {
  if (origin.target.kind !== 's3') return request.headers;
  const behavior = origin.target.originAccessControl?.signingBehavior ?? 'never';
  if (
    behavior === 'never' ||
    (behavior === 'no-override' && request.headers['authorization'] !== undefined)
  )
    return request.headers;
  const { authorization: _viewers, ...headers } = request.headers;
  const signature = signRequest({
    method: request.method,
    host: headers['host'] ?? origin.domainName,
    path: context.path,
    query: context.query,
    headers: amazonHeaders(headers),
    payload: 'UNSIGNED-PAYLOAD',
    region: regionOf(origin.domainName),
    service: 's3',
    key: distribution.signingKey,
    wallMs: context.wallMs,
  });
  return { ...headers, ...signature };
}

/** S3 wants every `x-amz-` header signed; the signature's own two are made anew. */
function amazonHeaders(headers: Record<string, string>): Record<string, string> {
  const own = new Set(['x-amz-date', 'x-amz-content-sha256', 'x-amz-security-token']);
  const names = Object.entries(headers).filter(
    ([name]) => name.startsWith('x-amz-') && !own.has(name),
  );
  return Object.fromEntries(names);
}

/** Buckets named by the global name are signed for us-east-1, which is what makes it the wrong name elsewhere. */
function regionOf(domainName: string): string {
  return (
    /\.s3[.-](?<region>[a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com$/.exec(domainName)?.groups?.[
      'region'
    ] ?? 'us-east-1'
  );
}

/** Takes turns between a name's addresses. */
function rotate(addresses: string[]): string {
  const first = addresses.shift();
  if (first === undefined) throw new Error('the name has no addresses');
  addresses.push(first);
  return first;
}
