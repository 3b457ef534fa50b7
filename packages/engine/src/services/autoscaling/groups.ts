import type {
  CreateAutoScalingGroupType,
  DeleteAutoScalingGroupType,
  LaunchTemplateSpecification,
  SetDesiredCapacityType,
  UpdateAutoScalingGroupType,
} from '@aws-sdk/client-auto-scaling';
import { fail } from '../../kernel/fail.ts';
import { askRegionIfRunning } from '../../kernel/ask-region.ts';
import { uuid } from '../../kernel/identifiers.ts';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import type { AutoScalingStore } from './autoscaling-store.ts';
import { checkGroup, checkSizes, type NewGroup } from './group-checks.ts';
import { parseTags } from './group-tags.ts';
import { maintenanceSettings } from './maintenance-settings.ts';
import type { GroupRecord } from './records.ts';

const DEFAULT_COOLDOWN_SECONDS = 300;

const ACCEPTED = [
  'AutoScalingGroupName',
  'LaunchTemplate',
  'MinSize',
  'MaxSize',
  'DesiredCapacity',
  'DefaultCooldown',
  'AvailabilityZones',
  'HealthCheckType',
  'HealthCheckGracePeriod',
  'VPCZoneIdentifier',
  'TerminationPolicies',
  'InstanceMaintenancePolicy',
  'DefaultInstanceWarmup',
] as const;

export const groupOperations = {
  CreateAutoScalingGroup: operation(createAutoScalingGroup, {
    accepts: [...ACCEPTED, 'TargetGroupARNs', 'Tags'],
  }),
  UpdateAutoScalingGroup: operation(updateAutoScalingGroup, { accepts: ACCEPTED }),
  SetDesiredCapacity: operation(setDesiredCapacity, {
    accepts: ['AutoScalingGroupName', 'DesiredCapacity', 'HonorCooldown'],
  }),
  DeleteAutoScalingGroup: operation(deleteAutoScalingGroup),
};

function createAutoScalingGroup(
  store: AutoScalingStore,
  context: RequestContext,
  input: CreateAutoScalingGroupType,
): void {
  const { region, account } = context;
  const name =
    input.AutoScalingGroupName ?? fail('ValidationError', 'AutoScalingGroupName is required');
  if (name === '' || name.length > 255)
    fail('ValidationError', `The name '${name}' must have between 1 and 255 characters`);
  if (store.groups.get(region, name) !== undefined)
    fail(
      'AlreadyExists',
      `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`,
    );
  const { clock, random } = store.deps;
  const minSize = input.MinSize ?? fail('ValidationError', 'MinSize is required');
  const group: NewGroup = {
    arn: `arn:aws:autoscaling:${region}:${account}:autoScalingGroup:${uuid(random)}:autoScalingGroupName/${name}`,
    name,
    minSize,
    maxSize: input.MaxSize ?? fail('ValidationError', 'MaxSize is required'),
    desiredCapacity: input.DesiredCapacity ?? minSize,
    desiredRevision: 1,
    subnetIds: subnetsOf(input.VPCZoneIdentifier),
    targetGroupArns: [...new Set(input.TargetGroupARNs ?? [])],
    healthCheckType: healthCheckType(input.HealthCheckType ?? 'EC2'),
    // The API's default; the console's is 300.
    // https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-check-grace-period.html
    healthCheckGracePeriodSeconds: input.HealthCheckGracePeriod ?? 0,
    defaultCooldownSeconds: input.DefaultCooldown ?? DEFAULT_COOLDOWN_SECONDS,
    suspendedProcesses: [],
    tags: parseTags(input.Tags),
    launchTemplate: launchTemplateOf(store, region, input.LaunchTemplate),
    createdMs: clock.nowMs(),
    ...maintenanceSettings(input, {}),
  };
  checkTerminationPolicies(input.TerminationPolicies);
  checkZones(store, region, group, input.AvailabilityZones);
  store.groups.put(region, name, checkGroup(store, region, group));
  store.changed();
}

async function updateAutoScalingGroup(
  store: AutoScalingStore,
  context: RequestContext,
  input: UpdateAutoScalingGroupType,
): Promise<void> {
  const { region } = context;
  const name = store.group(region, input.AutoScalingGroupName).name;
  const desiredNow = await askDesired(store, region, name);
  const group = store.group(region, name);
  checkNoRefresh(store, region, group, input.LaunchTemplate);
  const { instanceMaintenancePolicy: _, defaultInstanceWarmupSeconds: _warmup, ...kept } = group;
  const minSize = input.MinSize ?? group.minSize;
  const maxSize = input.MaxSize ?? group.maxSize;
  const updated: NewGroup = {
    ...kept,
    ...maintenanceSettings(input, group),
    minSize,
    maxSize,
    subnetIds:
      input.VPCZoneIdentifier === undefined ? group.subnetIds : subnetsOf(input.VPCZoneIdentifier),
    healthCheckType: healthCheckType(input.HealthCheckType ?? group.healthCheckType),
    healthCheckGracePeriodSeconds:
      input.HealthCheckGracePeriod ?? group.healthCheckGracePeriodSeconds,
    defaultCooldownSeconds: input.DefaultCooldown ?? group.defaultCooldownSeconds,
    launchTemplate:
      input.LaunchTemplate === undefined
        ? group.launchTemplate
        : launchTemplateOf(store, region, input.LaunchTemplate),
    ...desiredAfter(group, desiredNow, { minSize, maxSize, asked: input.DesiredCapacity }),
  };
  checkTerminationPolicies(input.TerminationPolicies);
  checkZones(store, region, updated, input.AvailabilityZones);
  store.groups.put(region, name, checkGroup(store, region, updated));
  store.changed();
}

function setDesiredCapacity(
  store: AutoScalingStore,
  context: RequestContext,
  input: SetDesiredCapacityType,
): void {
  if (input.HonorCooldown === true)
    fail('UnsupportedOperation', 'HonorCooldown is not supported for SetDesiredCapacity here');
  const group = store.group(context.region, input.AutoScalingGroupName);
  const desired = input.DesiredCapacity ?? fail('ValidationError', 'DesiredCapacity is required');
  if (desired > group.maxSize)
    fail(
      'ValidationError',
      `New SetDesiredCapacity value ${desired} is above max value ${group.maxSize} for the AutoScalingGroup.`,
    );
  if (desired < group.minSize)
    fail(
      'ValidationError',
      `New SetDesiredCapacity value ${desired} is below min value ${group.minSize} for the AutoScalingGroup.`,
    );
  store.groups.put(context.region, group.name, {
    ...group,
    desiredCapacity: desired,
    desiredRevision: group.desiredRevision + 1,
  });
  store.changed();
}

/** The group's instances end once the region's process hears that it is gone. */
async function deleteAutoScalingGroup(
  store: AutoScalingStore,
  context: RequestContext,
  input: DeleteAutoScalingGroupType,
): Promise<void> {
  const { region } = context;
  const { name } = store.group(region, input.AutoScalingGroupName);
  const instances = await askRegionIfRunning(store.deps.dataPlane, region, 'describeInstances', {});
  const live = (instances ?? []).some(
    (instance) => instance.groupName === name && instance.lifecycleState !== 'Terminated',
  );
  if (live && input.ForceDelete !== true)
    fail(
      'ResourceInUse',
      'You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.',
    );
  for (const policy of store.policies.list(region, `${name}/`))
    store.policies.delete(region, `${name}/${policy.name}`);
  store.groups.delete(region, name);
  store.changed();
}

export function launchTemplateOf(
  store: AutoScalingStore,
  region: string,
  given: LaunchTemplateSpecification | undefined,
): GroupRecord['launchTemplate'] {
  if (given === undefined)
    fail(
      'ValidationError',
      'Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.',
    );
  const { LaunchTemplateId: id, LaunchTemplateName: name } = given;
  if ((id === undefined) === (name === undefined))
    fail(
      'ValidationError',
      'Valid requests must contain either launchTemplateId or LaunchTemplateName',
    );
  const { LaunchTemplates: found } = store.ec2.operations.DescribeLaunchTemplates(
    { ...NOBODY, region },
    id === undefined ? { LaunchTemplateNames: [name ?? ''] } : { LaunchTemplateIds: [id] },
  );
  const template = found?.[0];
  return {
    id: template?.LaunchTemplateId ?? '',
    name: template?.LaunchTemplateName ?? '',
    version: given.Version ?? '$Default',
  };
}

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html#instance-refresh-limitations */
function checkNoRefresh(
  store: AutoScalingStore,
  region: string,
  group: GroupRecord,
  given: LaunchTemplateSpecification | undefined,
): void {
  if (given === undefined) return;
  const { id, version } = launchTemplateOf(store, region, given);
  const { launchTemplate } = group;
  if (id === launchTemplate.id && version === launchTemplate.version) return;
  if (store.activeRefresh(region, group.name)?.desiredTemplate !== undefined)
    fail(
      'ValidationError',
      'An active instance refresh with a desired configuration exists. All configuration options derived from the desired configuration are not available for update while the instance refresh is active.',
    );
}

/** Zones beside subnets must be those of the subnets. */
function checkZones(
  store: AutoScalingStore,
  region: string,
  group: NewGroup,
  zones: string[] | undefined,
): void {
  const own = group.subnetIds.map((id) => store.ec2.subnet(region, id)?.zone);
  const foreign = (zones ?? []).find((zone) => !own.includes(zone));
  if (foreign !== undefined)
    fail(
      'ValidationError',
      'The availability zones of the specified subnets and the Auto Scaling group do not match',
    );
}

async function askDesired(
  store: AutoScalingStore,
  region: string,
  name: string,
): Promise<number | undefined> {
  const { dataPlane } = store.deps;
  const states = await askRegionIfRunning(dataPlane, region, 'describeGroups', {});
  return states?.find((state) => state.name === name)?.desiredCapacity;
}

/** Reading launch templates asks for no identity. */
const NOBODY: RequestContext = { account: '', region: '', requestId: '', principalArn: '' };

/**
 * The desired capacity after an update: what is asked, or what scaling policies made of it moved
 * inside the new bounds. Only a capacity that changes overrides theirs.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_UpdateAutoScalingGroup.html
 */
export function desiredAfter(
  group: Pick<GroupRecord, 'desiredCapacity' | 'desiredRevision'>,
  desiredNow: number | undefined,
  change: { minSize: number; maxSize: number; asked: number | undefined },
): { desiredCapacity: number; desiredRevision: number } {
  const raised = group.desiredRevision + 1;
  if (change.asked !== undefined) {
    checkSizes({ ...change, desiredCapacity: change.asked });
    return { desiredCapacity: change.asked, desiredRevision: raised };
  }
  const current = desiredNow ?? group.desiredCapacity;
  const bounded = Math.max(change.minSize, Math.min(change.maxSize, current));
  const stays = bounded === current;
  if (!stays) return { desiredCapacity: bounded, desiredRevision: raised };
  // The record follows the policies, at the same revision: the region's process keeps its own
  // figure.
  return { desiredCapacity: bounded, desiredRevision: group.desiredRevision };
}

function subnetsOf(identifier: string | undefined): string[] {
  return (identifier ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
}

function healthCheckType(type: string): GroupRecord['healthCheckType'] {
  if (type === 'EC2' || type === 'ELB') return type;
  return fail('ValidationError', `HealthCheckType '${type}' must be EC2 or ELB here`);
}

function checkTerminationPolicies(policies: string[] | undefined): void {
  for (const policy of policies ?? [])
    if (policy !== 'Default')
      fail(
        'UnsupportedOperation',
        `The termination policy ${policy} is not supported here: use Default`,
      );
}
