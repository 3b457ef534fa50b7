import type { Clock, TargetGroup } from '@understudy/contract';
import { Pool } from 'undici';
import type { Candidate } from './choose.ts';
import type { Dialer } from './dialer.ts';
import { unobserved, type Observation } from './health-policy.ts';
import type { Target } from './target.ts';

/** Connections that one node keeps to one target. More requests than that wait their turn. */
const CONNECTIONS_PER_TARGET_MAX = 1_024;

/** "The target response is malformed": a longer head is. */
const RESPONSE_HEADERS_BYTES_MAX = 32_768;

/** What one load balancer node knows of one target, and its connections to it. */
export class NodeTarget implements Candidate {
  readonly target: Target;
  readonly dialer: Dialer;
  readonly #clock: Clock;
  observation: Observation = unobserved();
  /** Health checks are disabled: then everyone counts as healthy. */
  isExempt = false;
  #pool: Pool | undefined;
  #poolKey = '';

  constructor(options: { target: Target; dialer: Dialer; clock: Clock }) {
    this.target = options.target;
    this.dialer = options.dialer;
    this.#clock = options.clock;
  }

  get isHealthy(): boolean {
    return this.isExempt || this.observation.health.state === 'healthy';
  }

  get outstanding(): number {
    return this.target.inFlight.size;
  }

  get share(): number {
    return this.target.share(this.#clock.nowMs());
  }

  /**
   * Kept-alive connections, made as they are needed. Unused ones go after the load balancer's idle
   * time-out.
   */
  pool(protocol: TargetGroup['protocol'], idleWallMs: number): Pool {
    const { loopbackAddress, port } = this.target.registered;
    const key = `${protocol} ${loopbackAddress} ${port} ${idleWallMs}`;
    if (this.#pool && this.#poolKey === key) return this.#pool;
    this.closePool();
    this.#poolKey = key;
    const scheme = protocol === 'HTTPS' ? 'https' : 'http';
    this.#pool = new Pool(`${scheme}://${loopbackAddress}:${port}`, {
      connections: CONNECTIONS_PER_TARGET_MAX,
      pipelining: 1,
      keepAliveTimeout: idleWallMs,
      keepAliveMaxTimeout: idleWallMs,
      maxHeaderSize: RESPONSE_HEADERS_BYTES_MAX,
      // The viewer's idle time-out is the only one; it runs in AWS time.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (_, callback) => {
        this.dialer.dial({ loopbackAddress, port, protocol }, callback);
      },
    });
    return this.#pool;
  }

  /** Ends the connections when their requests are over. */
  closePool(): void {
    const pool = this.#pool;
    this.#pool = undefined;
    if (pool) void pool.close();
  }
}
