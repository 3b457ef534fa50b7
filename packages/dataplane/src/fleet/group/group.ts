import type { GroupState, ScalingPolicy, Timer } from '@understudy/contract';
import { ActivityLog } from './activity-log.ts';
import { desiredAfter, judgePolicy, type PolicyVerdict } from './adjust-capacity.ts';
import type { CapacityStore } from './capacity-store.ts';
import type { FleetDeps } from '../deps.ts';
import { FailureRow } from './failure-row.ts';
import { GroupMembers } from './group-members.ts';
import { belowMinimum, launchProblems, notManaged, settingProblems } from './group-problems.ts';
import { type GroupSettings, portsOf } from '../instance/launcher.ts';
import { viewGroup } from './view-group.ts';
import type { GroupView } from '../decisions/group-view.ts';
import { decide, type Decision } from '../decisions/decide.ts';
import { isReady, isUnhealthyTarget } from './readiness.ts';
import { SimpleScaling } from './simple-scaling.ts';
import { caused, causeOf } from './wording.ts';

/** One Auto Scaling group: keeps as many instances in service as it should have. */
export class ScalingGroup {
  readonly activities: ActivityLog;
  readonly members: GroupMembers;
  readonly #deps: FleetDeps;
  readonly #store: CapacityStore;
  readonly #failures: FailureRow;
  readonly #scaling = new SimpleScaling();
  #settings: GroupSettings;
  #desired = 0;
  #replacementsOwed = 0;
  /** Why the desired capacity is what it is, until the group has it. */
  #capacityCause: string | undefined;
  #checkedLaunch: string | undefined;
  #isActive = true;
  #isReconciling = false;
  /** Something happened that the policy has not yet decided about. */
  #isDue = false;
  #retry: Timer | undefined;

  constructor(deps: FleetDeps, store: CapacityStore, settings: GroupSettings) {
    this.#deps = deps;
    this.#store = store;
    this.#settings = settings;
    this.activities = new ActivityLog(deps, settings.group.name, deps.limits.activitiesMax);
    this.#failures = new FailureRow(deps.limits);
    this.members = new GroupMembers(deps, {
      activities: this.activities,
      failures: this.#failures,
      settings: () => this.#settings,
      isSuspended: (process) => this.isSuspended(process),
      onLaunchFailed: () => this.#scaling.fail(),
      onChange: () => this.#reconcile(),
    });
  }

  get name(): string {
    return this.#settings.group.name;
  }

  /** Brings new settings into force; instances come and go after that. Problems as sentences. */
  async apply(settings: GroupSettings): Promise<string[]> {
    const previous = this.#settings;
    this.#settings = settings;
    this.#applyLaunch();
    this.#applyCapacity();
    this.members.registrations.follow(this.members.live(), {
      before: previous.targetGroups,
      now: settings.targetGroups,
      mayAdd: !this.isSuspended('AddToLoadBalancer'),
    });
    this.#reconcile();
    const served = await Promise.all(
      this.members
        .all()
        .map(async ({ machine, launch }) =>
          machine?.serve(portsOf(this.#deps, settings, launch.securityGroupIds)),
        ),
    );
    return [...settingProblems(settings), ...served.flatMap((problems) => problems ?? [])];
  }

  /** Terminates everything. Resolves when nothing is left. */
  async remove(): Promise<void> {
    this.#deactivate();
    const cause = caused.groupDeleted(this.#now());
    const drainMsMax = this.#deps.limits.removedGroupDrainMsMax;
    await Promise.all(
      this.members
        .all()
        .map(async (member) => this.members.terminate(member, cause, drainMsMax)?.ended),
    );
  }

  async close(): Promise<void> {
    this.#deactivate();
    await this.members.close();
  }

  state(): GroupState {
    const { name, minSize, maxSize } = this.#settings.group;
    return {
      name,
      desiredCapacity: this.#desired,
      minSize,
      maxSize,
      instanceIds: this.members.all().map(({ instanceId }) => instanceId),
      failedLaunchesInARow: this.#failures.failedLaunches,
      lastFailedInstanceId: this.#failures.lastFailedInstanceId,
    };
  }

  isSuspended(process: string): boolean {
    return this.#settings.group.suspendedProcesses.includes(process);
  }

  judge(policy: ScalingPolicy): PolicyVerdict {
    const waits = this.#scaling.blockedBecause(this.#now());
    return judgePolicy(policy, this.#settings.group, { desired: this.#desired, waits });
  }

  pending(): Decision[] {
    return decide(this.#view());
  }

  executePolicy(policy: ScalingPolicy, cause: string): void {
    const { group } = this.#settings;
    const change = this.judge(policy);
    if (change.to === change.from) return;
    this.#scaling.begin((policy.cooldownSeconds ?? group.defaultCooldownSeconds) * 1_000);
    this.#setDesired(change.to, caused.policy(this.#now(), change, cause));
    this.#reconcile();
  }

  /** A step of an instance refresh: what ends, and what is replaced before it ends. */
  refreshInstances({ terminate, leaving }: { terminate: string[]; leaving: string[] }): void {
    const cause = caused.refreshTermination(this.#now());
    for (const member of this.members.all()) {
      member.isLeaving = leaving.includes(member.instanceId);
      if (terminate.includes(member.instanceId)) this.members.terminate(member, cause);
    }
    this.#reconcile();
  }

  /** TerminateInstanceInAutoScalingGroup. Returns the activity's id. */
  terminateInstance(instanceId: string, decrementDesiredCapacity: boolean): string {
    const member = this.members.get(instanceId);
    const { minSize } = this.#settings.group;
    const change = decrementDesiredCapacity
      ? { from: this.#desired, to: this.#desired - 1 }
      : undefined;
    if (member !== undefined && change !== undefined && change.to < minSize)
      throw belowMinimum(minSize);
    const cause = caused.userTermination(this.#now(), instanceId, change);
    const termination = member && this.members.terminate(member, cause);
    if (termination === undefined) throw notManaged(instanceId);
    if (change !== undefined) this.#setDesired(change.to, undefined);
    this.#reconcile();
    return termination.activityId;
  }

  /** The periodic check: programs that have ended, and what the target groups say. */
  checkHealth(): void {
    const { group } = this.#settings;
    const asked = this.isSuspended('HealthCheck') ? [] : this.members.all();
    for (const member of asked) {
      if (member.state !== 'InService' || member.failedCheck !== undefined) continue;
      if (!member.isRunning) this.members.markUnhealthy(member, 'EC2', 'its program has ended');
      else if (isUnhealthyTarget(member, group, this.#sight()))
        this.members.markUnhealthy(member, 'ELB', 'a target group calls it unhealthy');
    }
    this.#reconcile();
  }

  /** Does what the policy decides, and decides anew as long as doing it changes something. */
  #reconcile(): void {
    this.#isDue = this.#isActive;
    if (this.#isReconciling) return;
    this.#isReconciling = true;
    while (this.#isDue) {
      this.#isDue = false;
      for (const member of this.members.all())
        if (isReady(member, this.#settings.group, this.#sight())) member.isRebalancing = false;
      this.#carryOut(decide(this.#view()));
    }
    this.#isReconciling = false;
    if (!this.#isActive) return;
    this.#settle();
    this.#armRetry();
  }

  #carryOut(decisions: readonly Decision[]): void {
    const capacity = this.members.live().length;
    const selected = decisions.flatMap((decision) =>
      decision.kind === 'terminate' && decision.reason === 'scale-in' ? decision.instanceId : [],
    );
    const shrunk = causeOf(
      this.#capacityCause,
      ...caused.shrunkBy(this.#now(), capacity, selected),
    );
    for (const decision of decisions) {
      if (decision.kind === 'launch') this.#launch(decision, capacity);
      else this.#terminate(decision, shrunk);
    }
  }

  #launch({ place, reason }: Decision & { kind: 'launch' }, capacity: number): void {
    const nowMs = this.#now();
    switch (reason) {
      case 'capacity': {
        const started = caused.started(nowMs, { from: capacity, to: this.#desired });
        return this.members.launch(place, causeOf(this.#capacityCause, started), false);
      }
      case 'replace':
        this.#replacementsOwed--;
        return this.members.launch(place, caused.replaced(nowMs), false);
      case 'refresh':
        return this.members.launch(place, caused.refreshLaunch(nowMs), false);
      case 'rebalance':
        return this.members.launch(place, caused.rebalanced(nowMs, place.zone), true);
    }
  }

  #terminate({ instanceId, reason }: Decision & { kind: 'terminate' }, shrunkCause: string): void {
    const member = this.members.get(instanceId);
    if (member === undefined) return;
    if (reason === 'unhealthy') this.#replacementsOwed++;
    const causes = {
      unhealthy: () => caused.unhealthy(this.#now(), member.failedCheck ?? 'EC2'),
      rebalance: () => caused.endedToBalance(this.#now()),
      'scale-in': () => shrunkCause,
    };
    this.members.terminate(member, causes[reason]());
  }

  /** A new template may be the mended one: it is not kept waiting for the old one's failures. */
  #applyLaunch(): void {
    const { launch, name } = this.#settings.group;
    const text = JSON.stringify(launch);
    if (text === this.#checkedLaunch) return;
    this.#checkedLaunch = text;
    this.#failures.reset();
    for (const problem of launchProblems(launch))
      this.#deps.emit({ type: 'log', level: 'warn', message: `group ${name}: ${problem}` });
  }

  #applyCapacity(): void {
    const { group } = this.#settings;
    const record = this.#store.get(group.arn);
    if (record?.desiredRevision !== group.desiredRevision) this.#failures.reset();
    const change = { from: record?.desiredCapacity ?? 0, to: desiredAfter(record, group) };
    const nowMs = this.#now();
    let cause = this.#capacityCause;
    if (record === undefined) cause = caused.created(nowMs, change);
    else if (change.to !== change.from) cause = caused.updated(nowMs, change, group);
    this.#setDesired(change.to, cause);
  }

  #setDesired(desiredCapacity: number, cause: string | undefined): void {
    const { arn, desiredRevision } = this.#settings.group;
    this.#desired = desiredCapacity;
    this.#capacityCause = cause;
    this.#store.put(arn, { desiredCapacity, desiredRevision });
  }

  #view(): GroupView {
    return viewGroup(this.#deps, this.#settings, this.members, {
      desiredCapacity: this.#desired,
      replacementsOwed: this.#replacementsOwed,
      launchNotBeforeMs: this.#failures.launchNotBeforeMs,
    });
  }

  /** Forgets causes and ends the scaling activity when the group is what it should be. */
  #settle(): void {
    const members = this.members.all();
    const isSteady = members.every(
      ({ state, failedCheck }) => state === 'InService' && failedCheck === undefined,
    );
    if (!isSteady || members.length !== this.#desired) return;
    this.#capacityCause = undefined;
    this.#replacementsOwed = 0;
    this.#scaling.settle(this.#now());
  }

  #armRetry(): void {
    this.#retry?.cancel();
    const waitMs = this.#failures.launchNotBeforeMs - this.#now();
    this.#retry = waitMs > 0 ? this.#deps.clock.after(waitMs, () => this.#reconcile()) : undefined;
  }

  #sight(): { targets: FleetDeps['targets']; nowMs: number } {
    return { targets: this.#deps.targets, nowMs: this.#now() };
  }

  #deactivate(): void {
    this.#isActive = false;
    this.#retry?.cancel();
  }

  #now(): number {
    return this.#deps.clock.nowMs();
  }
}
