import {
  type CheckersConfig,
  type HealthCheckStatus,
  type PortPlan,
  Reasons,
} from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import { NO_FAULTS, type FaultView } from '../faults/faults-now.ts';
import { cutOffCheckers } from '../faults/global-faults.ts';
import type { Resolve } from '../net/resolve.ts';
import type { Part, PartContext } from '../part.ts';
import { HealthCheckWatch } from './watch/health-check-watch.ts';
import type { HealthMeasure } from './watch/health-metrics.ts';
import { isCheckHealthy } from './judge.ts';
import type { Latencies } from './probe/measured.ts';
import { cutOffProbe } from './probe/cut-off.ts';
import { createProbe, type Probe } from './probe/probe.ts';
import { tellCheck } from './tell.ts';

/**
 * A calculated check's children are never calculated themselves; the API refuses that, and so do we
 * to follow it.
 */
const CALCULATED_DEPTH_MAX = 1;

export interface CheckersOptions {
  resolve: Resolve;
  ports: PortPlan;
  probe?: Probe;
  /** Absent: nothing is broken on purpose. */
  faults?: FaultView;
  /** Of checks that measure latency, after each probe. */
  onLatencies?(healthCheckId: string, region: string, latencies: Latencies): void;
}

/**
 * Route 53's health checkers: every check probed from every checker's own address, and the verdict
 * over all.
 */
export class Checkers implements Part<CheckersConfig> {
  readonly #context: PartContext;
  readonly #probe: Probe;
  readonly #faults: FaultView;
  #cutOff: ReadonlySet<string> = new Set();
  readonly #watches = new Map<string, HealthCheckWatch>();
  /** The status that was last told, by health check. */
  readonly #told = new Map<string, boolean>();
  readonly #listeners = new Set<(healthCheckId: string) => void>();

  readonly #onLatencies: CheckersOptions['onLatencies'];

  constructor(context: PartContext, options: CheckersOptions) {
    this.#context = context;
    this.#onLatencies = options.onLatencies;
    this.#faults = options.faults ?? NO_FAULTS;
    const probe = options.probe ?? createProbe(context, options);
    this.#probe = (target, signal) =>
      this.#cutOff.has(target.localAddress)
        ? cutOffProbe(context.clock, target, signal)
        : probe(target, signal);
  }

  apply(config: CheckersConfig): Promise<string[]> {
    this.#cutOff = cutOffCheckers(this.#faults.of('checkers'), config.checkers);
    const wanted = new Set(config.healthChecks.map(({ id }) => id));
    for (const [id, watch] of this.#watches) {
      if (wanted.has(id)) continue;
      watch.close();
      this.#watches.delete(id);
      this.#told.delete(id);
    }
    for (const check of config.healthChecks) {
      const watch = this.#watches.get(check.id) ?? this.#watch(check);
      watch.update(check, config);
    }
    this.#tellChanges();
    return Promise.resolve(problemsOf(config));
  }

  close(): Promise<void> {
    for (const watch of this.#watches.values()) watch.close();
    this.#watches.clear();
    this.#told.clear();
    return Promise.resolve();
  }

  /** After the 18 % rule, inversion and disabling. Undefined for a check that does not exist. */
  isHealthy(id: string, reasons?: Reasons): boolean | undefined {
    return this.#evaluate(id, 0, reasons);
  }

  status(id: string): HealthCheckStatus {
    const watch = this.#watches.get(id);
    const healthy = this.isHealthy(id);
    if (watch === undefined || healthy === undefined) {
      throw new AwsError({
        code: 'NoSuchHealthCheck',
        message: `No health check exists with the specified ID: ${id}`,
        status: 404,
      });
    }
    const { healthyCheckers } = watch.tally();
    return { healthCheckId: id, healthy, healthyCheckers, checkers: watch.observations() };
  }

  /** For CloudWatch: every check as it is now. */
  measure(): HealthMeasure[] {
    return [...this.#watches.values()].map((watch) => {
      const { id, type, childHealthCheckIds } = watch.check;
      const { healthyCheckers, checkers } = watch.tally();
      return {
        healthCheckId: id,
        healthy: this.isHealthy(id) ?? true,
        ...(checkers > 0 && { percentageHealthy: (100 * healthyCheckers) / checkers }),
        ...(type === 'CALCULATED' && { healthyChildren: this.#healthyOf(childHealthCheckIds) }),
      };
    });
  }

  /** Called with a check's id whenever its status has changed. Returns what ends that. */
  onChange(listener: (healthCheckId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #watch(check: CheckersConfig['healthChecks'][number]): HealthCheckWatch {
    const watch = new HealthCheckWatch(this.#context, {
      check,
      probe: this.#probe,
      onResult: ({ id }, { latencies }, region) => {
        if (latencies !== undefined) this.#onLatencies?.(id, region, latencies);
        this.#tellChanges();
      },
      onChange: () => this.#tellChanges(),
    });
    this.#watches.set(check.id, watch);
    return watch;
  }

  #evaluate(id: string, depth: number, reasons?: Reasons): boolean | undefined {
    const watch = this.#watches.get(id);
    if (watch === undefined) {
      // The record that names it is healthy for it.
      const facts = { healthCheckId: id, healthy: null };
      reasons?.add('dns.health-check', `there is no health check ${id}, which counts as healthy`, {
        facts,
      });
      return undefined;
    }
    const tally = watch.tally();
    const below = reasons && new Reasons();
    const healthy = isCheckHealthy(watch.check, {
      tally,
      metric: watch.metric?.healthy,
      child: (childId) =>
        depth >= CALCULATED_DEPTH_MAX ? undefined : this.#evaluate(childId, depth + 1, below),
    });
    if (reasons !== undefined && below !== undefined) {
      const observations = watch.observations();
      const metricReason = watch.metric?.reason;
      const told = { check: watch.check, healthy, tally, observations, metricReason };
      tellCheck(reasons, told).adopt(below.list);
    }
    return healthy;
  }

  /** Any result may change its own check and every calculated one above it. */
  #tellChanges(): void {
    for (const [id, watch] of this.#watches) {
      const healthy = this.isHealthy(id) ?? true;
      const before = this.#told.get(id);
      this.#told.set(id, healthy);
      // A new check has not changed, whatever it starts as.
      if (before === undefined || before === healthy) continue;
      const tally = watch.tally();
      this.#context.emit({
        type: 'health-check',
        healthCheckId: id,
        status: healthy ? 'healthy' : 'unhealthy',
        ...tally,
        reason: this.#reason(watch, healthy),
      });
      for (const listener of this.#listeners) listener(id);
    }
  }

  #healthyOf(children: readonly string[]): number {
    return children.filter((id) => this.isHealthy(id) ?? true).length;
  }

  #reason(watch: HealthCheckWatch, healthy: boolean): string {
    const { check } = watch;
    if (check.disabled) return 'the check is disabled';
    if (check.type === 'CALCULATED') {
      const children = check.childHealthCheckIds;
      return `${this.#healthyOf(children)} of ${children.length} child health checks are healthy`;
    }
    if (watch.metric !== undefined) return watch.metric.reason;
    return watch.lastStatus(healthy !== check.inverted) ?? 'the check was changed';
  }
}

function problemsOf({ checkers, healthChecks }: CheckersConfig): string[] {
  return healthChecks.flatMap((check) => {
    const probing =
      check.type !== 'CALCULATED' && check.type !== 'CLOUDWATCH_METRIC' && !check.disabled;
    const at = check.fullyQualifiedDomainName ?? check.ipAddress;
    if (probing && at === undefined) {
      return [`health check ${check.id} has neither a domain name nor an IP address`];
    }
    const unknown = check.regions.filter(
      (region) => !checkers.some((checker) => checker.region === region),
    );
    return unknown.map((region) => `health check ${check.id}: no checkers in region ${region}`);
  });
}
