import type {
  AutoScalingGroup,
  GroupState,
  InstanceState,
  ScalingActivity,
  ScalingPolicy,
  TargetHealth,
} from '@understudy/contract';
import type { ServiceTraits } from '@understudy/wire';
import { askRegion } from '../../kernel/ask-region.ts';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { News } from '../../kernel/news.ts';
import { bindOperations, mergeOperations } from '../../kernel/operations.ts';
import type { Service } from '../../kernel/service.ts';
import type { Ec2Service } from '../ec2/ec2-service.ts';
import type { ElbV2Service } from '../elbv2/elbv2-service.ts';
import { AutoScalingStore } from './autoscaling-store.ts';
import { describeGroupOperations } from './describe-group.ts';
import { groupControlOperations } from './group-control.ts';
import { groupTagOperations } from './group-tags.ts';
import { groupOperations } from './groups.ts';
import { policyOperations } from './policies.ts';
import { instanceRefreshOperations } from './refresh/instance-refreshes.ts';
import { RefreshRunner } from './refresh/refresh-runner.ts';
import type { GroupRecord, Replacement } from './records.ts';
import {
  beginReplacement,
  endReplacement,
  haltReplacement,
  holdReplacement,
  restoreMinSize,
} from './replacement.ts';

/** What runs of a group, as the region's process sees it. */
export interface GroupProgress {
  group: GroupState | undefined;
  instances: InstanceState[];
  /** By target group. */
  targets: { targetGroupArn: string; health: TargetHealth[] }[];
}

/** What instances must be like not to be obsolete. */
export interface GroupConfiguration {
  launchTemplateId: string;
  launchTemplateVersion: number;
  subnetIds: readonly string[];
}

/** Events after which a group may be further than it was. */
const PROGRESS: ReadonlySet<string> = new Set(['instance', 'scaling-activity', 'target-health']);

/** Amazon EC2 Auto Scaling: groups and simple scaling policies. */
export class AutoScalingService implements Service {
  readonly traits: ServiceTraits = {
    signingName: 'autoscaling',
    protocols: ['awsQuery'],
    xmlNamespace: 'http://autoscaling.amazonaws.com/doc/2011-01-01/',
    bucketAddressing: false,
  };
  readonly operations: ReturnType<typeof operationsOf>;
  readonly #store: AutoScalingStore;
  readonly #news = new News();
  readonly #refreshes: RefreshRunner;

  constructor(deps: ServiceDeps, ec2: Ec2Service, elbv2: ElbV2Service) {
    this.#store = new AutoScalingStore(deps, ec2, elbv2);
    this.#refreshes = new RefreshRunner(this.#store);
    this.#store.refreshBegan = () => this.#refreshes.begin();
    this.operations = operationsOf(this.#store);
    deps.dataPlane.onEvent(({ source, body }) => {
      if (PROGRESS.has(body.type)) this.#news.tell(source);
    });
    ec2.addDependents((region, resourceId) => this.#userOf(region, resourceId));
  }

  async loadSchemas(): Promise<Record<string, unknown>> {
    return { ...(await import('@aws-sdk/client-auto-scaling')) };
  }

  /** Goes on with refreshes that an engine before this one has begun. */
  resume(): void {
    this.#refreshes.begin();
  }

  async stop(): Promise<void> {
    this.#refreshes.stop();
  }

  /** A group whose launch template is gone keeps its instances and launches no more. */
  groups(region: string): AutoScalingGroup[] {
    return this.#store.groups.list(region).map((record) => {
      const {
        launchTemplate: _template,
        lastLaunch,
        createdMs: _,
        replacement: _ended,
        ...group
      } = record;
      const launch = this.#store.launchOf(region, record);
      if (launch === undefined) {
        const suspendedProcesses = [...new Set([...group.suspendedProcesses, 'Launch'])];
        return { ...group, suspendedProcesses, launch: lastLaunch };
      }
      return { ...group, launch };
    });
  }

  scalingPolicies(region: string): ScalingPolicy[] {
    return this.#store.policies.list(region).map((record) => ({
      minAdjustmentMagnitude: 0,
      ...record,
      policyType: 'SimpleScaling',
    }));
  }

  group(region: string, name: string): GroupRecord | undefined {
    return this.#store.groups.get(region, name);
  }

  policyByArn(region: string, arn: string): { groupName: string; name: string } | undefined {
    return this.#store.policies.list(region).find((record) => record.arn === arn);
  }

  /** What the group's instances should be like. */
  configuration(region: string, name: string): GroupConfiguration {
    const group = this.groups(region).find((each) => each.name === name);
    return {
      launchTemplateId: group?.launch.launchTemplateId ?? '',
      launchTemplateVersion: group?.launch.launchTemplateVersion ?? 0,
      subnetIds: group?.subnetIds ?? [],
    };
  }

  beginReplacement(
    region: string,
    name: string,
    before: { suspend: readonly string[]; desiredCapacity: number },
  ): Replacement {
    return beginReplacement(this.#store, region, name, before);
  }

  holdReplacement(region: string, name: string): boolean {
    return holdReplacement(this.#store, region, name);
  }

  haltReplacement(region: string, name: string, inService: number): void {
    haltReplacement(this.#store, region, name, inService);
  }

  restoreMinSize(region: string, name: string): void {
    restoreMinSize(this.#store, region, name);
  }

  endReplacement(region: string, name: string): void {
    endReplacement(this.#store, region, name);
  }

  /** Resolves when the region's process has the groups as they are now. */
  settled(): Promise<void> {
    return this.#store.deps.dataPlane.settled();
  }

  /** Resolves when something next happens to an instance, a group or a target of the region. */
  progressed(region: string): Promise<void> {
    return this.#news.next(region);
  }

  /**
   * The region's view of a group and of its target groups, also of a group that was just deleted.
   */
  async progress(
    region: string,
    name: string,
    targetGroupArns: readonly string[],
  ): Promise<GroupProgress> {
    const { dataPlane } = this.#store.deps;
    const groups = await askRegion(dataPlane, region, 'describeGroups', {});
    const instances = await askRegion(dataPlane, region, 'describeInstances', {});
    const targets = [];
    for (const targetGroupArn of targetGroupArns)
      targets.push({
        targetGroupArn,
        health: await askRegion(dataPlane, region, 'describeTargetHealth', { targetGroupArn }),
      });
    return {
      group: groups.find((group) => group.name === name),
      instances: instances.filter((instance) => instance.groupName === name),
      targets,
    };
  }

  /**
   * Why an instance did not come up: the last failed activity's word, and the last lines that it
   * wrote.
   */
  async postMortem(
    region: string,
    groupName: string,
    instanceId: string,
  ): Promise<{ activity: ScalingActivity | undefined; lines: string[] }> {
    const { dataPlane } = this.#store.deps;
    const activities = await askRegion(dataPlane, region, 'describeActivities', { groupName });
    const { lines } = await askRegion(dataPlane, region, 'instanceOutput', { instanceId });
    const about = activities
      .filter((activity) => activity.description.includes(instanceId))
      .filter((activity) => activity.statusMessage !== '' || activity.status === 'Failed')
      .sort((one, other) => other.startMs - one.startMs);
    return { activity: about[0], lines };
  }

  /**
   * The group that launches into a subnet. Launch templates' security groups are no hindrance on
   * AWS either.
   */
  #userOf(region: string, resourceId: string): string | undefined {
    return this.#store.groups.list(region).find((record) => record.subnetIds.includes(resourceId))
      ?.name;
  }
}

const OPERATIONS = mergeOperations(
  describeGroupOperations,
  groupControlOperations,
  groupOperations,
  groupTagOperations,
  instanceRefreshOperations,
  policyOperations,
);

function operationsOf(store: AutoScalingStore) {
  return bindOperations(store, OPERATIONS);
}
