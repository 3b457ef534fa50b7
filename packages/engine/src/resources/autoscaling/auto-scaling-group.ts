import type { Tag } from '@aws-sdk/client-auto-scaling';
import type { InstanceState } from '@understudy/contract';
import type { Properties, ResourceContext, ResourceHandler } from '../../kernel/resource.ts';
import { physicalName } from '../physical-name.ts';
import { changed, PropertyReader } from '../reader.ts';
import { undoing } from '../undoing.ts';
import { groupProperties } from './group-properties.ts';
import { waitForCapacity, waitForRemoval } from './wait-for-group.ts';

const NAME_LENGTH_MAX = 255;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-autoscalinggroup.html */
export const autoScalingGroup: ResourceHandler = {
  type: 'AWS::AutoScaling::AutoScalingGroup',
  properties: groupProperties,

  async create(properties, context) {
    const reader = new PropertyReader(properties);
    const name = reader.text('AutoScalingGroupName') ?? physicalName(context, NAME_LENGTH_MAX);
    const targetGroupArns = targetGroupsOf(reader);
    context.services.autoscaling.operations.CreateAutoScalingGroup(context.request, {
      AutoScalingGroupName: name,
      MinSize: reader.requiredNumber('MinSize'),
      MaxSize: reader.requiredNumber('MaxSize'),
      DesiredCapacity: reader.number('DesiredCapacity'),
      ...settingsOf(reader),
      TargetGroupARNs: targetGroupArns,
      Tags: tagsOf(reader),
    });
    context.identified(name);
    await undoing(
      () => removeGroup(name, context, new AbortController().signal),
      () => waitForCapacity(name, targetGroupArns, [], context),
    );
    return { physicalId: name, attributes: attributesOf(name, context) };
  },

  async update(properties, previous, physicalId, context) {
    const reader = new PropertyReader(properties);
    const { autoscaling } = context.services;
    const before = await runningOf(physicalId, context);
    // Sizes that the template did not change stay as scaling policies made them: what CDK asks for in every group
    // by `AutoScalingScheduledAction.IgnoreUnmodifiedGroupSizeProperties`.
    await autoscaling.operations.UpdateAutoScalingGroup(context.request, {
      AutoScalingGroupName: physicalId,
      MinSize: ifChanged('MinSize', properties, previous),
      MaxSize: ifChanged('MaxSize', properties, previous),
      DesiredCapacity: ifChanged('DesiredCapacity', properties, previous),
      ...settingsOf(reader),
    });
    attach(
      physicalId,
      targetGroupsOf(reader),
      targetGroupsOf(new PropertyReader(previous)),
      context,
    );
    retag(physicalId, tagsOf(reader), tagsOf(new PropertyReader(previous)), context);
    await waitForCapacity(physicalId, targetGroupsOf(reader), before, context);
    return { physicalId, attributes: attributesOf(physicalId, context) };
  },

  async remove(physicalId, _properties, context) {
    await removeGroup(physicalId, context, context.signal);
  },
};

async function removeGroup(
  name: string,
  context: ResourceContext,
  signal: AbortSignal,
): Promise<void> {
  const { autoscaling } = context.services;
  const input = { AutoScalingGroupName: name, ForceDelete: true };
  if (autoscaling.group(context.request.region, name) !== undefined)
    await autoscaling.operations.DeleteAutoScalingGroup(context.request, input);
  await waitForRemoval(name, context, signal);
}

function settingsOf(reader: PropertyReader): {
  LaunchTemplate: ReturnType<typeof launchTemplateOf>;
  VPCZoneIdentifier: string | undefined;
  AvailabilityZones: string[] | undefined;
  HealthCheckType: string | undefined;
  HealthCheckGracePeriod: number | undefined;
  DefaultCooldown: number | undefined;
  TerminationPolicies: string[] | undefined;
} {
  return {
    LaunchTemplate: launchTemplateOf(reader),
    VPCZoneIdentifier: reader.texts('VPCZoneIdentifier')?.join(','),
    AvailabilityZones: reader.texts('AvailabilityZones'),
    HealthCheckType: reader.text('HealthCheckType'),
    HealthCheckGracePeriod: reader.number('HealthCheckGracePeriod'),
    DefaultCooldown: reader.number('Cooldown'),
    TerminationPolicies: reader.texts('TerminationPolicies'),
  };
}

function launchTemplateOf(reader: PropertyReader):
  | {
      LaunchTemplateId: string | undefined;
      LaunchTemplateName: string | undefined;
      Version: string | undefined;
    }
  | undefined {
  const given = reader.object('LaunchTemplate');
  if (given === undefined) return undefined;
  return {
    LaunchTemplateId: given.text('LaunchTemplateId'),
    LaunchTemplateName: given.text('LaunchTemplateName'),
    Version: given.text('Version'),
  };
}

/** Traffic sources of the type `elbv2` are target groups by another name. */
function targetGroupsOf(reader: PropertyReader): string[] {
  const sources = reader.objects('TrafficSources') ?? [];
  return [
    ...(reader.texts('TargetGroupARNs') ?? []),
    ...sources.map((source) => source.requiredText('Identifier')),
  ];
}

function tagsOf(reader: PropertyReader): (Tag & { Key: string })[] {
  return (reader.objects('Tags') ?? []).map((tag) => ({
    Key: tag.requiredText('Key'),
    Value: tag.text('Value') ?? '',
    PropagateAtLaunch: tag.flag('PropagateAtLaunch') ?? false,
  }));
}

function ifChanged(name: string, properties: Properties, previous: Properties): number | undefined {
  return changed(properties, previous, name)
    ? new PropertyReader(properties).number(name)
    : undefined;
}

function attach(
  name: string,
  wanted: readonly string[],
  previous: readonly string[],
  context: ResourceContext,
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
  wanted: readonly (Tag & { Key: string })[],
  previous: readonly (Tag & { Key: string })[],
  context: ResourceContext,
): void {
  const { CreateOrUpdateTags, DeleteTags } = context.services.autoscaling.operations;
  const keys = new Set(wanted.map((tag) => tag.Key));
  const about = { ResourceId: name, ResourceType: 'auto-scaling-group' };
  const gone = previous.filter((tag) => !keys.has(tag.Key));
  DeleteTags(context.request, { Tags: gone.map((tag) => ({ ...tag, ...about })) });
  CreateOrUpdateTags(context.request, { Tags: wanted.map((tag) => ({ ...tag, ...about })) });
}

async function runningOf(name: string, context: ResourceContext): Promise<InstanceState[]> {
  const { autoscaling } = context.services;
  return (await autoscaling.progress(context.request.region, name, [])).instances;
}

function attributesOf(name: string, context: ResourceContext): Record<string, string> {
  const record = context.services.autoscaling.group(context.request.region, name);
  return { AutoScalingGroupARN: record?.arn ?? '' };
}
