import type { HealthCheck, Timer } from '@understudy/contract';
import type { PartContext } from '../part.ts';
import { afterProbe, type CheckerMachine, INITIAL_MACHINE } from './judge.ts';
import type { Probe, ProbeResult } from './probe/probe.ts';

export interface CheckerLoopOptions {
  check: HealthCheck;
  region: string;
  address: string;
  publishedIp: string;
  probe: Probe;
  /** Called after every probe. */
  onResult(result: ProbeResult, region: string): void;
}

/** One checker at work on one health check. */
export class CheckerLoop {
  readonly region: string;
  readonly address: string;
  readonly publishedIp: string;
  readonly #context: PartContext;
  readonly #probe: Probe;
  readonly #onResult: CheckerLoopOptions['onResult'];
  readonly #abort = new AbortController();
  #check: HealthCheck;
  #machine: CheckerMachine = INITIAL_MACHINE;
  #last: (ProbeResult & { checkedMs: number }) | undefined;
  #lastFailure: (ProbeResult & { checkedMs: number }) | undefined;
  #timer: Timer | undefined;

  constructor(context: PartContext, options: CheckerLoopOptions) {
    this.region = options.region;
    this.address = options.address;
    this.publishedIp = options.publishedIp;
    this.#context = context;
    this.#probe = options.probe;
    this.#onResult = options.onResult;
    this.#check = options.check;
  }

  get healthy(): boolean {
    return this.#machine.state === 'healthy';
  }

  /** The last probe's result, if there was one. */
  get last(): (ProbeResult & { checkedMs: number }) | undefined {
    return this.#last;
  }

  /** The last probe that failed, whatever came after it. */
  get lastFailure(): (ProbeResult & { checkedMs: number }) | undefined {
    return this.#lastFailure;
  }

  /** Checkers do not coordinate: each begins somewhere within the interval. */
  start(): void {
    this.#wait(this.#context.random.next() * this.#intervalMs());
  }

  /** From the next probe on. What was observed so far still counts. */
  update(check: HealthCheck): void {
    this.#check = check;
  }

  stop(): void {
    this.#timer?.cancel();
    this.#abort.abort();
  }

  #wait(awsMs: number): void {
    this.#timer = this.#context.clock.after(awsMs, () => void this.#run());
  }

  async #run(): Promise<void> {
    const check = this.#check;
    const result = await this.#probe({ check, localAddress: this.address }, this.#abort.signal);
    if (this.#abort.signal.aborted) return;
    this.#last = { ...result, checkedMs: this.#context.clock.nowMs() };
    if (!result.ok) this.#lastFailure = this.#last;
    this.#machine = afterProbe(this.#machine, result.ok, this.#check.failureThreshold);
    // "The number of seconds between the time that Route 53 gets a response and the time that it
    // sends the next request".
    // https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
    this.#wait(this.#intervalMs());
    this.#onResult(result, this.region);
  }

  #intervalMs(): number {
    return this.#check.requestIntervalSeconds * 1_000;
  }
}
