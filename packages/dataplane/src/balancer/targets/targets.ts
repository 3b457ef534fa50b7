import type { PortPlan, TargetGroup, TargetHealth, Timer } from '@understudy/contract';
import type { NetworkView } from '../../net/network-view.ts';
import type { PartContext } from '../../part.ts';
import { Dialer } from '../forward/dialer.ts';
import { HealthLoops } from './health-loop.ts';
import { NodeTarget, Target } from './target.ts';
import { TargetGroupState, type BalancerNode } from './target-group.ts';
import type { RegisteredTarget, TargetRegistry, TargetStateChange } from './target-registry.ts';

/** Where an instance that the document names is now. Undefined when there is no such instance. */
export type Locate = (instanceId: string) => { zone: string; loopbackAddress: string } | undefined;

/** How often instances that the document names are looked for. */
const LOCATE_INTERVAL_MS = 15_000;

export interface TargetsOptions {
  ports: PortPlan;
  network: NetworkView;
  locate: Locate;
  /** Something that a load balancer's health depends on may have changed. */
  onChange: () => void;
}

/** Every target group's targets: registration, health checks, draining. */
export class Targets implements TargetRegistry {
  readonly #context: PartContext;
  readonly #options: TargetsOptions;
  readonly #groups = new Map<string, TargetGroupState>();
  readonly #loops: HealthLoops;
  readonly #dialers = new Map<string, Dialer>();
  readonly #listeners = new Set<(change: TargetStateChange) => void>();
  /** Registered before the document told of their group: kept for when it does. */
  readonly #early = new Map<string, Map<string, RegisteredTarget>>();
  #locateTimer: Timer | undefined;

  constructor(context: PartContext, options: TargetsOptions) {
    this.#context = context;
    this.#options = options;
    this.#loops = new HealthLoops({ clock: context.clock, ports: options.ports });
  }

  /** `nodes` tells for each group that is in use from where it is used. */
  apply(groups: readonly TargetGroup[], nodes: ReadonlyMap<string, BalancerNode[]>): void {
    const arns = new Set(groups.map((group) => group.arn));
    for (const [arn, group] of this.#groups) {
      if (!arns.has(arn)) this.#removeGroup(group);
    }
    for (const config of groups) {
      const group = this.#groups.get(config.arn) ?? new TargetGroupState(config);
      this.#groups.set(config.arn, group);
      group.config = config;
      group.nodes = nodes.get(config.arn) ?? [];
      this.#registerEarly(group);
      this.#takeDocumentTargets(group);
      this.#sync(group);
    }
    this.#armLocate();
  }

  group(arn: string): TargetGroupState | undefined {
    return this.#groups.get(arn);
  }

  groups(): Iterable<TargetGroupState> {
    return this.#groups.values();
  }

  register(targetGroupArn: string, registered: RegisteredTarget): void {
    const group = this.#groups.get(targetGroupArn);
    if (!group) {
      const early = this.#early.get(targetGroupArn) ?? new Map<string, RegisteredTarget>();
      this.#early.set(targetGroupArn, early.set(registered.instanceId, registered));
      return;
    }
    this.#add(group, new Target({ registered, source: 'fleet', isLocated: true }));
    this.#sync(group);
  }

  deregister(targetGroupArn: string, instanceId: string): Promise<void> {
    this.#early.get(targetGroupArn)?.delete(instanceId);
    const group = this.#groups.get(targetGroupArn);
    const target = group?.targets.get(instanceId);
    if (!group || !target) return Promise.resolve();
    if (target.draining) return target.draining.done;
    const delayMs = group.config.attributes.deregistrationDelaySeconds * 1000;
    if (delayMs === 0 || !group.isServing(target)) {
      this.#finishDeregistration(group, target);
      return Promise.resolve();
    }
    const { promise: done, resolve } = Promise.withResolvers<void>();
    const timer = this.#context.clock.after(delayMs, () =>
      this.#finishDeregistration(group, target),
    );
    target.draining = { timer, done, resolve };
    this.#sync(group);
    return done;
  }

  state(targetGroupArn: string, instanceId: string): TargetHealth['state'] | undefined {
    const group = this.#groups.get(targetGroupArn);
    const target = group?.targets.get(instanceId);
    return group && target ? group.statusOf(target).state : undefined;
  }

  onStateChange(listener: (change: TargetStateChange) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  describe(targetGroupArn: string): TargetHealth[] {
    const group = this.#groups.get(targetGroupArn);
    if (!group) return [];
    return [...group.targets.values()].map((target) => {
      const { instanceId, port, zone } = target.registered;
      return { instanceId, port, zone, ...group.statusOf(target) };
    });
  }

  close(): void {
    this.#locateTimer?.cancel();
    for (const group of this.#groups.values()) this.#removeGroup(group);
    this.#listeners.clear();
  }

  #removeGroup(group: TargetGroupState): void {
    for (const target of group.targets.values()) this.#forget(group, target);
    group.rebuildCandidates();
    this.#groups.delete(group.config.arn);
  }

  #registerEarly(group: TargetGroupState): void {
    for (const registered of this.#early.get(group.config.arn)?.values() ?? [])
      this.#add(group, new Target({ registered, source: 'fleet', isLocated: true }));
    this.#early.delete(group.config.arn);
  }

  /** A target that is registered again starts anew, also when it was draining. */
  #add(group: TargetGroupState, target: Target): void {
    const known = group.targets.get(target.registered.instanceId);
    if (known) this.#forget(group, known);
    group.targets.set(target.registered.instanceId, target);
  }

  #takeDocumentTargets(group: TargetGroupState): void {
    const named = new Set(group.config.targets.map((target) => target.instanceId));
    for (const target of group.targets.values()) {
      if (target.source === 'document' && !named.has(target.registered.instanceId))
        void this.deregister(group.config.arn, target.registered.instanceId);
    }
    for (const { instanceId, port } of group.config.targets) {
      const known = group.targets.get(instanceId);
      const found = this.#options.locate(instanceId);
      const isAsBefore =
        known !== undefined &&
        !known.draining &&
        known.registered.port === port &&
        known.registered.loopbackAddress === (found?.loopbackAddress ?? '');
      // What the fleet registered itself is not registered a second time.
      if (isAsBefore || known?.source === 'fleet') continue;
      const registered = { instanceId, port, zone: '', loopbackAddress: '', ...found };
      this.#add(
        group,
        new Target({ registered, source: 'document', isLocated: found !== undefined }),
      );
    }
  }

  #armLocate(): void {
    const isNeeded = [...this.#groups.values()].some((group) => group.config.targets.length > 0);
    if (!isNeeded) {
      this.#locateTimer?.cancel();
      this.#locateTimer = undefined;
      return;
    }
    this.#locateTimer ??= this.#context.clock.every(LOCATE_INTERVAL_MS, () => {
      for (const group of this.#groups.values()) {
        if (group.config.targets.length === 0) continue;
        this.#takeDocumentTargets(group);
        this.#sync(group);
      }
    });
  }

  #finishDeregistration(group: TargetGroupState, target: Target): void {
    this.#forget(group, target);
    group.targets.delete(target.registered.instanceId);
    this.#tell(group, target, { state: 'unused', reason: 'Target.NotRegistered' });
    this.#sync(group);
  }

  #forget(group: TargetGroupState, target: Target): void {
    for (const address of target.nodes.keys()) this.#stopLoop(group, target, address);
    target.release();
    target.draining?.timer.cancel();
    target.draining?.resolve();
  }

  /** Makes nodes, health checks and candidates what configuration and registrations say now. */
  #sync(group: TargetGroupState): void {
    for (const target of group.targets.values()) this.#syncTarget(group, target);
    group.rebuildCandidates();
    for (const target of group.targets.values()) this.#review(group, target);
    this.#options.onChange();
  }

  #syncTarget(group: TargetGroupState, target: Target): void {
    // While it drains its connections live on; only the health checks end.
    if (target.draining) {
      for (const address of target.nodes.keys()) this.#stopLoop(group, target, address);
      return;
    }
    const nodes = group.isServing(target) ? group.nodes : [];
    const addresses = new Set(nodes.map((node) => node.address));
    for (const [address, nodeTarget] of target.nodes) {
      if (addresses.has(address)) continue;
      this.#stopLoop(group, target, address);
      nodeTarget.closePool();
      target.nodes.delete(address);
    }
    for (const address of addresses) this.#syncNode(group, target, address);
  }

  #syncNode(group: TargetGroupState, target: Target, address: string): void {
    const { clock } = this.#context;
    const nodeTarget =
      target.nodes.get(address) ?? new NodeTarget({ target, dialer: this.#dialer(address), clock });
    target.nodes.set(address, nodeTarget);
    const settings = group.config.healthCheck;
    nodeTarget.isExempt = !settings.enabled;
    const id = loopId(group, target, address);
    if (!settings.enabled) this.#loops.stop(id);
    else
      this.#loops.run(id, { nodeTarget, settings, onObserved: () => this.#review(group, target) });
  }

  #stopLoop(group: TargetGroupState, target: Target, address: string): void {
    this.#loops.stop(loopId(group, target, address));
  }

  #dialer(nodeAddress: string): Dialer {
    const { network, ports } = this.#options;
    const dialer =
      this.#dialers.get(nodeAddress) ??
      new Dialer({ clock: this.#context.clock, network, ports, nodeAddress });
    this.#dialers.set(nodeAddress, dialer);
    return dialer;
  }

  /** Tells of a target whose state or reason is another than the last that was told. */
  #review(group: TargetGroupState, target: Target): void {
    const before = target.status;
    const status = group.statusOf(target);
    if (before && before.state === status.state && before.reason === status.reason) {
      target.status = status;
      // One node may have changed its mind though the whole has not.
      this.#options.onChange();
      return;
    }
    if (status.state === 'healthy') this.#warmUp(group, target);
    else target.endSlowStart();
    target.status = status;
    this.#tell(group, target, status);
    this.#options.onChange();
  }

  /**
   * "Newly registered targets enter slow start mode only when there is at least one healthy target
   * that is not in slow start mode."
   */
  #warmUp(group: TargetGroupState, target: Target): void {
    const durationMs = group.config.attributes.slowStartSeconds * 1000;
    const hasWarmOne = [...group.targets.values()].some(
      (other) => other !== target && other.status?.state === 'healthy' && !other.isWarmingUp,
    );
    if (durationMs > 0 && hasWarmOne) target.startSlowly(this.#context.clock.nowMs(), durationMs);
  }

  #tell(
    group: TargetGroupState,
    target: Target,
    status: { state: TargetHealth['state']; reason: string; description?: string },
  ): void {
    const { state, reason, description } = status;
    const { instanceId } = target.registered;
    this.#context.emit({
      type: 'target-health',
      targetGroup: group.config.name,
      target: instanceId,
      state,
      reason: description ? `${reason}: ${description}` : reason,
    });
    for (const listener of this.#listeners)
      listener({ targetGroupArn: group.config.arn, instanceId, state, reason });
  }
}

function loopId(group: TargetGroupState, target: Target, nodeAddress: string): string {
  return `${group.config.arn} ${target.registered.instanceId} ${nodeAddress}`;
}
