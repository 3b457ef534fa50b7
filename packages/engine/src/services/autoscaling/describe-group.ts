import type { GroupState, InstanceState } from '@understudy/contract';
import type {
  AutoScalingGroup,
  AutoScalingGroupNamesType,
  AutoScalingGroupsType,
  Instance,
} from '@aws-sdk/client-auto-scaling';
import { askRegionIfRunning } from '../../kernel/ask-region.ts';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { type AutoScalingStore, pageOf } from './autoscaling-store.ts';
import type { GroupRecord } from './records.ts';

/** What the region's process says of a group; nothing when the region is lost. */
interface RunningGroup {
  state: GroupState | undefined;
  instances: readonly InstanceState[];
}

export const describeGroupOperations = {
  DescribeAutoScalingGroups: operation(describeAutoScalingGroups, {
    accepts: ['AutoScalingGroupNames', 'NextToken', 'MaxRecords', 'IncludeInstances'],
  }),
};

async function describeAutoScalingGroups(
  store: AutoScalingStore,
  context: RequestContext,
  input: AutoScalingGroupNamesType,
): Promise<AutoScalingGroupsType> {
  const { region } = context;
  const { dataPlane } = store.deps;
  const names = input.AutoScalingGroupNames ?? [];
  const wanted = store.groups
    .list(region)
    .filter((record) => names.length === 0 || names.includes(record.name));
  const { items: records, NextToken } = pageOf(wanted, input);
  // A lost region's groups are still described, without instances: the records outlive the region.
  const states = (await askRegionIfRunning(dataPlane, region, 'describeGroups', {})) ?? [];
  const instances =
    input.IncludeInstances === false
      ? []
      : ((await askRegionIfRunning(dataPlane, region, 'describeInstances', {})) ?? []);
  const groups: AutoScalingGroup[] = records.map((record) =>
    describeGroup(store, region, record, {
      state: states.find((state) => state.name === record.name),
      instances: instances.filter((instance) => instance.groupName === record.name),
    }),
  );
  return { AutoScalingGroups: groups, NextToken };
}

function describeGroup(
  store: AutoScalingStore,
  region: string,
  record: GroupRecord,
  running: RunningGroup,
): AutoScalingGroup {
  const zones = record.subnetIds.map((id) => store.ec2.subnet(region, id)?.zone ?? '');
  return {
    AutoScalingGroupName: record.name,
    AutoScalingGroupARN: record.arn,
    MinSize: record.minSize,
    MaxSize: record.maxSize,
    DesiredCapacity: running.state?.desiredCapacity ?? record.desiredCapacity,
    DefaultCooldown: record.defaultCooldownSeconds,
    AvailabilityZones: [...new Set(zones)],
    VPCZoneIdentifier: record.subnetIds.join(','),
    LoadBalancerNames: [],
    TargetGroupARNs: record.targetGroupArns,
    HealthCheckType: record.healthCheckType,
    HealthCheckGracePeriod: record.healthCheckGracePeriodSeconds,
    DefaultInstanceWarmup: record.defaultInstanceWarmupSeconds,
    InstanceMaintenancePolicy: record.instanceMaintenancePolicy && {
      MinHealthyPercentage: record.instanceMaintenancePolicy.minHealthyPercentage,
      MaxHealthyPercentage: record.instanceMaintenancePolicy.maxHealthyPercentage,
    },
    LaunchTemplate: {
      LaunchTemplateId: record.launchTemplate.id,
      LaunchTemplateName: record.launchTemplate.name,
      Version: record.launchTemplate.version,
    },
    Instances: running.instances
      .filter((instance) => instance.lifecycleState !== 'Terminated')
      .map((instance) => describeInstance(record, instance)),
    CreatedTime: new Date(record.createdMs),
    SuspendedProcesses: record.suspendedProcesses.map((name) => ({
      ProcessName: name,
      SuspensionReason: 'User suspended',
    })),
    EnabledMetrics: [],
    Tags: record.tags.map((tag) => ({
      Key: tag.key,
      Value: tag.value,
      PropagateAtLaunch: tag.propagateAtLaunch,
      ResourceId: record.name,
      ResourceType: 'auto-scaling-group',
    })),
    TerminationPolicies: ['Default'],
    NewInstancesProtectedFromScaleIn: false,
    TrafficSources: record.targetGroupArns.map((arn) => ({ Identifier: arn, Type: 'elbv2' })),
  };
}

export function describeInstance(record: GroupRecord, instance: InstanceState): Instance {
  return {
    InstanceId: instance.instanceId,
    InstanceType: instance.instanceType,
    AvailabilityZone: instance.zone,
    LifecycleState: instance.lifecycleState,
    HealthStatus: instance.healthStatus,
    ImageId: instance.imageId,
    LaunchTemplate: {
      LaunchTemplateId: instance.launchTemplateId,
      LaunchTemplateName: record.launchTemplate.name,
      Version: String(instance.launchTemplateVersion),
    },
    ProtectedFromScaleIn: false,
  };
}
