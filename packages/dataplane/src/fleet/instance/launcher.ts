import { randomBytes } from 'node:crypto';
import type {
  AutoScalingGroup,
  FleetConfig,
  LaunchSpecification,
  NetworkConfig,
  ScalingActivity,
} from '@understudy/contract';
import type { InterfaceAddresses } from '../network/address-pool.ts';
import { launchRefusal } from '../../faults/launch-faults.ts';
import type { FleetDeps } from '../deps.ts';
import { interfacePorts, type TargetPorts } from '../network/interface-ports.ts';
import { Machine } from './machine.ts';
import { instanceTags, type Member } from '../group/member.ts';
import type { InstanceIdentity } from '../metadata/metadata-tree.ts';
import type { OutputLog } from './output-log.ts';
import type { Place } from '../decisions/group-view.ts';

/** What one group is launched from: the part of the document that concerns it. */
export interface GroupSettings {
  group: AutoScalingGroup;
  network: NetworkConfig;
  /** The group's own target groups. */
  targetGroups: readonly TargetPorts[];
  images: FleetConfig['images'];
  metadataAddress: string;
  aws: FleetConfig['aws'];
}

/** The subnets that the group may launch in; those that do not exist are told as problems. */
export function placesOf({ group, network }: GroupSettings): Place[] {
  return group.subnetIds.flatMap((subnetId) => {
    const zone = network.subnets.find((subnet) => subnet.subnetId === subnetId)?.zone;
    return zone === undefined ? [] : [{ subnetId, zone }];
  });
}

export function newMember(
  settings: GroupSettings,
  options: { instanceId: string; place: Place; nowMs: number; activity: ScalingActivity },
): Member {
  const { group } = settings;
  return {
    instanceId: options.instanceId,
    groupName: group.name,
    place: options.place,
    launch: group.launch,
    tags: instanceTags(group),
    launchedMs: options.nowMs,
    launchActivity: options.activity,
    addresses: undefined,
    machine: undefined,
    state: 'Pending',
    inServiceMs: undefined,
    failedCheck: undefined,
    isRunning: false,
    isRebalancing: false,
    isLeaving: false,
    registeredWith: new Set(),
  };
}

/**
 * Gives a member its addresses and its machine. Throws, in AWS's words where it has some, why it
 * cannot have them.
 */
export function equip(
  deps: FleetDeps,
  settings: GroupSettings,
  member: Member,
  output: OutputLog,
): Machine {
  const { launch, place } = member;
  const image = settings.images.find(({ imageId }) => imageId === launch.imageId);
  if (image === undefined) throw new Error(`The image id '[${launch.imageId}]' does not exist`);
  if (deps.liveCount() > deps.limits.instancesMax)
    throw new Error(`a region of this engine runs at most ${deps.limits.instancesMax} instances`);
  const refusal = launchRefusal(deps.faults, {
    zone: place.zone,
    zones: placesOf(settings).map(({ zone }) => zone),
    instanceType: launch.instanceType,
    account: deps.account,
  });
  if (refusal !== undefined) throw new SubnetFull(refusal.replace(/\.$/, ''));
  checkProfile(deps, launch);
  const subnet = settings.network.subnets.find(({ subnetId }) => subnetId === place.subnetId);
  const addresses = subnet && deps.addresses.take(subnet);
  if (subnet === undefined || addresses === undefined)
    throw new SubnetFull(
      `There are not enough free addresses in subnet '${place.subnetId}' ` +
        'to satisfy the requested number of instances',
    );
  member.addresses = addresses;
  member.machine = new Machine(deps, {
    identity: identityOf(deps, settings, member, addresses),
    launch,
    image,
    loopbackAddress: addresses.loopbackAddress,
    metadataAddress: settings.metadataAddress,
    aws: settings.aws,
    ports: portsOf(deps, settings, launch.securityGroupIds),
    output,
  });
  return member.machine;
}

/** What RunInstances says of a profile that is not there. */
function checkProfile({ roles }: FleetDeps, { instanceProfile }: LaunchSpecification): void {
  if (instanceProfile === undefined || roles.profile(instanceProfile) !== undefined) return;
  const [member, value] =
    'arn' in instanceProfile ? ['arn', instanceProfile.arn] : ['name', instanceProfile.name];
  const what = member === 'arn' ? 'ARN' : 'name';
  throw new Error(
    `Value (${value}) for parameter iamInstanceProfile.${member} is invalid. Invalid IAM Instance Profile ${what}`,
  );
}

/** The launch could not begin in this subnet; another one may do. */
export class SubnetFull extends Error {}

export function portsOf(
  deps: FleetDeps,
  settings: GroupSettings,
  securityGroupIds: readonly string[],
): Map<number, 'web' | 'closed'> {
  return interfacePorts({
    network: settings.network,
    securityGroupIds,
    targetGroups: settings.targetGroups,
    rulePortsMax: deps.limits.rulePortsMax,
  });
}

function identityOf(
  deps: FleetDeps,
  { network }: GroupSettings,
  member: Member,
  addresses: InterfaceAddresses,
): InstanceIdentity {
  const { launch, instanceId, place } = member;
  const subnet = network.subnets.find(({ subnetId }) => subnetId === place.subnetId);
  const vpc = network.vpcs.find(({ vpcId }) => vpcId === subnet?.vpcId);
  return {
    account: deps.account,
    region: deps.region,
    zone: place.zone,
    instanceId,
    imageId: launch.imageId,
    instanceType: launch.instanceType,
    privateIp: addresses.privateIp,
    // Locally administered, as EC2's are.
    mac: ['02', ...(instanceId.slice(2, 12).match(/../g) ?? [])].join(':'),
    subnetId: place.subnetId,
    subnetCidr: subnet?.cidr ?? '',
    vpcId: vpc?.vpcId ?? '',
    vpcCidr: vpc?.cidr ?? '',
    securityGroupIds: launch.securityGroupIds,
    reservationId: `r-${randomBytes(9).toString('hex').slice(0, 17)}`,
    launchedMs: member.launchedMs,
    userData: launch.userData,
    tags: launch.instanceMetadataTags === 'enabled' ? member.tags : undefined,
  };
}
