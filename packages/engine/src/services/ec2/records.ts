import {
  imageSchema,
  securityGroupSchema,
  subnetSchema,
  textsSchema,
  vpcSchema,
} from '@understudy/contract';
import { z } from 'zod';
import { declareTable } from '../../kernel/state/declare-table.ts';
import { ec2RequestLaunchTemplateData } from '../../kernel/state/sdk-shapes.generated.ts';

const vpcRecordSchema = vpcSchema.extend({
  instanceTenancy: z.enum(['default', 'dedicated']),
  enableDnsSupport: z.boolean(),
  enableDnsHostnames: z.boolean(),
  associationId: z.string(),
  dhcpOptionsId: z.string(),
  networkAclId: z.string(),
});
export type VpcRecord = z.infer<typeof vpcRecordSchema>;

/** What the document tells besides follows from route tables and the address plan. */
const subnetRecordSchema = subnetSchema
  .omit({ hasInternetRoute: true, loopbackCidr: true })
  .extend({
    zoneId: z.string(),
    mapPublicIpOnLaunch: z.boolean(),
    networkAclAssociationId: z.string(),
  });
export type SubnetRecord = z.infer<typeof subnetRecordSchema>;

const routeSchema = z.object({
  destination: z.string(),
  target: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('local') }),
    z.object({ kind: z.literal('internet-gateway'), id: z.string() }),
    z.object({ kind: z.literal('nat'), id: z.string() }),
  ]),
  /** Gateway endpoints' routes lead to a prefix list and come with the endpoint. */
  origin: z.enum(['CreateRouteTable', 'CreateRoute']),
});
export type RouteRecord = z.infer<typeof routeSchema>;

const routeTableSchema = z.object({
  routeTableId: z.string(),
  vpcId: z.string(),
  routes: z.array(routeSchema),
  associations: z.array(
    z.object({
      associationId: z.string(),
      main: z.boolean(),
      subnetId: z.string().exactOptional(),
    }),
  ),
});
export type RouteTableRecord = z.infer<typeof routeTableSchema>;

const internetGatewaySchema = z.object({
  internetGatewayId: z.string(),
  vpcId: z.string().exactOptional(),
});
export type InternetGatewayRecord = z.infer<typeof internetGatewaySchema>;

const natGatewaySchema = z.object({
  natGatewayId: z.string(),
  vpcId: z.string(),
  subnetId: z.string(),
  connectivityType: z.enum(['public', 'private']),
  allocationId: z.string().exactOptional(),
  publicIp: z.string().exactOptional(),
  privateIp: z.string(),
  networkInterfaceId: z.string(),
  createdMs: z.number(),
});
export type NatGatewayRecord = z.infer<typeof natGatewaySchema>;

const addressSchema = z.object({
  allocationId: z.string(),
  publicIp: z.string(),
  /** The NAT gateway that has it. */
  usedBy: z.string().exactOptional(),
  associationId: z.string().exactOptional(),
});
export type AddressRecord = z.infer<typeof addressSchema>;

const ruleSchema = z.object({
  ruleId: z.string(),
  /** `tcp`, `udp`, `icmp`, `icmpv6`, `-1`, or another protocol's number. */
  protocol: z.string(),
  /** Absent where the protocol has no ports. */
  fromPort: z.number().exactOptional(),
  toPort: z.number().exactOptional(),
  peer: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('cidr'), cidr: z.string() }),
    z.object({ kind: z.literal('cidr6'), cidr: z.string() }),
    z.object({ kind: z.literal('group'), groupId: z.string() }),
    z.object({ kind: z.literal('prefix-list'), prefixListId: z.string() }),
  ]),
  description: z.string().exactOptional(),
});
export type RuleRecord = z.infer<typeof ruleSchema>;

export const DIRECTIONS = ['ingress', 'egress'] as const;
export type Direction = (typeof DIRECTIONS)[number];

const securityGroupRecordSchema = securityGroupSchema.extend({
  name: z.string(),
  description: z.string(),
  ingress: z.array(ruleSchema),
  egress: z.array(ruleSchema),
});
export type SecurityGroupRecord = z.infer<typeof securityGroupRecordSchema>;

const launchTemplateSchema = z.object({
  launchTemplateId: z.string(),
  name: z.string(),
  defaultVersion: z.number(),
  latestVersion: z.number(),
  createdMs: z.number(),
  createdBy: z.string(),
});
export type LaunchTemplateRecord = z.infer<typeof launchTemplateSchema>;

const launchTemplateVersionSchema = z.object({
  launchTemplateId: z.string(),
  version: z.number(),
  description: z.string().exactOptional(),
  createdMs: z.number(),
  createdBy: z.string(),
  data: ec2RequestLaunchTemplateData,
});
export type LaunchTemplateVersionRecord = z.infer<typeof launchTemplateVersionSchema>;

const imageRecordSchema = imageSchema.extend({
  description: z.string().exactOptional(),
  /**
   * One that is deregistered is there for nobody but its instances, which go on, and templates that
   * still name it, whose launches fail.
   */
  state: z.enum(['pending', 'available', 'failed', 'deregistered']),
  createdMs: z.number(),
  reason: z.string().exactOptional(),
  /** Of its root volume. */
  snapshotId: z.string().exactOptional(),
  /** When an instance was last launched from it. */
  lastLaunchedMs: z.number().exactOptional(),
});
export type ImageRecord = z.infer<typeof imageRecordSchema>;

const snapshotSchema = z.object({
  snapshotId: z.string(),
  imageId: z.string(),
  createdMs: z.number(),
});
export type SnapshotRecord = z.infer<typeof snapshotSchema>;

const endpointSchema = z.object({
  vpcEndpointId: z.string(),
  vpcId: z.string(),
  serviceName: z.string(),
  routeTableIds: z.array(z.string()),
  policyDocument: z.string(),
  createdMs: z.number(),
});
export type EndpointRecord = z.infer<typeof endpointSchema>;

/** An address of a subnet that something other than an instance has. */
const privateAddressSchema = z.object({
  subnetId: z.string(),
  address: z.string(),
  owner: z.string(),
});
export type PrivateAddressRecord = z.infer<typeof privateAddressSchema>;

const tagsSchema = z.object({
  resourceId: z.string(),
  resourceType: z.string(),
  tags: textsSchema,
});
export type TagsRecord = z.infer<typeof tagsSchema>;

/** What a request with a client token was answered. */
const clientTokenSchema = z.object({
  /** `<operation>/<token>` */
  key: z.string(),
  inputSha256: z.string(),
  /** As `kept-answer.ts` writes it. */
  answer: z.string(),
  createdMs: z.number(),
});
export type ClientTokenRecord = z.infer<typeof clientTokenSchema>;

export const ec2Tables = {
  vpcs: declareTable('ec2/vpcs', vpcRecordSchema),
  subnets: declareTable('ec2/subnets', subnetRecordSchema),
  routeTables: declareTable('ec2/route-tables', routeTableSchema),
  internetGateways: declareTable('ec2/internet-gateways', internetGatewaySchema),
  natGateways: declareTable('ec2/nat-gateways', natGatewaySchema),
  addresses: declareTable('ec2/addresses', addressSchema),
  securityGroups: declareTable('ec2/security-groups', securityGroupRecordSchema),
  launchTemplates: declareTable('ec2/launch-templates', launchTemplateSchema),
  /** By `<launch template id>/<version, nine digits>`. */
  launchTemplateVersions: declareTable('ec2/launch-template-versions', launchTemplateVersionSchema),
  images: declareTable('ec2/images', imageRecordSchema),
  snapshots: declareTable('ec2/snapshots', snapshotSchema),
  endpoints: declareTable('ec2/endpoints', endpointSchema),
  /** By `<subnet id>/<address>`. */
  privateAddresses: declareTable('ec2/private-addresses', privateAddressSchema),
  tags: declareTable('ec2/tags', tagsSchema),
  /** By `<operation>/<token>`. */
  clientTokens: declareTable('ec2/client-tokens', clientTokenSchema),
};
