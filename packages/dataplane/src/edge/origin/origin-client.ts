import {
  errorText,
  localPort,
  type Clock,
  type Distribution,
  type Origin,
  type PortPlan,
  type Reasons,
} from '@understudy/contract';
import { SilentError, type Answer, type Asking } from '@understudy/wire/http-client';
import type { Resolve } from '../../net/resolve.ts';
import { headerCase } from '../../http/header-case.ts';
import { PassedBody } from '../../http/passed-body.ts';
import { OriginConnections, type OriginPlace } from './origin-connections.ts';
import {
  asOriginError,
  ConnectError,
  notAnswered,
  notConnected,
  OriginError,
  ViewerLeft,
} from './origin-error.ts';
import type { OriginRequest } from './origin-request-policy.ts';
import { asksAgainAfterTimeout, portOf, readTimeoutSeconds, usesTls } from './origin-settings.ts';
import { signed } from './origin-signature.ts';
import { OriginTrust } from './origin-trust.ts';
import { tellAttempt } from './tell.ts';
import { requestUpgrade, type UpgradedOrigin } from './origin-upgrade.ts';
import { splitTarget } from '../question.ts';
import type { RequestBody } from '../viewer/viewer-request.ts';

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
interface Asked {
  secure: boolean;
  body: RequestBody | undefined;
  /** Nobody waits for the answer any more; absent where others may. */
  signal?: AbortSignal | undefined;
  /** Where to say how it went; absent: nobody asks. */
  told?: Reasons | undefined;
}

/** What an origin is told, and where. */
interface Addressed {
  place: OriginPlace;
  headers: Record<string, string>;
}

/** Asks origins over kept connections, and gives up as CloudFront does. */
export class OriginClient {
  readonly #options: OriginClientOptions;
  readonly #connections: OriginConnections;
  readonly #resolved = new Map<string, { addresses: string[]; untilMs: number }>();
  readonly #trust: OriginTrust;

  constructor(options: OriginClientOptions) {
    this.#options = options;
    this.#trust = new OriginTrust(options.trustedRootsPem);
    this.#connections = new OriginConnections({ ...options, trust: this.#trust });
  }

  /**
   * Asks an origin. Connecting is tried `connectionAttempts` times; a GET or HEAD that a
   * custom origin does not answer is, too.
   * @throws OriginError
   */
  async fetch(
    distribution: Distribution,
    origin: Origin,
    request: OriginRequest,
    context: Asked,
  ): Promise<Answer> {
    const secure = usesTls(origin, context.secure);
    for (let attempt = 1; ; attempt += 1) {
      const attempts = { attempt, of: origin.connectionAttempts };
      try {
        const addressed = await this.#address(distribution, origin, request, secure);
        const answer = await this.#ask(request, addressed, context);
        if (context.told) tellAttempt(context.told, { ...attempts, ...addressed.place, answer });
        return answer;
      } catch (error) {
        if (context.told) tellAttempt(context.told, { ...attempts, error });
        const retriable =
          error instanceof ConnectError ||
          (asksAgainAfterTimeout(origin) &&
            context.body === undefined &&
            error instanceof OriginError &&
            error.status === 504);
        if (!retriable || attempt >= origin.connectionAttempts) throw error;
        this.#resolved.delete(origin.domainName); // perhaps another address answers
      }
    }
  }

  close(): void {
    this.#connections.close();
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
  ): Promise<UpgradedOrigin | Answer> {
    const { clock, ports, localAddress } = this.#options;
    const secure = usesTls(origin, context.secure);
    const { place, headers } = await this.#address(distribution, origin, request, secure);
    const got = await requestUpgrade(
      {
        ...{ origin, host: place.address, port: localPort(portOf(origin, secure), ports) },
        ...{ localAddress, path: request.target, headers: written(headers, undefined) },
        ...(secure && { tls: this.#trust.optionsFor(origin, place.host) }),
      },
      { clock, signal: context.signal },
    );
    if ('early' in got) return got;
    const { statusCode: status = 502, statusMessage: reason = '' } = got;
    return { status, reason, headers: got.headers, body: got };
  }

  /** What every request to an origin begins with: where it is, and the signature. */
  async #address(
    distribution: Distribution,
    origin: Origin,
    wanted: OriginRequest,
    secure: boolean,
  ): Promise<Addressed> {
    const address = await this.#addressOf(origin.domainName);
    const [path = '/', query = ''] = splitTarget(wanted.target);
    const wallMs = this.#options.clock.wallMs();
    const headers = signed(distribution, origin, wanted, { path, query, wallMs });
    const host = headers['host'] ?? origin.domainName;
    return { place: { origin, address, secure, host }, headers };
  }

  #ask(
    { method, target: path }: OriginRequest,
    { place, headers }: Addressed,
    { body, signal }: Asked,
  ): Promise<Answer> {
    const { clock } = this.#options;
    const { origin } = place;
    const waitSeconds = readTimeoutSeconds(origin);
    const question = {
      ...{ method, path, headers: Object.entries(written(headers, body)).flat() },
      body: body === undefined ? null : new PassedBody(body.stream),
    };
    return new Promise((resolve, reject) => {
      let asking: Asking | undefined;
      const connectTimer = clock.after(origin.connectionTimeoutSeconds * 1000, () =>
        asking?.cancel(notConnected(origin)),
      );
      asking = this.#connections.to(place).ask(question, clock.toWallMs(waitSeconds * 1000), {
        begun: () => connectTimer.cancel(),
        answered: resolve,
        failed: (error, { isReused }) => {
          connectTimer.cancel();
          if (error instanceof ViewerLeft) reject(error);
          else if (error instanceof SilentError) reject(notAnswered(origin, waitSeconds));
          else reject(asOriginError(error, origin, isReused && body === undefined));
        },
      });
      const onLeft = (): void => asking.cancel(new ViewerLeft());
      if (signal?.aborted === true) onLeft();
      signal?.addEventListener('abort', onLeft, { once: true });
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
}

/** Headers as written, with the length of the body that is there, whatever the viewer said. */
function written(
  headers: Readonly<Record<string, string>>,
  body: RequestBody | undefined,
): Record<string, string> {
  const made: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name !== 'content-length' && name !== 'transfer-encoding') made[headerCase(name)] = value;
  }
  // Without a body, and for one of no told length, the client says the rest.
  if (body?.length !== undefined) made['Content-Length'] = String(body.length);
  return made;
}

/** Takes turns between a name's addresses. */
function rotate(addresses: string[]): string {
  const first = addresses.shift();
  if (first === undefined) throw new Error('the name has no addresses');
  addresses.push(first);
  return first;
}
