import type {
  CreateAutoScalingGroupType,
  UpdateAutoScalingGroupType,
} from '@aws-sdk/client-auto-scaling';
import type { InstanceState } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import { passesButFor } from '../../kernel/support.ts';
import { changed } from '../changed.ts';
import type { HandlerContext } from '../handler-context.ts';
import { physicalName } from '../physical-name.ts';
import type { AutoScalingAutoScalingGroupProperties as Group } from '../properties.generated.ts';
import { resourceType } from '../resource-type.ts';
import { tagChanges } from '../tag-changes.ts';
import { undoing } from '../undoing.ts';
import { haltReplacement } from './halt-replacement.ts';
import { numberOf } from './number-of.ts';
import { refreshGroup } from './refresh-group.ts';
import { rollGroup } from './rolling-update.ts';
import { noSignals } from './signal-tally.ts';
import { waitForCapacity, waitForRemoval } from './wait-for-group.ts';
import { SignalCount } from './wait-for-signals.ts';
import { SickTargets, withLastOutput } from './why-it-failed.ts';

const NAME_LENGTH_MAX = 255;
/** What a template no longer says of how instances are replaced is taken away. */
const CLEARED = {
  DefaultInstanceWarmup: -1,
  InstanceMaintenancePolicy: { MinHealthyPercentage: -1, MaxHealthyPercentage: -1 },
};
const NO_ZONES_SHIFT = { inert: 'on AWS, what a zonal shift of the group does' };
const UNPROTECTED = { inert: 'on AWS, keeps the group from being deleted' };
const IN_INSTANCES = { inert: 'on AWS, the unit of capacity; here it is instances' };
const NO_NOTIFICATIONS = { inert: 'on AWS, messages about launches and terminations' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-autoscalinggroup.html */
const type = resourceType('AWS::AutoScaling::AutoScalingGroup', {
  AutoScalingGroupName: 'works',
  AvailabilityZoneDistribution: { inert: 'on AWS, what a launch does when a zone is full' },
  AvailabilityZoneIds: { refused: 'give VPCZoneIdentifier: instances launch into subnets' },
  AvailabilityZoneImpairmentPolicy: NO_ZONES_SHIFT,
  AvailabilityZones: 'passes',
  CapacityRebalance: {
    except: { true: { inert: 'on AWS, replaces spot instances early; here there are none' } },
  },
  CapacityReservationSpecification: { inert: 'on AWS, reserved capacity' },
  Context: { inert: 'reserved by AWS' },
  Cooldown: 'works',
  DefaultInstanceWarmup: 'passes',
  DeletionProtection: {
    except: { 'prevent-force-deletion': UNPROTECTED, 'prevent-all-deletion': UNPROTECTED },
  },
  DesiredCapacity: 'works',
  DesiredCapacityType: { except: { vcpu: IN_INSTANCES, 'memory-mib': IN_INSTANCES } },
  HealthCheckGracePeriod: 'passes',
  HealthCheckType: passesButFor(['EBS', 'VPC_LATTICE'], {
    refused: 'instances are checked as EC2 and ELB do in the local engine',
  }),
  InstanceId: { refused: 'instances come from launch templates in the local engine' },
  InstanceLifecyclePolicy: { refused: 'there are no lifecycle hooks in the local engine' },
  InstanceMaintenancePolicy: 'passes',
  LaunchConfigurationName: { refused: 'instances come from launch templates in the local engine' },
  LaunchTemplate: 'passes',
  LifecycleHookSpecificationList: { refused: 'there are no lifecycle hooks in the local engine' },
  LoadBalancerNames: { refused: 'only Application Load Balancers exist in the local engine' },
  MaxInstanceLifetime: { inert: 'on AWS, the age at which instances are replaced' },
  MaxSize: 'works',
  MetricsCollection: { inert: "on AWS, the group's own metrics" },
  MinSize: 'works',
  MixedInstancesPolicy: { refused: 'instances are of one type in the local engine' },
  NewInstancesProtectedFromScaleIn: {
    except: {
      true: { refused: 'instances cannot be protected from scale-in in the local engine' },
    },
  },
  NotificationConfiguration: NO_NOTIFICATIONS,
  NotificationConfigurations: NO_NOTIFICATIONS,
  PlacementGroup: { inert: 'on AWS, where instances are placed' },
  ServiceLinkedRoleARN: { inert: 'on AWS, the role that launches instances' },
  SkipZonalShiftValidation: NO_ZONES_SHIFT,
  Tags: 'works',
  TargetGroupARNs: 'works',
  TerminationPolicies: passesButFor(
    [
      'AllocationStrategy',
      'ClosestToNextInstanceHour',
      'NewestInstance',
      'OldestInstance',
      'OldestLaunchConfiguration',
      'OldestLaunchTemplate',
    ],
    { refused: 'instances end by the policy Default in the local engine' },
  ),
  TrafficSources: 'works',
  VPCZoneIdentifier: 'works',
});

export const autoScalingGroup = type.handler({
  async create(properties, context) {
    const name = properties.AutoScalingGroupName ?? physicalName(context, NAME_LENGTH_MAX);
    const targetGroupArns = targetGroupsOf(properties);
    context.services.autoscaling.operations.CreateAutoScalingGroup(context.request, {
      ...type.passed<CreateAutoScalingGroupType>(properties),
      ...translated(properties),
      AutoScalingGroupName: name,
      MinSize: numberOf(properties, 'MinSize'),
      MaxSize: numberOf(properties, 'MaxSize'),
      DesiredCapacity: numberOf(properties, 'DesiredCapacity'),
      TargetGroupARNs: targetGroupArns,
      Tags: properties.Tags,
    });
    context.identified(name);
    await undoing(
      () => removeGroup(name, context, new AbortController().signal),
      async () => {
        await waitForCreationSignals(name, targetGroupArns, context);
        await waitForCapacity(name, targetGroupArns, [], context);
      },
    );
    return { physicalId: name, attributes: attributesOf(name, context) };
  },

  async update(properties, previous, physicalId, context) {
    const { autoscaling } = context.services;
    const { rollingUpdate, instanceRefresh } = context.policies.update ?? {};
    const { LaunchTemplate: template } = properties;
    const refreshes = instanceRefresh !== undefined && template !== undefined;
    const before = await runningOf(physicalId, context);
    await haltReplacement(physicalId, context);
    const ifChanged = (name: 'MinSize' | 'MaxSize' | 'DesiredCapacity'): number | undefined =>
      changed(properties, previous, name) ? numberOf(properties, name) : undefined;
    // Sizes that the template did not change stay as scaling policies made them: what CDK asks for
    // in every group by `AutoScalingScheduledAction.IgnoreUnmodifiedGroupSizeProperties`.
    await autoscaling.operations.UpdateAutoScalingGroup(context.request, {
      ...CLEARED,
      ...type.changeable<UpdateAutoScalingGroupType>(properties),
      ...translated(properties),
      AutoScalingGroupName: physicalId,
      // A refresh gives the group its template in the end.
      ...(refreshes && { LaunchTemplate: undefined }),
      MinSize: ifChanged('MinSize'),
      MaxSize: ifChanged('MaxSize'),
      DesiredCapacity: ifChanged('DesiredCapacity'),
    });
    const targetGroupArns = targetGroupsOf(properties);
    attach(physicalId, targetGroupArns, targetGroupsOf(previous), context);
    retag(physicalId, properties.Tags, previous.Tags, context);
    const rolled =
      (rollingUpdate !== undefined && (await rollGroup(physicalId, rollingUpdate, context))) ||
      (refreshes && (await refreshGroup(physicalId, template, instanceRefresh, context)));
    // Also of a rolling update that failed or was cut off before.
    autoscaling.endReplacement(context.request.region, physicalId);
    // Of new instances the policy says what is waited for, and no more is.
    if (!rolled) await waitForCapacity(physicalId, targetGroupArns, before, context);
    return { physicalId, attributes: attributesOf(physicalId, context) };
  },

  async remove(physicalId, _properties, context) {
    await removeGroup(physicalId, context, context.signal);
  },
});

/** "CloudFormation … waits for success signals" under a creation policy. */
async function waitForCreationSignals(
  name: string,
  targetGroupArns: readonly string[],
  context: HandlerContext,
): Promise<void> {
  const { signals, minSuccessfulInstancesPercent = 100 } = context.policies.creation ?? {};
  if (signals === undefined) return;
  const tally = noSignals(signals.count);
  const counted = new SignalCount(context, { tally, minSuccessfulInstancesPercent });
  const sick = new SickTargets(name, targetGroupArns, context);
  try {
    await sick.during(counted.wait(signals.count, signals.timeout));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw await withLastOutput(error, name, { known: new Set(), sick }, context);
  }
}

async function removeGroup(
  name: string,
  context: HandlerContext,
  signal: AbortSignal,
): Promise<void> {
  const { autoscaling } = context.services;
  const input = { AutoScalingGroupName: name, ForceDelete: true };
  if (autoscaling.group(context.request.region, name) !== undefined)
    await autoscaling.operations.DeleteAutoScalingGroup(context.request, input);
  await waitForRemoval(name, context, signal);
}

/** What templates have under another name or in another shape than the API. */
function translated(properties: Group) {
  return {
    DefaultCooldown: numberOf(properties, 'Cooldown'),
    VPCZoneIdentifier: properties.VPCZoneIdentifier?.join(','),
  };
}

/** Traffic sources of the type `elbv2` are target groups by another name. */
function targetGroupsOf({ TargetGroupARNs: arns = [], TrafficSources: sources = [] }: Group) {
  return [...arns, ...sources.map((source) => source.Identifier)];
}

function attach(
  name: string,
  wanted: readonly string[],
  previous: readonly string[],
  context: HandlerContext,
): void {
  const { AttachLoadBalancerTargetGroups, DetachLoadBalancerTargetGroups } =
    context.services.autoscaling.operations;
  const gone = previous.filter((arn) => !wanted.includes(arn));
  const added = wanted.filter((arn) => !previous.includes(arn));
  const group = { AutoScalingGroupName: name };
  if (gone.length > 0)
    DetachLoadBalancerTargetGroups(context.request, { ...group, TargetGroupARNs: gone });
  if (added.length > 0)
    AttachLoadBalancerTargetGroups(context.request, { ...group, TargetGroupARNs: added });
}

function retag(
  name: string,
  tags: Group['Tags'],
  previous: Group['Tags'],
  context: HandlerContext,
): void {
  const { CreateOrUpdateTags, DeleteTags } = context.services.autoscaling.operations;
  const { wanted, goneKeys } = tagChanges(tags, previous);
  const about = { ResourceId: name, ResourceType: 'auto-scaling-group' };
  DeleteTags(context.request, { Tags: goneKeys.map((Key) => ({ Key, ...about })) });
  CreateOrUpdateTags(context.request, { Tags: wanted.map((tag) => ({ ...tag, ...about })) });
}

async function runningOf(name: string, context: HandlerContext): Promise<InstanceState[]> {
  const { autoscaling } = context.services;
  return (await autoscaling.progress(context.request.region, name, [])).instances;
}

function attributesOf(name: string, context: HandlerContext): Record<string, string> {
  const record = context.services.autoscaling.group(context.request.region, name);
  return { AutoScalingGroupARN: record?.arn ?? '' };
}
