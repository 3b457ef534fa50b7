import { randomBytes } from 'node:crypto';
import type {
  AutoScalingGroup,
  InstanceState,
  LaunchSpecification,
  LifecycleState,
  ScalingActivity,
} from '@understudy/contract';
import type { InterfaceAddresses } from '../network/address-pool.ts';
import type { Machine } from '../instance/machine.ts';
import type { InstanceView, Place } from '../decisions/group-view.ts';

/** An instance as its group sees it. */
export interface Member {
  readonly instanceId: string;
  readonly groupName: string;
  readonly place: Place;
  readonly launch: LaunchSpecification;
  readonly tags: { key: string; value: string }[];
  readonly launchedMs: number;
  readonly launchActivity: ScalingActivity;
  /** Undefined where the launch did not get that far. */
  addresses: InterfaceAddresses | undefined;
  machine: Machine | undefined;
  state: LifecycleState;
  inServiceMs: number | undefined;
  /** The check that it failed; undefined while it is healthy. */
  failedCheck: 'EC2' | 'ELB' | undefined;
  isRunning: boolean;
  isRebalancing: boolean;
  /** An instance refresh replaces it. */
  isLeaving: boolean;
  /** ARNs of the target groups that it is registered with. */
  readonly registeredWith: Set<string>;
}

export function newInstanceId(): string {
  return `i-${randomBytes(9).toString('hex').slice(0, 17)}`;
}

export function viewOf(member: Member, isReady: boolean): InstanceView | undefined {
  if (member.state === 'Terminated') return undefined;
  return {
    instanceId: member.instanceId,
    subnetId: member.place.subnetId,
    zone: member.place.zone,
    state: member.state,
    health: healthOf(member),
    isRunning: member.isRunning,
    launchTemplateId: member.launch.launchTemplateId,
    launchTemplateVersion: member.launch.launchTemplateVersion,
    launchedMs: member.launchedMs,
    isRebalancing: member.isRebalancing,
    isLeaving: member.isLeaving,
    isReady,
  };
}

export function stateOf(member: Member): InstanceState {
  return {
    instanceId: member.instanceId,
    groupName: member.groupName,
    imageId: member.launch.imageId,
    instanceType: member.launch.instanceType,
    launchTemplateId: member.launch.launchTemplateId,
    launchTemplateVersion: member.launch.launchTemplateVersion,
    subnetId: member.place.subnetId,
    zone: member.place.zone,
    privateIp: member.addresses?.privateIp ?? '',
    loopbackAddress: member.addresses?.loopbackAddress ?? '',
    securityGroupIds: [...member.launch.securityGroupIds],
    lifecycleState: member.state,
    healthStatus: healthOf(member),
    processId: member.isRunning ? member.machine?.processId : undefined,
    launchedMs: member.launchedMs,
    inServiceMs: member.inServiceMs,
    isLeaving: member.isLeaving,
    tags: member.tags,
  };
}

/**
 * Tags of a new instance: the launch template's, the group's that propagate (they win), and AWS's
 * own.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html
 */
export function instanceTags(group: AutoScalingGroup): { key: string; value: string }[] {
  const tags = new Map(group.launch.tags.map(({ key, value }) => [key, value]));
  for (const { key, value, propagateAtLaunch } of group.tags)
    if (propagateAtLaunch) tags.set(key, value);
  tags.set('aws:autoscaling:groupName', group.name);
  tags.set('aws:ec2launchtemplate:id', group.launch.launchTemplateId);
  tags.set('aws:ec2launchtemplate:version', String(group.launch.launchTemplateVersion));
  return [...tags].map(([key, value]) => ({ key, value }));
}

function healthOf(member: Member): 'Healthy' | 'Unhealthy' {
  return member.failedCheck === undefined ? 'Healthy' : 'Unhealthy';
}
