import type { LaunchSpecification } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import type { AutoScalingStore } from './autoscaling-store.ts';
import { fail } from '../../kernel/fail.ts';
import type { GroupRecord } from './records.ts';

/** Beyond this many processes one machine is of no use; AWS has no such bound a group. */
const GROUP_SIZE_MAX = 100;

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-suspend-resume-processes.html */
export const PROCESSES = [
  'Launch',
  'Terminate',
  'AddToLoadBalancer',
  'AlarmNotification',
  'AZRebalance',
  'HealthCheck',
  'InstanceRefresh',
  'ReplaceUnhealthy',
  'ScheduledActions',
] as const;

/** A group as asked for, before it is known what its template stands for. */
export type NewGroup = Omit<GroupRecord, 'lastLaunch'>;

/** Refuses a group that could not launch, as the API does before it makes one. */
export function checkGroup(store: AutoScalingStore, region: string, group: NewGroup): GroupRecord {
  checkSizes(group);
  checkNetwork(store, region, group);
  const lastLaunch = checkLaunch(store, region, group);
  for (const arn of group.targetGroupArns)
    if (!store.elbv2.targetGroupExists(region, arn))
      fail(
        'ValidationError',
        'Provided Target Groups may not be valid. Please ensure they exist and try again.',
      );
  return { ...group, lastLaunch };
}

export function checkSizes(
  group: Pick<GroupRecord, 'minSize' | 'maxSize' | 'desiredCapacity'>,
): void {
  const { minSize, maxSize, desiredCapacity } = group;
  if (minSize < 0 || maxSize < 0) fail('ValidationError', 'Sizes must not be negative');
  if (maxSize < minSize)
    fail(
      'ValidationError',
      `Max bound, ${maxSize}, must be greater than or equal to min bound, ${minSize}`,
    );
  if (maxSize > GROUP_SIZE_MAX)
    fail('LimitExceeded', `Groups of more than ${GROUP_SIZE_MAX} instances are refused here`);
  if (desiredCapacity < minSize || desiredCapacity > maxSize)
    fail(
      'ValidationError',
      `Desired capacity:${desiredCapacity} must be between the specified min size:${minSize} and max size:${maxSize}`,
    );
}

function checkNetwork(store: AutoScalingStore, region: string, group: NewGroup): void {
  if (group.subnetIds.length === 0)
    fail('ValidationError', 'At least one Availability Zone or VPC Subnet is required.');
  const subnets = group.subnetIds.map(
    (id) =>
      store.ec2.subnet(region, id) ??
      fail('ValidationError', `The subnet ID '${id}' does not exist`),
  );
  if (new Set(subnets.map((subnet) => subnet.vpcId)).size > 1)
    fail('ValidationError', 'The subnets of an Auto Scaling group must belong to one VPC');
}

/** The template is resolved once to see that it can be launched; instances resolve it anew each. */
function checkLaunch(
  store: AutoScalingStore,
  region: string,
  group: NewGroup,
): LaunchSpecification {
  const launch = launchOf(store, region, group);
  if (launch.imageId === '') failLaunch('The request must contain the parameter ImageId');
  const image = store.ec2.image(region, launch.imageId);
  // An AMI that nobody here has made may be one of AWS's, and boots the built-in responder; one of
  // another region does not exist in this one.
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIs.html
  if (image?.state === 'deregistered' || store.ec2.isForeignImage(region, launch.imageId))
    failLaunch(`The image id '[${launch.imageId}]' does not exist`);
  if (image !== undefined && image.state !== 'available')
    failLaunch(`The image id '[${launch.imageId}]' is ${image.state}, not available`);
  const vpcId = store.ec2.subnet(region, group.subnetIds[0] ?? '')?.vpcId;
  for (const groupId of launch.securityGroupIds) {
    const securityGroup = store.ec2.securityGroup(region, groupId);
    if (securityGroup === undefined) failLaunch(`The security group '${groupId}' does not exist`);
    if (securityGroup.vpcId !== vpcId)
      failLaunch(
        `Security group ${groupId} and subnet ${group.subnetIds[0] ?? ''} belong to different networks.`,
      );
  }
  return launch;
}

function launchOf(store: AutoScalingStore, region: string, group: NewGroup): LaunchSpecification {
  const { id, version } = group.launchTemplate;
  try {
    return store.ec2.launchSpecification(region, { LaunchTemplateId: id }, version);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return failLaunch(error.message);
  }
}

function failLaunch(reason: string): never {
  return fail('ValidationError', `You must use a valid fully-formed launch template. ${reason}`);
}
