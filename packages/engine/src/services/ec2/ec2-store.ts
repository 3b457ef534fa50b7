import type { ServiceDeps } from '../../kernel/deps.ts';
import { fail, requiredBy } from '../../kernel/fail.ts';
import { hexadecimal } from '../../kernel/identifiers.ts';
import { RegionTable } from '../../kernel/state/region-table.ts';
import { ec2Tables } from './records.ts';
import type * as Records from './records.ts';
import { ResourceTags } from './resource-tags.ts';

/**
 * Says what, of another service, still uses a subnet, security group or address; undefined when
 * nothing does.
 */
export type Dependents = (region: string, resourceId: string) => string | undefined;

/** EC2's records, and what every operation on them needs. */
export class Ec2Store {
  readonly deps: ServiceDeps;
  readonly vpcs: RegionTable<Records.VpcRecord>;
  readonly subnets: RegionTable<Records.SubnetRecord>;
  readonly routeTables: RegionTable<Records.RouteTableRecord>;
  readonly internetGateways: RegionTable<Records.InternetGatewayRecord>;
  readonly natGateways: RegionTable<Records.NatGatewayRecord>;
  readonly addresses: RegionTable<Records.AddressRecord>;
  readonly securityGroups: RegionTable<Records.SecurityGroupRecord>;
  readonly launchTemplates: RegionTable<Records.LaunchTemplateRecord>;
  /** By `<launch template id>/<version, nine digits>`. */
  readonly launchTemplateVersions: RegionTable<Records.LaunchTemplateVersionRecord>;
  readonly images: RegionTable<Records.ImageRecord>;
  readonly snapshots: RegionTable<Records.SnapshotRecord>;
  readonly endpoints: RegionTable<Records.EndpointRecord>;
  /** By `<subnet id>/<address>`. */
  readonly privateAddresses: RegionTable<Records.PrivateAddressRecord>;
  readonly tags: ResourceTags;
  /** By `<operation>/<token>`. */
  readonly clientTokens: RegionTable<Records.ClientTokenRecord>;
  readonly dependents: Dependents[] = [];

  constructor(deps: ServiceDeps) {
    this.deps = deps;
    this.vpcs = new RegionTable(deps.state, ec2Tables.vpcs);
    this.subnets = new RegionTable(deps.state, ec2Tables.subnets);
    this.routeTables = new RegionTable(deps.state, ec2Tables.routeTables);
    this.internetGateways = new RegionTable(deps.state, ec2Tables.internetGateways);
    this.natGateways = new RegionTable(deps.state, ec2Tables.natGateways);
    this.addresses = new RegionTable(deps.state, ec2Tables.addresses);
    this.securityGroups = new RegionTable(deps.state, ec2Tables.securityGroups);
    this.launchTemplates = new RegionTable(deps.state, ec2Tables.launchTemplates);
    this.launchTemplateVersions = new RegionTable(deps.state, ec2Tables.launchTemplateVersions);
    this.images = new RegionTable(deps.state, ec2Tables.images);
    this.snapshots = new RegionTable(deps.state, ec2Tables.snapshots);
    this.endpoints = new RegionTable(deps.state, ec2Tables.endpoints);
    this.privateAddresses = new RegionTable(deps.state, ec2Tables.privateAddresses);
    this.tags = new ResourceTags(deps.state);
    this.clientTokens = new RegionTable(deps.state, ec2Tables.clientTokens);
  }

  /** An identifier in today's long form, e.g. `vpc-` and 17 hexadecimal digits. */
  newId(prefix: string): string {
    return `${prefix}-${hexadecimal(this.deps.random, 17)}`;
  }

  changed(): void {
    this.deps.dataPlane.changed();
  }

  vpc(region: string, vpcId: string): Records.VpcRecord {
    return (
      this.vpcs.get(region, vpcId) ??
      fail('InvalidVpcID.NotFound', `The vpc ID '${vpcId}' does not exist`)
    );
  }

  subnet(region: string, subnetId: string): Records.SubnetRecord {
    return (
      this.subnets.get(region, subnetId) ??
      fail('InvalidSubnetID.NotFound', `The subnet ID '${subnetId}' does not exist`)
    );
  }

  securityGroup(region: string, groupId: string): Records.SecurityGroupRecord {
    return (
      this.securityGroups.get(region, groupId) ??
      fail('InvalidGroup.NotFound', `The security group '${groupId}' does not exist`)
    );
  }

  routeTable(region: string, routeTableId: string): Records.RouteTableRecord {
    return (
      this.routeTables.get(region, routeTableId) ??
      fail('InvalidRouteTableID.NotFound', `The routeTable ID '${routeTableId}' does not exist`)
    );
  }

  /** Refuses to remove what another service uses. */
  refuseWhileUsed(region: string, resourceId: string, message: string): void {
    for (const dependents of this.dependents)
      if (dependents(region, resourceId) !== undefined) fail('DependencyViolation', message);
  }
}

/** The value, or EC2's error for a parameter that must be there. */
export const required = requiredBy(
  'MissingParameter',
  (name) => `The request must contain the parameter ${name}`,
);
