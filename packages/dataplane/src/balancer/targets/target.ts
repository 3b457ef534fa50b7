import type { Clock, TargetGroup, Timer } from '@understudy/contract';
import { Pool } from '@understudy/wire/http-client';
import type { Candidate } from './choose.ts';
import type { Dialer } from '../forward/dialer.ts';
import { unobserved, type Observation, type TargetStatus } from './health.ts';
import type { RegisteredTarget } from './target-registry.ts';

/** Connections that one node keeps to one target. More requests than that wait their turn. */
const CONNECTIONS_PER_TARGET_MAX = 1_024;

/** "The target response is malformed": a longer head is. */
const RESPONSE_HEADERS_BYTES_MAX = 32_768;

/** A request, or a WebSocket, that a target has not finished with. */
export interface InFlight {
  /** The deregistration delay is over: the viewer gets 502, or a closed connection. */
  cutOff(): void;
}

/** One registered target of one target group. */
export class Target {
  registered: RegisteredTarget;
  readonly source: 'fleet' | 'document';
  /** False while an instance that the document names cannot be found. */
  isLocated: boolean;
  readonly inFlight = new Set<InFlight>();
  /** By node address. */
  readonly nodes = new Map<string, NodeTarget>();
  draining: Draining | undefined;
  /** What was last told of it. */
  status: TargetStatus | undefined;
  #slowStart: { fromMs: number; durationMs: number } | undefined;

  constructor(options: {
    registered: RegisteredTarget;
    source: 'fleet' | 'document';
    isLocated: boolean;
  }) {
    this.registered = options.registered;
    this.source = options.source;
    this.isLocated = options.isLocated;
  }

  get isWarmingUp(): boolean {
    return this.#slowStart !== undefined;
  }

  startSlowly(fromMs: number, durationMs: number): void {
    this.#slowStart = { fromMs, durationMs };
  }

  endSlowStart(): void {
    this.#slowStart = undefined;
  }

  /**
   * "The load balancer linearly increases the number of requests that it can send to a target in
   * slow start mode."
   */
  share(nowMs: number): number {
    if (!this.#slowStart) return 1;
    const share = (nowMs - this.#slowStart.fromMs) / this.#slowStart.durationMs;
    if (share >= 1) this.#slowStart = undefined;
    return Math.min(1, Math.max(share, 0));
  }

  /** Cuts off what is under way and closes the connections. */
  release(): void {
    for (const exchange of [...this.inFlight]) exchange.cutOff();
    for (const node of this.nodes.values()) node.closePool();
    this.nodes.clear();
  }
}

export interface Draining {
  timer: Timer;
  done: Promise<void>;
  resolve: () => void;
}

/** What one load balancer node knows of one target, and its connections to it. */
export class NodeTarget implements Candidate {
  readonly target: Target;
  readonly dialer: Dialer;
  readonly #clock: Clock;
  observation: Observation = unobserved();
  /** Health checks are disabled: then everyone counts as healthy. */
  isExempt = false;
  #pool: InstanceType<typeof Pool> | undefined;
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
