import type { Timer } from '@understudy/contract';
import type { TargetStatus } from './health-policy.ts';
import type { NodeTarget } from './node-target.ts';
import type { RegisteredTarget } from './target-registry.ts';

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
