import type {
  CreateSubnetRequest,
  CreateSubnetResult,
  DeleteSubnetRequest,
  DescribeSubnetsRequest,
  DescribeSubnetsResult,
  ModifySubnetAttributeRequest,
  Subnet,
} from '@aws-sdk/client-ec2';
import { fail } from '../../../kernel/fail.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { type Cidr, contains, formatCidr, knownCidr, overlaps, parseCidr } from './cidr.ts';
import { type Ec2Store, required } from '../ec2-store.ts';
import type { SubnetRecord } from '../records.ts';
import { type Zone, zonesOf } from '../regions.ts';
import { tagsFor } from '../resource-tags.ts';
import { named, page, select } from '../selection.ts';

/**
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html: between /28 and /16, five
 * addresses reserved.
 */
const PREFIX_MIN = 16;
const PREFIX_MAX = 28;
const RESERVED_ADDRESSES = 5;

export const subnetOperations = {
  CreateSubnet: operation(createSubnet, {
    accepts: ['VpcId', 'CidrBlock', 'AvailabilityZone', 'AvailabilityZoneId', 'TagSpecifications'],
  }),
  DescribeSubnets: operation(describeSubnets),
  DeleteSubnet: operation(deleteSubnet),
  ModifySubnetAttribute: operation(modifySubnetAttribute, {
    accepts: ['SubnetId', 'MapPublicIpOnLaunch'],
  }),
};

function createSubnet(
  store: Ec2Store,
  context: RequestContext,
  input: CreateSubnetRequest,
): CreateSubnetResult {
  const { region } = context;
  const vpc = store.vpc(region, required(input.VpcId, 'vpcId'));
  const cidr = checkCidr(store, region, vpc, required(input.CidrBlock, 'cidrBlock'));
  const zone = chooseZone(region, input);
  const subnet: SubnetRecord = {
    subnetId: store.newId('subnet'),
    vpcId: vpc.vpcId,
    cidr: formatCidr(cidr),
    zone: zone.name,
    zoneId: zone.id,
    mapPublicIpOnLaunch: false,
    networkAclAssociationId: store.newId('aclassoc'),
  };
  const tags = tagsFor('subnet', input.TagSpecifications);
  store.tags.add(region, subnet.subnetId, 'subnet', tags);
  store.subnets.put(region, subnet.subnetId, subnet);
  store.changed();
  return { Subnet: describe(store, context, subnet) };
}

function describeSubnets(
  store: Ec2Store,
  context: RequestContext,
  input: DescribeSubnetsRequest,
): DescribeSubnetsResult {
  const all = store.subnets.list(context.region);
  const records = named(all, input.SubnetIds, (id) => store.subnet(context.region, id));
  const described = records.map((record) => {
    const item = describe(store, context, record);
    const fields = {
      'subnet-id': record.subnetId,
      'vpc-id': record.vpcId,
      'availability-zone': record.zone,
      availabilityZone: record.zone,
      'availability-zone-id': record.zoneId,
      cidr: record.cidr,
      'cidr-block': record.cidr,
      cidrBlock: record.cidr,
      'default-for-az': 'false',
      'map-public-ip-on-launch': String(record.mapPublicIpOnLaunch),
      'owner-id': context.account,
      state: 'available',
    };
    return { item, fields, tags: item.Tags ?? [] };
  });
  const { items, nextToken } = page(select(described, input.Filters), input);
  return { Subnets: items, NextToken: nextToken };
}

function deleteSubnet(store: Ec2Store, context: RequestContext, input: DeleteSubnetRequest): void {
  const { region } = context;
  const subnet = store.subnet(region, required(input.SubnetId, 'subnetId'));
  const message = `The subnet '${subnet.subnetId}' has dependencies and cannot be deleted.`;
  store.refuseWhileUsed(region, subnet.subnetId, message);
  if (store.natGateways.list(region).some((nat) => nat.subnetId === subnet.subnetId))
    fail('DependencyViolation', message);
  for (const table of store.routeTables.list(region)) {
    const kept = table.associations.filter(({ subnetId }) => subnetId !== subnet.subnetId);
    if (kept.length === table.associations.length) continue;
    store.routeTables.put(region, table.routeTableId, { ...table, associations: kept });
  }
  store.subnets.delete(region, subnet.subnetId);
  store.tags.forget(region, subnet.subnetId);
  store.changed();
}

function modifySubnetAttribute(
  store: Ec2Store,
  context: RequestContext,
  input: ModifySubnetAttributeRequest,
): void {
  const subnet = store.subnet(context.region, required(input.SubnetId, 'subnetId'));
  subnet.mapPublicIpOnLaunch = input.MapPublicIpOnLaunch?.Value ?? subnet.mapPublicIpOnLaunch;
  store.subnets.put(context.region, subnet.subnetId, subnet);
  store.changed();
}

function checkCidr(
  store: Ec2Store,
  region: string,
  vpc: { vpcId: string; cidr: string },
  given: string,
): Cidr {
  const cidr = parseCidr(given);
  if (cidr === undefined)
    fail(
      'InvalidParameterValue',
      `Value (${given}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
    );
  const fits = cidr.prefix >= PREFIX_MIN && cidr.prefix <= PREFIX_MAX;
  if (!fits || !contains(knownCidr(vpc.cidr), cidr))
    fail('InvalidSubnet.Range', `The CIDR '${given}' is invalid.`);
  const conflict = store.subnets
    .list(region)
    .some((other) => other.vpcId === vpc.vpcId && overlaps(knownCidr(other.cidr), cidr));
  if (conflict) fail('InvalidSubnet.Conflict', `The CIDR '${given}' conflicts with another subnet`);
  return cidr;
}

function describe(store: Ec2Store, context: RequestContext, record: SubnetRecord): Subnet {
  const { region, account } = context;
  const used = store.privateAddresses.list(region, `${record.subnetId}/`).length;
  return {
    SubnetId: record.subnetId,
    SubnetArn: `arn:aws:ec2:${region}:${account}:subnet/${record.subnetId}`,
    VpcId: record.vpcId,
    CidrBlock: record.cidr,
    AvailabilityZone: record.zone,
    AvailabilityZoneId: record.zoneId,
    AvailableIpAddressCount: knownCidr(record.cidr).size - RESERVED_ADDRESSES - used,
    DefaultForAz: false,
    MapPublicIpOnLaunch: record.mapPublicIpOnLaunch,
    AssignIpv6AddressOnCreation: false,
    EnableDns64: false,
    Ipv6CidrBlockAssociationSet: [],
    Ipv6Native: false,
    OwnerId: account,
    State: 'available',
    Tags: store.tags.of(region, record.subnetId),
  };
}

function chooseZone(region: string, input: CreateSubnetRequest): Zone {
  const zones = zonesOf(region);
  const { AvailabilityZone: name, AvailabilityZoneId: id } = input;
  if (name === undefined && id === undefined)
    return zones[0] ?? fail('InvalidParameterValue', `The region ${region} has no zones`);
  const found = zones.find((zone) => zone.name === name || zone.id === id);
  if (found !== undefined) return found;
  const names = zones.map((zone) => zone.name).join(', ');
  return fail(
    'InvalidParameterValue',
    `Value (${name ?? id ?? ''}) for parameter availabilityZone is invalid. ` +
      `Subnets can currently only be created in the following availability zones: ${names}.`,
  );
}
