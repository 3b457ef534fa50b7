import type {
  EventBody,
  FleetConfig,
  GroupState,
  InstanceState,
  NetworkConfig,
  PortPlan,
  RegionQueries,
  ScalingActivity,
  ScalingPolicy,
  TargetGroup,
  Timer,
} from '@understudy/contract';
import { rmSync } from 'node:fs';
import { AwsError } from '@understudy/wire';
import type { PolicyExecutor } from '../alarms/metric-sink.ts';
import type { TargetRegistry } from '../balancer/targets/target-registry.ts';
import { NO_FAULTS, type FaultView } from '../faults/faults-now.ts';
import type { NetworkView } from '../net/network-view.ts';
import type { Part, PartContext } from '../part.ts';
import { InstanceRoles } from '../roles/instance-roles.ts';
import { AddressPool } from './network/address-pool.ts';
import { CapacityStore } from './group/capacity-store.ts';
import { DependencyRelays } from './dependencies/dependency-relays.ts';
import type { FleetDeps } from './deps.ts';
import { ScalingGroup } from './group/group.ts';
import { notManaged } from './group/group-problems.ts';
import type { GroupSettings } from './instance/launcher.ts';
import { type TargetPorts, WEB_PORT_DEFAULT } from './network/interface-ports.ts';
import { stateOf } from './group/member.ts';
import { homesOf } from './instance/machine.ts';
import { FLEET_LIMITS, type FleetLimits } from './limits.ts';
import { OutputArchive } from './instance/output-archive.ts';
import { SilentConnections } from '../net/silent-connections.ts';

export type FleetPartConfig = FleetConfig & {
  network: NetworkConfig;
  scalingPolicies: ScalingPolicy[];
  /**
   * The region's target groups, for their ports. Absent: all are taken to have port 80, and `apply`
   * says so.
   */
  targetGroups?: TargetGroup[];
};

export interface FleetOptions {
  /** The fleet's own folder: desired capacities, instances' output and home folders. */
  directory: string;
  region: string;
  account: string;
  ports: PortPlan;
  network: NetworkView;
  targets: TargetRegistry;
  /** Absent: nothing is broken on purpose. */
  faults?: FaultView;
  /** What instances act as. Absent: nobody. */
  roles?: InstanceRoles;
  /** Other bounds than the fleet's own, for tests. */
  limits?: Partial<FleetLimits>;
}

type Input<Query extends keyof RegionQueries> = RegionQueries[Query]['input'];
type Output<Query extends keyof RegionQueries> = RegionQueries[Query]['output'];

/** EC2 shows a terminated instance for about an hour. */
const TERMINATED_SHOWN_MS = 3_600_000;

/** The region's Auto Scaling groups, with instances that are real processes. */
export class Fleet implements Part<FleetPartConfig>, PolicyExecutor {
  readonly #deps: FleetDeps;
  readonly #store: CapacityStore;
  readonly #healthTimer: Timer;
  /** By ARN. */
  readonly #groups = new Map<string, ScalingGroup>();
  /** Gone from the document, while their last instances end. */
  readonly #leaving = new Set<ScalingGroup>();
  #gone: { state: InstanceState; endedMs: number }[] = [];
  #policies: readonly ScalingPolicy[] = [];

  constructor(context: PartContext, options: FleetOptions) {
    const limits = { ...FLEET_LIMITS, ...options.limits };
    const warn = (message: string): void => context.emit({ type: 'log', level: 'warn', message });
    this.#store = new CapacityStore(options.directory, warn);
    // A process before this one may have been killed: its instances are gone, their homes are not.
    rmSync(homesOf(options.directory), { recursive: true, force: true });
    const emit = (body: EventBody): void => context.emit(body);
    const faults = options.faults ?? NO_FAULTS;
    this.#deps = {
      ...context,
      ...options,
      emit,
      limits,
      faults,
      dependencies: new DependencyRelays({
        ...{ clock: context.clock, faults, emit },
        relaysMax: limits.dependencyRelaysMax,
        connectionsMax: limits.dependencyConnectionsMax,
      }),
      roles: options.roles ?? new InstanceRoles(options.account),
      silence: new SilentConnections(context.clock, limits),
      addresses: new AddressPool(),
      outputs: new OutputArchive(options.directory, limits, warn),
      liveCount: () => this.#all().flatMap((group) => group.members.live()).length,
      remember: (state) => this.#remember(state),
    };
    this.#healthTimer = context.clock.every(limits.healthCheckPeriodMs, () => {
      for (const group of this.#groups.values()) group.checkHealth();
    });
  }

  async apply(config: FleetPartConfig): Promise<string[]> {
    this.#policies = config.scalingPolicies;
    const arns = new Set(config.groups.map(({ arn }) => arn));
    for (const [arn, group] of this.#groups) if (!arns.has(arn)) this.#dismiss(arn, group);
    const isGuessing =
      config.targetGroups === undefined &&
      config.groups.some(({ targetGroupArns }) => targetGroupArns.length > 0);
    const problems = isGuessing
      ? [`the target groups' ports were not told to the fleet; it takes ${WEB_PORT_DEFAULT}`]
      : [];
    if (config.dependencyAddress !== undefined) {
      const userData = config.groups.map(({ launch }) => launch.userData);
      problems.push(...(await this.#deps.dependencies.open(config.dependencyAddress, userData)));
    }
    for (const group of config.groups)
      problems.push(...(await this.#applyGroup(settingsOf(config, group))));
    return problems;
  }

  async close(): Promise<void> {
    this.#healthTimer.cancel();
    await Promise.all(this.#all().map((group) => group.close()));
    this.#deps.silence.close();
    this.#deps.dependencies.close();
  }

  /**
   * An alarm's action: waits for the cooldown, and does nothing where AlarmNotification is
   * suspended.
   */
  executePolicy(policyArn: string, cause: string): void {
    const { policy, group } = this.#findPolicy(policyArn);
    if (policy === undefined || group === undefined)
      return this.#log('error', `an alarm names a scaling policy that is not here: ${policyArn}`);
    const { blocked } = group.judge(policy);
    if (blocked !== undefined)
      return this.#log('info', `policy ${policy.name} is not carried out: ${blocked}`);
    group.executePolicy(policy, cause);
  }

  /** ExecutePolicy of the API. */
  executePolicyNow(input: Input<'executePolicy'>): Output<'executePolicy'> {
    const { policy, group } = this.#findPolicy(input.policyArn);
    if (policy === undefined || group === undefined)
      throw new AwsError({
        code: 'ValidationError',
        message: `Policy ${input.policyArn} does not exist`,
      });
    if (input.honorCooldown && group.judge(policy).waits !== undefined)
      throw new AwsError({
        code: 'ScalingActivityInProgress',
        message:
          "The operation can't be performed because there are scaling activities in progress.",
      });
    group.executePolicy(policy, `a user request executed policy ${policy.name}`);
    return {};
  }

  describeGroups(): GroupState[] {
    return [...this.#groups.values()].map((group) => group.state());
  }

  /** Also those that ended within the last hour, as `Terminated`. */
  describeInstances(): InstanceState[] {
    const sinceMs = this.#deps.clock.nowMs() - TERMINATED_SHOWN_MS;
    return [
      ...this.#all().flatMap((group) => group.members.all().map(stateOf)),
      ...this.#gone.filter(({ endedMs }) => endedMs >= sinceMs).map(({ state }) => state),
    ];
  }

  instanceOutput({ instanceId }: Input<'instanceOutput'>): Output<'instanceOutput'> {
    return {
      instanceId,
      lines: this.#deps.outputs.lines(instanceId),
      ...this.#deps.outputs.progress(instanceId),
    };
  }

  async replaceProgram({ instanceId }: Input<'replaceProgram'>): Promise<Output<'replaceProgram'>> {
    const group = [...this.#groups.values()].find(({ members }) => members.get(instanceId));
    const member = group?.members.get(instanceId);
    if (member?.machine === undefined || member.state !== 'InService') throw notManaged(instanceId);
    await member.machine.replaceProgram();
    return {};
  }

  terminateInstance(input: Input<'terminateInstance'>): Output<'terminateInstance'> {
    const group = [...this.#groups.values()].find(({ members }) => members.get(input.instanceId));
    if (group === undefined) throw notManaged(input.instanceId);
    return { activity: group.terminateInstance(input.instanceId, input.decrementDesiredCapacity) };
  }

  refreshInstances(input: Input<'refreshInstances'>): Output<'refreshInstances'> {
    const group = [...this.#groups.values()].find(({ name }) => name === input.groupName);
    group?.refreshInstances(input);
    return {};
  }

  describeActivities({ groupName }: Input<'describeActivities'>): ScalingActivity[] {
    return this.#all()
      .filter(({ name }) => name === groupName)
      .flatMap((group) => group.activities.list());
  }

  /** A group by its name, and its policies. */
  scalingOf(name: string): { group: ScalingGroup | undefined; policies: ScalingPolicy[] } {
    const policies = this.#policies.filter(({ groupName }) => groupName === name);
    return { group: [...this.#groups.values()].find((one) => one.name === name), policies };
  }

  /** `from`: an instance of this region, its private address, or a loopback address. */
  testReachability(input: Input<'testReachability'>): Output<'testReachability'> {
    const toAddress = this.locate(input.instanceId)?.loopbackAddress;
    if (toAddress === undefined) throw notManaged(input.instanceId);
    const sender = this.describeInstances().find(
      ({ instanceId, privateIp, lifecycleState }) =>
        lifecycleState !== 'Terminated' && [instanceId, privateIp].includes(input.from),
    );
    const fromAddress = sender?.loopbackAddress ?? input.from;
    const { port } = input;
    const verdict = this.#deps.network.admits({ fromAddress, toAddress, port });
    return verdict.admitted
      ? { admitted: true, reason: 'security groups and routes admit it' }
      : verdict;
  }

  /** Where an instance is, for those that are registered with a target group by hand. */
  locate(instanceId: string): { zone: string; loopbackAddress: string } | undefined {
    for (const group of this.#all()) {
      const member = group.members.get(instanceId);
      if (member?.addresses === undefined) continue;
      return { zone: member.place.zone, loopbackAddress: member.addresses.loopbackAddress };
    }
    return undefined;
  }

  async #applyGroup(settings: GroupSettings): Promise<string[]> {
    const { arn } = settings.group;
    const group = this.#groups.get(arn) ?? new ScalingGroup(this.#deps, this.#store, settings);
    this.#groups.set(arn, group);
    return group.apply(settings);
  }

  #dismiss(arn: string, group: ScalingGroup): void {
    this.#groups.delete(arn);
    this.#store.delete(arn);
    this.#leaving.add(group);
    void group.remove().finally(() => this.#leaving.delete(group));
  }

  #findPolicy(arn: string): { policy: ScalingPolicy | undefined; group: ScalingGroup | undefined } {
    const policy = this.#policies.find((candidate) => candidate.arn === arn);
    const group = [...this.#groups.values()].find(({ name }) => name === policy?.groupName);
    return { policy, group };
  }

  #remember(state: InstanceState): void {
    this.#gone.push({ state, endedMs: this.#deps.clock.nowMs() });
    this.#gone = this.#gone.slice(-this.#deps.limits.goneInstancesMax);
  }

  #all(): ScalingGroup[] {
    return [...this.#groups.values(), ...this.#leaving];
  }

  #log(level: 'info' | 'error', message: string): void {
    this.#deps.emit({ type: 'log', level, message });
  }
}

function settingsOf(
  config: FleetPartConfig,
  group: FleetPartConfig['groups'][number],
): GroupSettings {
  return {
    group,
    network: config.network,
    targetGroups:
      config.targetGroups?.filter(({ arn }) => group.targetGroupArns.includes(arn)) ??
      group.targetGroupArns.map(withGuessedPort),
    images: config.images,
    metadataAddress: config.metadataAddress,
    aws: config.aws,
  };
}

function withGuessedPort(arn: string): TargetPorts {
  return { arn, port: WEB_PORT_DEFAULT, healthCheck: { port: 'traffic-port' } };
}
