import type { Clock, PortPlan, TargetGroup, Timer } from '@understudy/contract';
import { checkOnce } from './health-check.ts';
import { INITIAL_CHECKING, observe } from './health-policy.ts';
import type { NodeTarget } from './node-target.ts';

/** One node's health checks of one target: the first at once, then one an interval. */
export class HealthLoop {
  readonly #nodeTarget: NodeTarget;
  readonly #settings: TargetGroup['healthCheck'];
  readonly #clock: Clock;
  readonly #ports: PortPlan;
  readonly #onObserved: () => void;
  #timer: Timer | undefined;
  #isChecking = false;
  #isStopped = false;

  constructor(options: {
    nodeTarget: NodeTarget;
    settings: TargetGroup['healthCheck'];
    clock: Clock;
    ports: PortPlan;
    onObserved: () => void;
  }) {
    this.#nodeTarget = options.nodeTarget;
    this.#settings = options.settings;
    this.#clock = options.clock;
    this.#ports = options.ports;
    this.#onObserved = options.onObserved;
  }

  start(): void {
    const { observation } = this.#nodeTarget;
    if (observation.health.state === 'initial') observation.health = INITIAL_CHECKING;
    this.#timer = this.#clock.every(this.#settings.intervalSeconds * 1000, () => this.#tick());
    this.#tick();
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
  }

  /** "The time it takes for the target to respond does not affect the interval for the next health check request." */
  #tick(): void {
    if (this.#isChecking) return;
    this.#isChecking = true;
    void this.#check();
  }

  async #check(): Promise<void> {
    const { target, dialer } = this.#nodeTarget;
    const result = await checkOnce(target.registered, this.#settings, {
      clock: this.#clock,
      ports: this.#ports,
      dialer,
    });
    this.#isChecking = false;
    if (this.#isStopped) return;
    this.#nodeTarget.observation = observe(this.#nodeTarget.observation, result, this.#settings);
    this.#onObserved();
  }
}
