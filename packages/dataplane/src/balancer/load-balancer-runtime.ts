import { localPort, type BalancerHealth, type LoadBalancer } from '@understudy/contract';
import type { MetricSink } from '../alarms/metric-sink.ts';
import { nodeState, type NodeState } from '../faults/node-fault.ts';
import { loadBalancerDimension } from './arn.ts';
import { balancerHealth, forwardedGroups } from './balancer-health.ts';
import type { Site } from './forward/exchange.ts';
import { ListenerServer, type ListenerServerOptions } from './listener/listener-server.ts';
import { SessionCookies } from './forward/stickiness.ts';
import type { Targets } from './targets/targets.ts';
import { shiftedZones } from './targets/zonal-shift.ts';
import { flushMeter, NodeMeter, recordHosts } from './traffic-meter.ts';

type Node = LoadBalancer['nodes'][number];

/** One load balancer while it runs: a node a subnet, a server a node and listener. */
export class LoadBalancerRuntime {
  config: LoadBalancer;
  readonly #options: ListenerServerOptions & { targets: Targets };
  readonly #servers = new Map<string, ListenerServer>();
  readonly #meters = new Map<string, NodeMeter>();
  readonly #cookies = new SessionCookies();
  /** What was last told of each zone. */
  readonly toldZones = new Map<string, boolean>();

  constructor(config: LoadBalancer, options: ListenerServerOptions & { targets: Targets }) {
    this.config = config;
    this.#options = options;
  }

  /** Listens as the configuration says. What cannot be had is told in sentences. */
  async apply(config: LoadBalancer): Promise<string[]> {
    this.#detachGone(config);
    this.config = config;
    for (const node of config.nodes) this.#attach(node);
    const wanted = this.#sites();
    const problems: string[] = [];
    const starting: { key: string; server: ListenerServer }[] = [];
    const stale = [...this.#servers].filter(([key]) => !wanted.has(key));
    for (const [key, site] of wanted) {
      const known = this.#servers.get(key);
      const server = known ?? new ListenerServer(site, this.#options);
      const problem = server.update(site);
      if (problem !== undefined) problems.push(this.#sentence(site, problem));
      // Somebody else holds the address, and lets nobody in.
      else if (this.#stateOf(site.node) === 'unreachable') server.leave();
      else if (!server.isListening) starting.push({ key, server });
    }
    for (const [key] of stale) this.#servers.delete(key);
    await Promise.all(stale.map(([, server]) => server.close()));
    for (const { key, server } of starting) {
      const site = wanted.get(key);
      const problem = await server.listen();
      if (problem === undefined) this.#servers.set(key, server);
      else if (site) problems.push(this.#sentence(site, problem));
    }
    return problems;
  }

  async close(): Promise<void> {
    for (const node of this.config.nodes) this.#options.network.detach(node.address);
    const servers = [...this.#servers.values()];
    this.#servers.clear();
    await Promise.all(servers.map((server) => server.close()));
  }

  health(): BalancerHealth {
    const arns = [...forwardedGroups(this.config)];
    const shifted = shiftedZones(this.config.zonalShifts, this.#options.clock.nowMs());
    return balancerHealth(
      this.config.nodes.map((node) => ({
        zone: node.zone,
        isListening: this.#isListening(node),
        isShifted: shifted.has(node.zone),
        groupsAreHealthy: arns.every(
          (arn) => this.#options.targets.group(arn)?.isHealthyInDns(node.address) ?? false,
        ),
      })),
    );
  }

  flush(sink: MetricSink): void {
    const loadBalancer = loadBalancerDimension(this.config.arn);
    const { targets } = this.#options;
    for (const { zone, address } of this.config.nodes) {
      const counts = (arn: string) => countHosts(targets, arn, address);
      const meter = this.#meters.get(address);
      if (meter) {
        const targetsOf = (arn: string): number => {
          const { healthy, unhealthy } = counts(arn);
          return healthy > 0 ? healthy : unhealthy;
        };
        flushMeter(meter, { sink, loadBalancer, targetsOf });
      }
      for (const groupArn of forwardedGroups(this.config)) {
        if (targets.group(groupArn)?.config.healthCheck.enabled)
          recordHosts(sink, { loadBalancer, zone, groupArn, ...counts(groupArn) });
      }
    }
  }

  #sites(): Map<string, Site> {
    const { clock, ports } = this.#options;
    const { attributes } = this.config;
    const sites = new Map<string, Site>();
    for (const node of this.config.nodes) {
      if (this.#stateOf(node) === 'gone') continue;
      for (const listener of this.config.listeners) {
        sites.set(`${node.address}:${localPort(listener.port, ports)}`, {
          loadBalancer: this.config,
          listener,
          node,
          cookies: this.#cookies,
          meter: this.#meter(node),
          idleWallMs: Math.max(1, Math.ceil(clock.toWallMs(attributes.idleTimeoutSeconds * 1000))),
        });
      }
    }
    return sites;
  }

  #stateOf({ zone }: Pick<Node, 'zone'>): NodeState {
    return nodeState(this.#options.faults, { loadBalancer: this.config.name, zone });
  }

  #meter(node: Node): NodeMeter {
    const known = this.#meters.get(node.address);
    if (known) return known;
    const made = new NodeMeter(node.zone);
    this.#meters.set(node.address, made);
    return made;
  }

  #attach(node: Node): void {
    this.#options.network.attach({
      loopbackAddress: node.address,
      privateIp: node.privateIp,
      subnetId: node.subnetId,
      securityGroupIds: this.config.securityGroupIds,
      hasPublicAddress: this.config.scheme === 'internet-facing',
    });
  }

  #detachGone(config: LoadBalancer): void {
    const kept = new Set(config.nodes.map((node) => node.address));
    for (const { address } of this.config.nodes) {
      if (kept.has(address)) continue;
      this.#options.network.detach(address);
      this.#meters.delete(address);
    }
  }

  #isListening(node: Node): boolean {
    const { ports } = this.#options;
    // "AWS proactively removes zonal load balancer IP addresses from DNS when multiple
    // infrastructure issues impact services."
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/zonal-shift.html
    return (
      this.#stateOf(node) === 'serving' &&
      this.config.listeners.length > 0 &&
      this.config.listeners.every(
        (listener) =>
          this.#servers.get(`${node.address}:${localPort(listener.port, ports)}`)?.isListening,
      )
    );
  }

  #sentence(site: Site, problem: string): string {
    const { listener } = site;
    const place = `${listener.protocol}:${listener.port}`;
    return `load balancer ${this.config.name}, listener ${place}: ${problem}`;
  }
}

function countHosts(
  targets: Targets,
  arn: string,
  nodeAddress: string,
): { healthy: number; unhealthy: number } {
  const candidates = targets.group(arn)?.candidates(nodeAddress) ?? [];
  const healthy = candidates.filter((candidate) => candidate.isHealthy).length;
  return { healthy, unhealthy: candidates.length - healthy };
}
