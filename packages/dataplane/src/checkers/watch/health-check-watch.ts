import type { CheckersConfig, HealthCheck, HealthCheckStatus } from '@understudy/contract';
import { MetricWatch } from './metric-watch.ts';
import type { PartContext } from '../../part.ts';
import { CheckerLoop } from '../checker-loop.ts';
import { checkersFor, type Tally } from '../judge.ts';
import type { Probe, ProbeResult } from '../probe/probe.ts';

const NOT_YET_CHECKED = 'The health check has not been run by this checker yet';

interface WatchOptions {
  check: HealthCheck;
  probe: Probe;
  /** Called after every probe, with the region that it was made from. */
  onResult(check: HealthCheck, result: ProbeResult, region: string): void;
  /** Called whenever the data of an alarm have been looked at. */
  onChange(): void;
}

/** One health check, and all the checkers that are at work on it. */
export class HealthCheckWatch {
  readonly #context: PartContext;
  readonly #probe: Probe;
  readonly #onResult: WatchOptions['onResult'];
  readonly #onChange: () => void;
  readonly #loops = new Map<string, CheckerLoop>();
  #check: HealthCheck;
  #metric: MetricWatch | undefined;

  constructor(context: PartContext, options: WatchOptions) {
    this.#context = context;
    this.#probe = options.probe;
    this.#onResult = options.onResult;
    this.#onChange = options.onChange;
    this.#check = options.check;
  }

  get check(): HealthCheck {
    return this.#check;
  }

  /** Starts and stops checkers so that exactly the right ones are at work. */
  update(check: HealthCheck, config: Omit<CheckersConfig, 'healthChecks'>): void {
    this.#check = check;
    this.#watchMetric(config.metricSources);
    const idle =
      check.disabled || check.type === 'CALCULATED' || check.type === 'CLOUDWATCH_METRIC';
    const wanted = new Map(
      (idle ? [] : checkersFor(check, config.checkers)).map((checker) => [
        checker.address,
        checker,
      ]),
    );
    for (const [address, loop] of this.#loops) {
      if (wanted.get(address)?.region === loop.region) loop.update(check);
      else this.#stop(address, loop);
    }
    for (const [address, { region, publishedIp }] of wanted) {
      if (this.#loops.has(address)) continue;
      const loop = new CheckerLoop(this.#context, {
        check,
        region,
        address,
        publishedIp,
        probe: this.#probe,
        onResult: (result, from) => this.#onResult(this.#check, result, from),
      });
      this.#loops.set(address, loop);
      loop.start();
    }
  }

  close(): void {
    for (const [address, loop] of this.#loops) this.#stop(address, loop);
    this.#metric?.close();
    this.#metric = undefined;
  }

  /** What the data of the check's alarm say; undefined for a check of another kind. */
  get metric(): MetricWatch['status'] | undefined {
    return this.#metric?.status;
  }

  tally(): Tally {
    const loops = [...this.#loops.values()];
    return {
      healthyCheckers: loops.filter(({ healthy }) => healthy).length,
      checkers: loops.length,
    };
  }

  /** What checkers of the given state saw last: the reason for a change. */
  lastStatus(healthy: boolean): string | undefined {
    return [...this.#loops.values()].findLast((loop) => loop.last?.ok === healthy)?.last?.status;
  }

  observations(): HealthCheckStatus['checkers'] {
    return [...this.#loops.values()].map((loop) => ({
      region: loop.region,
      address: loop.publishedIp,
      healthy: loop.healthy,
      status: loop.last?.status ?? NOT_YET_CHECKED,
      checkedMs: loop.last?.checkedMs,
      lastFailure: loop.lastFailure && {
        status: loop.lastFailure.status,
        checkedMs: loop.lastFailure.checkedMs,
      },
    }));
  }

  #watchMetric(sources: CheckersConfig['metricSources']): void {
    const { alarm, disabled } = this.#check;
    if (alarm === undefined || disabled) {
      this.#metric?.close();
      this.#metric = undefined;
      return;
    }
    const source = sources.find(({ region }) => region === alarm.region);
    if (this.#metric !== undefined) return this.#metric.update(alarm, source);
    this.#metric = new MetricWatch(this.#context, { alarm, source, onAnswer: this.#onChange });
  }

  #stop(address: string, loop: CheckerLoop): void {
    this.#loops.delete(address);
    loop.stop();
  }
}
