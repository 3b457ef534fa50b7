import type {
  ActivitiesType,
  Activity,
  ActivityType,
  AttachLoadBalancerTargetGroupsResultType,
  AttachLoadBalancerTargetGroupsType,
  AutoScalingInstancesType,
  DescribeAutoScalingInstancesType,
  DescribeLoadBalancerTargetGroupsRequest,
  DescribeLoadBalancerTargetGroupsResponse,
  DescribeScalingActivitiesType,
  DetachLoadBalancerTargetGroupsResultType,
  DetachLoadBalancerTargetGroupsType,
  ScalingProcessQuery,
  TerminateInstanceInAutoScalingGroupType,
} from '@aws-sdk/client-auto-scaling';
import type { ScalingActivity } from '@understudy/contract';
import { fail, nullMember, requiredBy } from '../../kernel/fail.ts';
import { askRegion } from '../../kernel/ask-region.ts';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { type AutoScalingStore, pageOf } from './autoscaling-store.ts';
import { describeInstance } from './describe-group.ts';
import { checkGroup, PROCESSES } from './group-checks.ts';

/** What is done to, and asked of, groups that run. */
/**
 * MaxRecords of DescribeAutoScalingInstances; of DescribeScalingActivities and
 * DescribeLoadBalancerTargetGroups.
 */
const INSTANCES_PAGE = { size: 50, max: 50 };
const LONG_PAGE = { size: 100, max: 100 };

export const groupControlOperations = {
  DescribeAutoScalingInstances: operation(describeAutoScalingInstances),
  DescribeScalingActivities: operation(describeScalingActivities, {
    accepts: ['ActivityIds', 'AutoScalingGroupName', 'MaxRecords', 'NextToken'],
  }),
  TerminateInstanceInAutoScalingGroup: operation(terminateInstanceInAutoScalingGroup),
  AttachLoadBalancerTargetGroups: operation(attachLoadBalancerTargetGroups),
  DetachLoadBalancerTargetGroups: operation(detachLoadBalancerTargetGroups),
  DescribeLoadBalancerTargetGroups: operation(describeLoadBalancerTargetGroups),
  SuspendProcesses: operation(suspendProcesses),
  ResumeProcesses: operation(resumeProcesses),
};

async function describeAutoScalingInstances(
  store: AutoScalingStore,
  context: RequestContext,
  input: DescribeAutoScalingInstancesType,
): Promise<AutoScalingInstancesType> {
  const { region } = context;
  const wanted = input.InstanceIds ?? [];
  const { dataPlane } = store.deps;
  const instances = await askRegion(dataPlane, region, 'describeInstances', {});
  const described = instances
    .filter((instance) => wanted.length === 0 || wanted.includes(instance.instanceId))
    .filter((instance) => instance.lifecycleState !== 'Terminated')
    .flatMap((instance) => {
      const group = store.groups.get(region, instance.groupName);
      return group === undefined ? [] : [{ group, instance }];
    });
  const { items, NextToken } = pageOf(described, input, INSTANCES_PAGE);
  return {
    NextToken,
    AutoScalingInstances: items.map(({ group, instance }) => ({
      ...describeInstance(group, instance),
      AutoScalingGroupName: group.name,
      HealthStatus: instance.healthStatus.toUpperCase(),
    })),
  };
}

async function describeScalingActivities(
  store: AutoScalingStore,
  context: RequestContext,
  input: DescribeScalingActivitiesType,
): Promise<ActivitiesType> {
  const { region } = context;
  const name = input.AutoScalingGroupName;
  const names =
    name === undefined
      ? store.groups.list(region).map((group) => group.name)
      : [store.group(region, name).name];
  const { dataPlane } = store.deps;
  const activities: ScalingActivity[] = [];
  for (const groupName of names)
    activities.push(...(await askRegion(dataPlane, region, 'describeActivities', { groupName })));
  const wanted = input.ActivityIds ?? [];
  const shown = activities
    .filter((activity) => wanted.length === 0 || wanted.includes(activity.activityId))
    .sort((one, other) => other.startMs - one.startMs);
  const { items, NextToken } = pageOf(shown, input, LONG_PAGE);
  return { Activities: items.map(describeActivity), NextToken };
}

const required = requiredBy('ValidationError', nullMember);

async function terminateInstanceInAutoScalingGroup(
  store: AutoScalingStore,
  context: RequestContext,
  input: TerminateInstanceInAutoScalingGroupType,
): Promise<ActivityType> {
  const { dataPlane, clock } = store.deps;
  const { region } = context;
  const { InstanceId: instanceId = '' } = input;
  const decrementDesiredCapacity = required(
    input.ShouldDecrementDesiredCapacity,
    'shouldDecrementDesiredCapacity',
  );
  const instances = await askRegion(dataPlane, region, 'describeInstances', {});
  const instance = instances.find((state) => state.instanceId === instanceId);
  if (instance === undefined)
    fail(
      'ValidationError',
      `Instance Id not found - No managed instance found for instance ID: ${instanceId}`,
    );
  const { activity } = await askRegion(dataPlane, region, 'terminateInstance', {
    instanceId,
    decrementDesiredCapacity,
  });
  return {
    Activity: {
      ActivityId: activity,
      AutoScalingGroupName: instance.groupName,
      Description: `Terminating EC2 instance: ${instanceId}`,
      Cause: `At ${new Date(clock.nowMs()).toISOString()} instance ${instanceId} was taken out of service in response to a user request.`,
      StartTime: new Date(clock.nowMs()),
      StatusCode: 'InProgress',
      Progress: 0,
    },
  };
}

function attachLoadBalancerTargetGroups(
  store: AutoScalingStore,
  context: RequestContext,
  input: AttachLoadBalancerTargetGroupsType,
): AttachLoadBalancerTargetGroupsResultType {
  const group = store.group(context.region, input.AutoScalingGroupName);
  const arns = [...new Set([...group.targetGroupArns, ...(input.TargetGroupARNs ?? [])])];
  const updated = { ...group, targetGroupArns: arns };
  const checked = checkGroup(store, context.region, updated);
  store.groups.put(context.region, group.name, checked);
  store.changed();
  return {};
}

function detachLoadBalancerTargetGroups(
  store: AutoScalingStore,
  context: RequestContext,
  input: DetachLoadBalancerTargetGroupsType,
): DetachLoadBalancerTargetGroupsResultType {
  const group = store.group(context.region, input.AutoScalingGroupName);
  const removed = new Set(input.TargetGroupARNs ?? []);
  store.groups.put(context.region, group.name, {
    ...group,
    targetGroupArns: group.targetGroupArns.filter((arn) => !removed.has(arn)),
  });
  store.changed();
  return {};
}

function describeLoadBalancerTargetGroups(
  store: AutoScalingStore,
  context: RequestContext,
  input: DescribeLoadBalancerTargetGroupsRequest,
): DescribeLoadBalancerTargetGroupsResponse {
  const group = store.group(context.region, input.AutoScalingGroupName);
  const { items, NextToken } = pageOf(group.targetGroupArns, input, LONG_PAGE);
  return {
    NextToken,
    LoadBalancerTargetGroups: items.map((arn) => ({
      LoadBalancerTargetGroupARN: arn,
      State: 'InService',
    })),
  };
}

function suspendProcesses(
  store: AutoScalingStore,
  context: RequestContext,
  input: ScalingProcessQuery,
): void {
  return setProcesses(store, context, input, (suspended, named) => [
    ...new Set([...suspended, ...named]),
  ]);
}

function resumeProcesses(
  store: AutoScalingStore,
  context: RequestContext,
  input: ScalingProcessQuery,
): void {
  return setProcesses(store, context, input, (suspended, named) =>
    suspended.filter((name) => !named.includes(name)),
  );
}

function setProcesses(
  store: AutoScalingStore,
  context: RequestContext,
  input: ScalingProcessQuery,
  change: (suspended: readonly string[], named: readonly string[]) => string[],
): void {
  const group = store.group(context.region, input.AutoScalingGroupName);
  const given = input.ScalingProcesses ?? [];
  for (const name of given)
    if (!PROCESSES.some((process) => process === name))
      fail('ValidationError', `Invalid scaling process: ${name}`);
  const named = given.length === 0 ? PROCESSES : given;
  const suspendedProcesses = change(group.suspendedProcesses, named);
  store.groups.put(context.region, group.name, { ...group, suspendedProcesses });
  store.changed();
}

function describeActivity(activity: ScalingActivity): Activity {
  return {
    ActivityId: activity.activityId,
    AutoScalingGroupName: activity.groupName,
    Cause: activity.cause,
    Description: activity.description,
    StartTime: new Date(activity.startMs),
    EndTime: activity.endMs === undefined ? undefined : new Date(activity.endMs),
    StatusCode: activity.status,
    StatusMessage: activity.statusMessage === '' ? undefined : activity.statusMessage,
    Progress: activity.status === 'InProgress' ? 50 : 100,
  };
}
