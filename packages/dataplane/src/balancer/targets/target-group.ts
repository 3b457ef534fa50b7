import type { Random, TargetGroup } from '@understudy/contract';
import { chooseTarget, eligible } from './choose.ts';
import { countTargets, isHealthyInDns } from './health-threshold.ts';
import { outside } from './zonal-shift.ts';
import {
  CHECKS_DISABLED,
  combine,
  DEREGISTERING,
  INVALID_STATE,
  NOT_IN_USE,
  ZONE_NOT_ENABLED,
  type TargetStatus,
} from './health.ts';
import type { NodeTarget, Target } from './target.ts';

/** A load balancer's presence in one subnet. */
export interface BalancerNode {
  address: string;
  zone: string;
  /** Zones whose targets it is to pass over: traffic is shifted away from them. */
  avoidedZones: ReadonlySet<string>;
}

/** A target group while it runs: its targets, and who uses it. */
export class TargetGroupState {
  config: TargetGroup;
  /** The nodes of the load balancers that forward to it; none when no listener uses it. */
  nodes: readonly BalancerNode[] = [];
  /** By instance id. */
  readonly targets = new Map<string, Target>();
  /** By node address: whom a node may choose from. Rebuilt when targets come, go or drain. */
  readonly #candidates = new Map<string, NodeTarget[]>();
  /** By node address. */
  #avoided: ReadonlyMap<string, ReadonlySet<string>> = new Map();
  readonly #turns = new Map<string, number>();

  constructor(config: TargetGroup) {
    this.config = config;
  }

  get isInUse(): boolean {
    return this.nodes.length > 0;
  }

  /** Targets that may be asked: registered, found, and in a zone that the load balancer is in. */
  isServing(target: Target): boolean {
    return (
      !target.draining &&
      target.isLocated &&
      this.nodes.some((node) => node.zone === target.registered.zone)
    );
  }

  statusOf(target: Target): TargetStatus {
    if (target.draining) return DEREGISTERING;
    if (!target.isLocated) return INVALID_STATE;
    if (!this.isInUse) return NOT_IN_USE;
    if (!this.isServing(target)) return ZONE_NOT_ENABLED;
    if (!this.config.healthCheck.enabled) return CHECKS_DISABLED;
    return combine([...target.nodes.values()].map((node) => node.observation));
  }

  rebuildCandidates(): void {
    this.#candidates.clear();
    const zones = new Map(this.nodes.map(({ address, zone }) => [address, zone]));
    this.#avoided = new Map(this.nodes.map(({ address, avoidedZones }) => [address, avoidedZones]));
    for (const target of this.targets.values()) {
      if (!this.isServing(target)) continue;
      const { zone } = target.registered;
      for (const [address, nodeTarget] of target.nodes) {
        if (!this.config.attributes.crossZone && zones.get(address) !== zone) continue;
        const list = this.#candidates.get(address);
        if (list) list.push(nodeTarget);
        else this.#candidates.set(address, [nodeTarget]);
      }
    }
  }

  candidates(nodeAddress: string): readonly NodeTarget[] {
    return this.#candidates.get(nodeAddress) ?? [];
  }

  choose(nodeAddress: string, random: Random): NodeTarget | undefined {
    const turn = this.#turns.get(nodeAddress) ?? 0;
    this.#turns.set(nodeAddress, (turn + 1) % Number.MAX_SAFE_INTEGER);
    const { algorithm, unhealthyRouting } = this.config.attributes;
    const by = { algorithm, unhealthyRouting, turn, random };
    return chooseTarget(this.#unshifted(nodeAddress), by);
  }

  /** Whom a node chooses among now. */
  open(nodeAddress: string): readonly NodeTarget[] {
    return eligible(this.#unshifted(nodeAddress), this.config.attributes.unhealthyRouting);
  }

  /** The target that a session is bound to, while it is one that would be chosen. */
  bound(
    nodeAddress: string,
    session: { instanceId: string; port: number },
  ): NodeTarget | undefined {
    return this.#unshifted(nodeAddress).find(
      (candidate) =>
        candidate.isHealthy &&
        candidate.target.registered.instanceId === session.instanceId &&
        candidate.target.registered.port === session.port,
    );
  }

  /** Whom a node may choose from while traffic is shifted away from zones. */
  #unshifted(nodeAddress: string): readonly NodeTarget[] {
    const candidates = this.candidates(nodeAddress);
    const avoided = this.#avoided.get(nodeAddress);
    if (avoided === undefined || avoided.size === 0) return candidates;
    return outside(candidates, {
      isAvoided: ({ target }) => avoided.has(target.registered.zone),
      threshold: this.config.attributes.unhealthyRouting,
    });
  }

  isHealthyInDns(nodeAddress: string): boolean {
    const counts = countTargets(this.candidates(nodeAddress));
    return isHealthyInDns(counts, this.config.attributes.dnsFailover);
  }
}
