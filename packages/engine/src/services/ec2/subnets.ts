import type {
  CreateSubnetRequest,
  CreateSubnetResult,
  DeleteSubnetRequest,
  DescribeSubnetsRequest,
  DescribeSubnetsResult,
  ModifySubnetAttributeRequest,
  Subnet,
} from '@aws-sdk/client-ec2';
import { refuseOthers } from '../../kernel/refuse-others.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { type Cidr, contains, formatCidr, knownCidr, overlaps, parseCidr } from './cidr.ts';
import { type Ec2Store, fail, required } from './ec2-store.ts';
import type { SubnetRecord } from './records.ts';
import { type Zone, zonesOf } from './regions.ts';
import { tagsFor } from './resource-tags.ts';
import { named, page, select } from './selection.ts';

/** https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html: between /28 and /16, five addresses reserved. */
const PREFIX_MIN = 16;
const PREFIX_MAX = 28;
const RESERVED_ADDRESSES = 5;

export class SubnetOperations {
  readonly #store: Ec2Store;

  constructor(store: Ec2Store) {
    this.#store = store;
  }

  readonly CreateSubnet = (
    context: RequestContext,
    input: CreateSubnetRequest,
  ): CreateSubnetResult => {
    refuseOthers('CreateSubnet', input, [
      'VpcId',
      'CidrBlock',
      'AvailabilityZone',
      'AvailabilityZoneId',
      'TagSpecifications',
    ]);
    const { region } = context;
    const vpc = this.#store.vpc(region, required(input.VpcId, 'vpcId'));
    const cidr = this.#checkCidr(region, vpc, required(input.CidrBlock, 'cidrBlock'));
    const zone = chooseZone(region, input);
    const subnet: SubnetRecord = {
      subnetId: this.#store.newId('subnet'),
      vpcId: vpc.vpcId,
      cidr: formatCidr(cidr),
      zone: zone.name,
      zoneId: zone.id,
      mapPublicIpOnLaunch: false,
      networkAclAssociationId: this.#store.newId('aclassoc'),
    };
    const tags = tagsFor('subnet', input.TagSpecifications);
    this.#store.tags.add(region, subnet.subnetId, 'subnet', tags);
    this.#store.subnets.put(region, subnet.subnetId, subnet);
    this.#store.changed();
    return { Subnet: this.#describe(context, subnet) };
  };

  readonly DescribeSubnets = (
    context: RequestContext,
    input: DescribeSubnetsRequest,
  ): DescribeSubnetsResult => {
    const all = this.#store.subnets.list(context.region);
    const records = named(all, input.SubnetIds, (id) => this.#store.subnet(context.region, id));
    const described = records.map((record) => {
      const item = this.#describe(context, record);
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
  };

  readonly DeleteSubnet = (context: RequestContext, input: DeleteSubnetRequest): void => {
    const { region } = context;
    const subnet = this.#store.subnet(region, required(input.SubnetId, 'subnetId'));
    const message = `The subnet '${subnet.subnetId}' has dependencies and cannot be deleted.`;
    this.#store.refuseWhileUsed(region, subnet.subnetId, message);
    if (this.#store.natGateways.list(region).some((nat) => nat.subnetId === subnet.subnetId))
      fail('DependencyViolation', message);
    for (const table of this.#store.routeTables.list(region)) {
      const kept = table.associations.filter(({ subnetId }) => subnetId !== subnet.subnetId);
      if (kept.length === table.associations.length) continue;
      this.#store.routeTables.put(region, table.routeTableId, { ...table, associations: kept });
    }
    this.#store.subnets.delete(region, subnet.subnetId);
    this.#store.tags.forget(region, subnet.subnetId);
    this.#store.changed();
  };

  readonly ModifySubnetAttribute = (
    context: RequestContext,
    input: ModifySubnetAttributeRequest,
  ): void => {
    refuseOthers('ModifySubnetAttribute', input, ['SubnetId', 'MapPublicIpOnLaunch']);
    const subnet = this.#store.subnet(context.region, required(input.SubnetId, 'subnetId'));
    subnet.mapPublicIpOnLaunch = input.MapPublicIpOnLaunch?.Value ?? subnet.mapPublicIpOnLaunch;
    this.#store.subnets.put(context.region, subnet.subnetId, subnet);
    this.#store.changed();
  };

  #checkCidr(region: string, vpc: { vpcId: string; cidr: string }, given: string): Cidr {
    const cidr = parseCidr(given);
    if (cidr === undefined)
      fail(
        'InvalidParameterValue',
        `Value (${given}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
      );
    const fits = cidr.prefix >= PREFIX_MIN && cidr.prefix <= PREFIX_MAX;
    if (!fits || !contains(knownCidr(vpc.cidr), cidr))
      fail('InvalidSubnet.Range', `The CIDR '${given}' is invalid.`);
    const conflict = this.#store.subnets
      .list(region)
      .some((other) => other.vpcId === vpc.vpcId && overlaps(knownCidr(other.cidr), cidr));
    if (conflict)
      fail('InvalidSubnet.Conflict', `The CIDR '${given}' conflicts with another subnet`);
    return cidr;
  }

  #describe(context: RequestContext, record: SubnetRecord): Subnet {
    const { region, account } = context;
    const used = this.#store.privateAddresses.list(region, `${record.subnetId}/`).length;
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
      Ipv6CidrBlockAssociationSet: [],
      Ipv6Native: false,
      OwnerId: account,
      State: 'available',
      Tags: this.#store.tags.of(region, record.subnetId),
    };
  }
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
