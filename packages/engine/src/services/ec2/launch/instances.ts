import type { InstanceState } from '@understudy/contract';
import type {
  DescribeInstancesRequest,
  DescribeInstancesResult,
  GetConsoleOutputRequest,
  GetConsoleOutputResult,
  Instance,
  InstanceStateName,
  Reservation,
  TerminateInstancesRequest,
  TerminateInstancesResult,
} from '@aws-sdk/client-ec2';
import { fail } from '../../../kernel/fail.ts';
import { askRegion } from '../../../kernel/ask-region.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { type Ec2Store, required } from '../ec2-store.ts';
import { page, select } from '../selection.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html */
const STATES: Readonly<
  Record<InstanceState['lifecycleState'], { Code: number; Name: InstanceStateName }>
> = {
  Pending: { Code: 0, Name: 'pending' },
  InService: { Code: 16, Name: 'running' },
  Terminating: { Code: 32, Name: 'shutting-down' },
  Terminated: { Code: 48, Name: 'terminated' },
};

/** Instances live in the region's process; only it knows them. */
export const instanceOperations = {
  DescribeInstances: operation(describeInstances),
  TerminateInstances: operation(terminateInstances, { accepts: ['InstanceIds', 'DryRun'] }),
  GetConsoleOutput: operation(getConsoleOutput),
};

async function describeInstances(
  store: Ec2Store,
  context: RequestContext,
  input: DescribeInstancesRequest,
): Promise<DescribeInstancesResult> {
  const states = await statesOf(store, context.region, input.InstanceIds);
  const described = states.map((state) => {
    const instance = describe(store, context.region, state);
    const fields = {
      'instance-id': state.instanceId,
      'image-id': state.imageId,
      'instance-type': state.instanceType,
      'instance-state-name': STATES[state.lifecycleState].Name,
      'instance-state-code': String(STATES[state.lifecycleState].Code),
      'subnet-id': state.subnetId,
      'vpc-id': instance.VpcId,
      'availability-zone': state.zone,
      'private-ip-address': state.privateIp,
      'instance.group-id': state.securityGroupIds,
    };
    const item: Reservation = {
      ReservationId: state.instanceId.replace(/^i-/, 'r-'),
      OwnerId: context.account,
      RequesterId: 'autoscaling.amazonaws.com',
      Groups: [],
      Instances: [instance],
    };
    return { item, fields, tags: instance.Tags ?? [] };
  });
  const { items, nextToken } = page(select(described, input.Filters), input);
  return { Reservations: items, NextToken: nextToken };
}

async function terminateInstances(
  store: Ec2Store,
  context: RequestContext,
  input: TerminateInstancesRequest,
): Promise<TerminateInstancesResult> {
  const states = await statesOf(store, context.region, required(input.InstanceIds, 'InstanceIds'));
  const changes = [];
  for (const state of states) {
    const { instanceId } = state;
    await askRegion(store.deps.dataPlane, context.region, 'terminateInstance', {
      instanceId,
      decrementDesiredCapacity: false,
    });
    changes.push({
      InstanceId: instanceId,
      PreviousState: STATES[state.lifecycleState],
      CurrentState: STATES.Terminating,
    });
  }
  return { TerminatingInstances: changes };
}

async function getConsoleOutput(
  store: Ec2Store,
  context: RequestContext,
  input: GetConsoleOutputRequest,
): Promise<GetConsoleOutputResult> {
  const instanceId = required(input.InstanceId, 'InstanceId');
  const { dataPlane, clock } = store.deps;
  const output = await askRegion(dataPlane, context.region, 'instanceOutput', { instanceId });
  return {
    InstanceId: instanceId,
    Output: Buffer.from(output.lines.join('\n')).toString('base64'),
    Timestamp: new Date(clock.nowMs()),
  };
}

async function statesOf(
  store: Ec2Store,
  region: string,
  ids: string[] | undefined,
): Promise<InstanceState[]> {
  const all = await askRegion(store.deps.dataPlane, region, 'describeInstances', {});
  if (ids === undefined || ids.length === 0) return all;
  return ids.map(
    (id) =>
      all.find((state) => state.instanceId === id) ??
      fail('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`),
  );
}

function describe(store: Ec2Store, region: string, state: InstanceState): Instance {
  const subnet = store.subnets.get(region, state.subnetId);
  return {
    InstanceId: state.instanceId,
    ImageId: state.imageId,
    InstanceType: state.instanceType as NonNullable<Instance['InstanceType']>,
    State: STATES[state.lifecycleState],
    LaunchTime: new Date(state.launchedMs),
    Placement: { AvailabilityZone: state.zone, Tenancy: 'default' },
    PrivateIpAddress: state.privateIp,
    PrivateDnsName: `ip-${state.privateIp.replaceAll('.', '-')}.${region}.compute.internal`,
    SubnetId: state.subnetId,
    VpcId: subnet?.vpcId,
    SecurityGroups: state.securityGroupIds.map((groupId) => ({
      GroupId: groupId,
      GroupName: store.securityGroups.get(region, groupId)?.name,
    })),
    Architecture: 'x86_64',
    Monitoring: { State: 'disabled' },
    Tags: state.tags.map((tag) => ({ Key: tag.key, Value: tag.value })),
  };
}
