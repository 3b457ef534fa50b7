import { errorText } from '@understudy/contract';
import type { ActivityLog } from './activity-log.ts';
import type { FleetDeps } from '../deps.ts';
import type { FailureRow } from './failure-row.ts';
import { equip, type GroupSettings, newMember, SubnetFull } from '../instance/launcher.ts';
import { type Member, newInstanceId, stateOf } from './member.ts';
import type { Place } from '../decisions/group-view.ts';
import { Registrations } from './registrations.ts';
import { described } from './wording.ts';

export interface GroupMembersOptions {
  activities: ActivityLog;
  failures: FailureRow;
  settings(): GroupSettings;
  isSuspended(process: string): boolean;
  onLaunchFailed(): void;
  /** Something came into service, became unhealthy or is gone: decide anew. */
  onChange(): void;
}

/**
 * The instances of a group, from launch to end. What is to be launched and ended, the group
 * decides.
 */
export class GroupMembers {
  readonly registrations: Registrations;
  readonly #deps: FleetDeps;
  readonly #options: GroupMembersOptions;
  readonly #members = new Map<string, Member>();
  readonly #failedSubnets = new Set<string>();
  readonly #closing = new AbortController();

  constructor(deps: FleetDeps, options: GroupMembersOptions) {
    this.#deps = deps;
    this.#options = options;
    this.registrations = new Registrations(deps);
  }

  /** Subnets in which the last launch could not even begin. */
  get failedSubnets(): ReadonlySet<string> {
    return this.#failedSubnets;
  }

  get(instanceId: string): Member | undefined {
    return this.#members.get(instanceId);
  }

  all(): Member[] {
    return [...this.#members.values()];
  }

  /** Those that count as capacity. */
  live(): Member[] {
    return this.all().filter(({ state }) => state === 'Pending' || state === 'InService');
  }

  launch(place: Place, cause: string, isRebalancing: boolean): void {
    const instanceId = newInstanceId();
    const activity = this.#options.activities.begin(described.launch(instanceId), cause);
    const nowMs = this.#deps.clock.nowMs();
    const member = newMember(this.#options.settings(), { instanceId, place, nowMs, activity });
    member.isRebalancing = isRebalancing;
    this.#members.set(instanceId, member);
    this.#say(member, 'pending', `launched in ${place.zone}`);
    void this.#boot(member);
  }

  markUnhealthy(member: Member, check: 'EC2' | 'ELB', reason: string): void {
    member.failedCheck = check;
    this.#options.failures.unhealthy(this.#deps.clock.nowMs());
    this.#say(member, 'unhealthy', reason);
  }

  /** Drains it, then ends it. Undefined where it is being ended already. */
  terminate(
    member: Member,
    cause: string,
    drainMsMax = this.#deps.limits.drainMsMax,
  ): { activityId: string; ended: Promise<void> } | undefined {
    if (member.state === 'Terminating' || member.state === 'Terminated') return undefined;
    if (member.state === 'Pending') this.#options.activities.abandon(member.launchActivity);
    member.state = 'Terminating';
    const { instanceId } = member;
    const description =
      member.registeredWith.size > 0
        ? described.draining(instanceId)
        : described.terminate(instanceId);
    const activity = this.#options.activities.begin(description, cause);
    this.#say(member, 'terminating', cause);
    const end = async (): Promise<void> => {
      await this.registrations.drain(member, drainMsMax, this.#closing.signal);
      activity.description = described.terminate(instanceId);
      await this.#finish(member, cause);
      this.#options.activities.succeed(activity);
    };
    return { activityId: activity.activityId, ended: end() };
  }

  /** The region's process ends: nothing is drained, nothing outlives it. */
  async close(): Promise<void> {
    this.#closing.abort();
    const { closeWallMs } = this.#deps.limits;
    await Promise.all(this.all().map(async ({ machine }) => machine?.stop(closeWallMs)));
  }

  async #boot(member: Member): Promise<void> {
    const output = this.#deps.outputs.open(member.instanceId);
    try {
      const machine = equip(this.#deps, this.#options.settings(), member, output);
      member.isRunning = true;
      void machine.exited.then((how) => this.#programEnded(member, how));
      await machine.start();
    } catch (error) {
      // What is being terminated has its own end; anything else is a launch that failed.
      if (member.state === 'Pending') await this.#launchFailed(member, error);
      return;
    }
    if (member.state === 'Pending') this.#enterService(member);
  }

  #enterService(member: Member): void {
    const { activities, failures, settings, isSuspended, onChange } = this.#options;
    const { clock, limits } = this.#deps;
    member.state = 'InService';
    member.inServiceMs = clock.nowMs();
    // Under a maintenance policy it takes nobody's place before it is ready to use.
    if (settings().group.instanceMaintenancePolicy === undefined) member.isRebalancing = false;
    failures.launched();
    this.#failedSubnets.delete(member.place.subnetId);
    activities.succeed(member.launchActivity);
    this.#say(member, 'in-service', 'its port accepts connections');
    // While suspended, new instances are not added, and not later either.
    // https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-suspend-resume-processes.html
    if (!isSuspended('AddToLoadBalancer'))
      for (const targetGroup of settings().targetGroups)
        this.registrations.register(member, targetGroup);
    clock.after(limits.stableServiceMs, () => {
      if (member.state === 'InService' && member.failedCheck === undefined) failures.reset();
    });
    onChange();
  }

  async #launchFailed(member: Member, error: unknown): Promise<void> {
    const reason = errorText(error);
    if (error instanceof SubnetFull) this.#failedSubnets.add(member.place.subnetId);
    member.state = 'Terminating';
    this.#options.failures.failedLaunch(member.instanceId, this.#deps.clock.nowMs());
    this.#options.onLaunchFailed();
    this.#deps.outputs.note(member.instanceId, `the launch failed: ${reason}`);
    this.#options.activities.failLaunch(member.launchActivity, reason);
    this.#say(member, 'terminating', reason);
    await this.#finish(member, reason);
  }

  #programEnded(member: Member, how: string): void {
    member.isRunning = false;
    if (member.state !== 'InService') return;
    this.#deps.outputs.note(member.instanceId, `the program ended: ${how}`);
    if (this.#options.isSuspended('HealthCheck')) return;
    // Not running: unhealthy at once, grace period or not.
    if (member.failedCheck === undefined)
      this.markUnhealthy(member, 'EC2', `its program ended: ${how}`);
    this.#options.onChange();
  }

  async #finish(member: Member, reason: string): Promise<void> {
    await member.machine?.stop(this.#deps.limits.shutdownWallMs);
    member.state = 'Terminated';
    member.isRunning = false;
    this.#members.delete(member.instanceId);
    if (member.addresses !== undefined) this.#deps.addresses.giveBack(member.addresses);
    this.#deps.outputs.end(member.instanceId);
    this.#deps.remember(stateOf(member));
    this.#say(member, 'terminated', reason);
    this.#options.onChange();
  }

  #say(
    member: Member,
    state: 'pending' | 'in-service' | 'unhealthy' | 'terminating' | 'terminated',
    reason: string,
  ): void {
    const { groupName: group, instanceId } = member;
    this.#deps.emit({ type: 'instance', group, instanceId, state, reason });
  }
}
