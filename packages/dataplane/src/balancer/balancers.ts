import type {
  BalancerConfig,
  BalancerHealth,
  LoadBalancer,
  PortPlan,
  TargetHealth,
  Timer,
} from '@understudy/contract';
import type { MetricSink } from '../alarms/metric-sink.ts';
import { NO_FAULTS, type FaultView } from '../faults/faults-now.ts';
import type { NetworkView } from '../net/network-view.ts';
import type { Traces } from '../net/traces.ts';
import type { Part, PartContext } from '../part.ts';
import { forwardedGroups } from './balancer-health.ts';
import { Gateway } from './forward/gateway.ts';
import { LoadBalancerRuntime } from './load-balancer-runtime.ts';
import type { BalancerNode } from './targets/target-group.ts';
import type {
  RegisteredTarget,
  TargetRegistry,
  TargetStateChange,
} from './targets/target-registry.ts';
import { Targets, type Locate } from './targets/targets.ts';
import { avoidedZones, nextExpiryMs, shiftedZones } from './targets/zonal-shift.ts';

/** How often counters become metrics: often enough for a minute's bucket to hold that minute. */
const FLUSH_INTERVAL_MS = 10_000;

export interface BalancersOptions {
  ports: PortPlan;
  network: NetworkView;
  metrics: MetricSink;
  region: string;
  /** Finds instances that the document registers by hand. Absent: none are found. */
  locate?: Locate;
  /** Absent: nothing is broken on purpose. */
  faults?: FaultView;
  /** Requests that somebody wants explained; absent: none. */
  traces?: Traces;
}

/** Every Application Load Balancer of one region, and their target groups. */
export class Balancers implements Part<BalancerConfig>, TargetRegistry {
  readonly #context: PartContext;
  readonly #options: BalancersOptions;
  readonly #targets: Targets;
  readonly #gateway: Gateway;
  readonly #runtimes = new Map<string, LoadBalancerRuntime>();
  #flushTimer: Timer | undefined;
  #shiftTimer: Timer | undefined;

  constructor(context: PartContext, options: BalancersOptions) {
    this.#context = context;
    this.#options = options;
    const { ports, network } = options;
    this.#targets = new Targets(context, {
      ports,
      network,
      locate: options.locate ?? (() => undefined),
      onChange: () => this.#tellHealth(),
    });
    this.#gateway = new Gateway(context, {
      targets: this.#targets,
      ports,
      network: options.network,
      ...(options.traces && { traces: options.traces }),
    });
  }

  async apply(config: BalancerConfig): Promise<string[]> {
    const arns = new Set(config.loadBalancers.map((loadBalancer) => loadBalancer.arn));
    const gone = [...this.#runtimes].filter(([arn]) => !arns.has(arn));
    for (const [arn] of gone) this.#runtimes.delete(arn);
    await Promise.all(gone.map(([, runtime]) => runtime.close()));
    this.#applyTargets(config);
    const problems: string[] = [];
    for (const loadBalancer of config.loadBalancers) {
      const runtime = this.#runtimes.get(loadBalancer.arn) ?? this.#start(loadBalancer);
      problems.push(...(await runtime.apply(loadBalancer)));
    }
    this.#flushTimer ??= this.#context.clock.every(FLUSH_INTERVAL_MS, () => this.#flush());
    this.#tellHealth();
    return problems;
  }

  async close(): Promise<void> {
    this.#flushTimer?.cancel();
    this.#flushTimer = undefined;
    this.#shiftTimer?.cancel();
    const runtimes = [...this.#runtimes.values()];
    this.#runtimes.clear();
    await Promise.all(runtimes.map((runtime) => runtime.close()));
    this.#targets.close();
  }

  register(targetGroupArn: string, target: RegisteredTarget): void {
    this.#targets.register(targetGroupArn, target);
  }

  deregister(targetGroupArn: string, instanceId: string): Promise<void> {
    return this.#targets.deregister(targetGroupArn, instanceId);
  }

  state(targetGroupArn: string, instanceId: string): TargetHealth['state'] | undefined {
    return this.#targets.state(targetGroupArn, instanceId);
  }

  onStateChange(listener: (change: TargetStateChange) => void): () => void {
    return this.#targets.onStateChange(listener);
  }

  describeTargetHealth(targetGroupArn: string): TargetHealth[] {
    return this.#targets.describe(targetGroupArn);
  }

  /**
   * By DNS name, lower case and without the final dot. Undefined for a load balancer that is not
   * here.
   */
  health(dnsName: string): BalancerHealth | undefined {
    for (const runtime of this.#runtimes.values()) {
      if (runtime.config.dnsName.toLowerCase() === dnsName) return runtime.health();
    }
    return undefined;
  }

  /** Once more when the next zonal shift ends: nobody has to say so. */
  #applyTargets(config: BalancerConfig): void {
    const { clock } = this.#context;
    const nowMs = clock.nowMs();
    this.#targets.apply(config.targetGroups, nodesByGroup(config.loadBalancers, nowMs));
    this.#shiftTimer?.cancel();
    const shifts = config.loadBalancers.flatMap(({ zonalShifts }) => zonalShifts);
    const untilMs = nextExpiryMs(shifts, nowMs);
    this.#shiftTimer =
      untilMs === undefined
        ? undefined
        : clock.after(untilMs - nowMs, () => {
            this.#applyTargets(config);
            this.#tellHealth();
          });
  }

  #start(loadBalancer: LoadBalancer): LoadBalancerRuntime {
    const { network, ports, faults = NO_FAULTS } = this.#options;
    const { clock, random } = this.#context;
    const runtime = new LoadBalancerRuntime(loadBalancer, {
      ...{ clock, random, faults },
      network,
      ports,
      gateway: this.#gateway,
      targets: this.#targets,
    });
    this.#runtimes.set(loadBalancer.arn, runtime);
    return runtime;
  }

  #flush(): void {
    for (const runtime of this.#runtimes.values()) runtime.flush(this.#options.metrics);
  }

  #tellHealth(): void {
    for (const runtime of this.#runtimes.values()) {
      const { zones } = runtime.health();
      for (const [zone, { healthy }] of Object.entries(zones)) {
        if (runtime.toldZones.get(zone) === healthy) continue;
        runtime.toldZones.set(zone, healthy);
        const loadBalancer = runtime.config.name;
        this.#context.emit({ type: 'load-balancer-health', loadBalancer, zone, healthy });
      }
    }
  }
}

function nodesByGroup(
  loadBalancers: readonly LoadBalancer[],
  nowMs: number,
): Map<string, BalancerNode[]> {
  const nodes = new Map<string, BalancerNode[]>();
  for (const loadBalancer of loadBalancers) {
    const shifted = shiftedZones(loadBalancer.zonalShifts, nowMs);
    const own = loadBalancer.nodes.map(({ address, zone }) => ({
      ...{ address, zone, avoidedZones: avoidedZones(shifted, zone) },
    }));
    for (const arn of forwardedGroups(loadBalancer))
      nodes.set(arn, [...(nodes.get(arn) ?? []), ...own]);
  }
  return nodes;
}
