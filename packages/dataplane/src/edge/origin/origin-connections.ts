import type { Clock, Origin, PortPlan } from '@understudy/contract';
import { localPort } from '@understudy/contract';
import { beginConnection, ConnectionPool } from '@understudy/wire/http-client';
import { keepaliveSeconds, portOf } from './origin-settings.ts';
import type { OriginTrust } from './origin-trust.ts';

const CONNECTIONS_AN_ORIGIN_MAX = 1_024;
const IDLE_CONNECTIONS_AN_ORIGIN_MAX = 64;
/**
 * "Your origin cannot send more than one 100-Continue response to CloudFront. … If your origin
 * sends another 100-Continue response after the first one, CloudFront will return an error."
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#Response100Continue
 */
const CONTINUES_MAX = 1;

/** Where an origin is asked. */
export interface OriginPlace {
  origin: Origin;
  /** Of those that its name leads to. */
  address: string;
  secure: boolean;
  /** The Host that it is sent: under TLS its certificate may be for that. */
  host: string;
}

/**
 * The kept connections to every origin, apart from each other where one would not do for another.
 */
export class OriginConnections {
  readonly #pools = new Map<string, ConnectionPool>();
  readonly #options: {
    clock: Clock;
    ports: PortPlan;
    localAddress: string;
    trust: OriginTrust;
  };

  constructor(options: {
    clock: Clock;
    ports: PortPlan;
    localAddress: string;
    trust: OriginTrust;
  }) {
    this.#options = options;
  }

  to(place: OriginPlace): ConnectionPool {
    const key = keyOf(place);
    const known = this.#pools.get(key);
    if (known !== undefined) return known;
    const { origin, address, secure, host } = place;
    const { clock, ports, localAddress, trust } = this.#options;
    const port = localPort(portOf(origin, secure), ports);
    const pool = new ConnectionPool({
      open: () =>
        beginConnection({
          ...{ host: address, port, localAddress },
          ...(secure && { tls: trust.optionsFor(origin, host) }),
        }),
      connectionsMax: CONNECTIONS_AN_ORIGIN_MAX,
      idleConnectionsMax: IDLE_CONNECTIONS_AN_ORIGIN_MAX,
      idleWallMs: clock.toWallMs(keepaliveSeconds(origin) * 1000),
      continuesMax: CONTINUES_MAX,
      emptied: () => {
        if (this.#pools.get(key) === pool) this.#pools.delete(key);
      },
    });
    this.#pools.set(key, pool);
    return pool;
  }

  close(): void {
    for (const pool of [...this.#pools.values()]) pool.close();
  }
}

/** What a connection is made with, and judged by. */
function keyOf({ origin, address, secure, host }: OriginPlace): string {
  const parts = [address, portOf(origin, secure), keepaliveSeconds(origin)];
  return (secure ? ['https', ...parts, origin.domainName, host] : ['http', ...parts]).join(' ');
}
