import type { RequestLaunchTemplateData } from '@aws-sdk/client-ec2';

export interface VpcRecord {
  vpcId: string;
  cidr: string;
  instanceTenancy: 'default' | 'dedicated';
  enableDnsSupport: boolean;
  enableDnsHostnames: boolean;
  associationId: string;
  dhcpOptionsId: string;
  networkAclId: string;
}

export interface SubnetRecord {
  subnetId: string;
  vpcId: string;
  cidr: string;
  zone: string;
  zoneId: string;
  mapPublicIpOnLaunch: boolean;
  networkAclAssociationId: string;
}

export interface RouteRecord {
  destination: string;
  target:
    { kind: 'local' } | { kind: 'internet-gateway'; id: string } | { kind: 'nat'; id: string };
  /** Gateway endpoints' routes lead to a prefix list and come with the endpoint. */
  origin: 'CreateRouteTable' | 'CreateRoute';
}

export interface RouteTableRecord {
  routeTableId: string;
  vpcId: string;
  routes: RouteRecord[];
  associations: { associationId: string; main: boolean; subnetId?: string }[];
}

export interface InternetGatewayRecord {
  internetGatewayId: string;
  vpcId?: string;
}

export interface NatGatewayRecord {
  natGatewayId: string;
  vpcId: string;
  subnetId: string;
  connectivityType: 'public' | 'private';
  allocationId?: string;
  publicIp?: string;
  privateIp: string;
  networkInterfaceId: string;
  createdMs: number;
}

export interface AddressRecord {
  allocationId: string;
  publicIp: string;
  /** The NAT gateway that has it. */
  usedBy?: string;
  associationId?: string;
}

export interface RuleRecord {
  ruleId: string;
  /** `tcp`, `udp`, `icmp`, `icmpv6`, `-1`, or another protocol's number. */
  protocol: string;
  /** Absent where the protocol has no ports. */
  fromPort?: number;
  toPort?: number;
  peer:
    | { kind: 'cidr'; cidr: string }
    | { kind: 'cidr6'; cidr: string }
    | { kind: 'group'; groupId: string }
    | { kind: 'prefix-list'; prefixListId: string };
  description?: string;
}

export const DIRECTIONS = ['ingress', 'egress'] as const;
export type Direction = (typeof DIRECTIONS)[number];

export interface SecurityGroupRecord {
  groupId: string;
  name: string;
  description: string;
  vpcId: string;
  ingress: RuleRecord[];
  egress: RuleRecord[];
}

export interface LaunchTemplateRecord {
  launchTemplateId: string;
  name: string;
  defaultVersion: number;
  latestVersion: number;
  createdMs: number;
  createdBy: string;
}

export interface LaunchTemplateVersionRecord {
  launchTemplateId: string;
  version: number;
  description?: string;
  createdMs: number;
  createdBy: string;
  data: RequestLaunchTemplateData;
}

export interface ImageRecord {
  imageId: string;
  name: string;
  description?: string;
  state: 'pending' | 'available' | 'failed';
  /** Absolute path of the unpacked image. */
  directory?: string;
  createdMs: number;
  reason?: string;
}

export interface EndpointRecord {
  vpcEndpointId: string;
  vpcId: string;
  serviceName: string;
  routeTableIds: string[];
  policyDocument: string;
  createdMs: number;
}

/** An address of a subnet that something other than an instance has. */
export interface PrivateAddressRecord {
  subnetId: string;
  address: string;
  owner: string;
}

export interface TagsRecord {
  resourceId: string;
  resourceType: string;
  tags: Record<string, string>;
}
