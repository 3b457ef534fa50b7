import type { Clock, PortPlan, TargetGroup, Timer } from '@understudy/contract';
import { checkOnce } from './health-check.ts';
import { INITIAL_CHECKING, observe } from './health.ts';
import type { NodeTarget } from './target.ts';

/** Where health checks take time and ports from. */
interface LoopOptions {
  clock: Clock;
  ports: PortPlan;
}

export interface LoopSpecification {
  nodeTarget: NodeTarget;
  settings: TargetGroup['healthCheck'];
  onObserved: () => void;
}

/** The health checks that are going on, each under an id of its own. */
export class HealthLoops {
  readonly #options: LoopOptions;
  readonly #running = new Map<string, { loop: HealthLoop; settings: string }>();

  constructor(options: LoopOptions) {
    this.#options = options;
  }

  /** Starts the checks, or starts them anew when their settings are others than before. */
  run(id: string, specification: LoopSpecification): void {
    const settings = JSON.stringify(specification.settings);
    if (this.#running.get(id)?.settings === settings) return;
    this.stop(id);
    const loop = new HealthLoop(specification, this.#options);
    this.#running.set(id, { loop, settings });
    loop.start();
  }

  stop(id: string): void {
    this.#running.get(id)?.loop.stop();
    this.#running.delete(id);
  }
}

/** One node's health checks of one target: the first at once, then one an interval. */
class HealthLoop {
  readonly #specification: LoopSpecification;
  readonly #options: LoopOptions;
  #timer: Timer | undefined;
  #isChecking = false;
  #isStopped = false;

  constructor(specification: LoopSpecification, options: LoopOptions) {
    this.#specification = specification;
    this.#options = options;
  }

  start(): void {
    const { nodeTarget, settings } = this.#specification;
    const { observation } = nodeTarget;
    if (observation.health.state === 'initial') observation.health = INITIAL_CHECKING;
    const intervalMs = settings.intervalSeconds * 1000;
    this.#timer = this.#options.clock.every(intervalMs, () => this.#tick());
    this.#tick();
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
  }

  /**
   * "The time it takes for the target to respond does not affect the interval for the next health
   * check request."
   */
  #tick(): void {
    if (this.#isChecking) return;
    this.#isChecking = true;
    void this.#check();
  }

  async #check(): Promise<void> {
    const { nodeTarget, settings, onObserved } = this.#specification;
    const { target, dialer } = nodeTarget;
    const result = await checkOnce(target.registered, settings, { ...this.#options, dialer });
    this.#isChecking = false;
    if (this.#isStopped) return;
    nodeTarget.observation = observe(nodeTarget.observation, result, settings);
    onObserved();
  }
}
