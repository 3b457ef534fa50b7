import type {
  CreateVpcRequest,
  CreateVpcResult,
  DeleteVpcRequest,
  DescribeVpcAttributeRequest,
  DescribeVpcAttributeResult,
  DescribeVpcsRequest,
  DescribeVpcsResult,
  ModifyVpcAttributeRequest,
  Vpc,
} from '@aws-sdk/client-ec2';
import { fail } from '../../../kernel/fail.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { formatCidr, parseCidr } from './cidr.ts';
import { type Ec2Store, required } from '../ec2-store.ts';
import type { VpcRecord } from '../records.ts';
import { tagsFor } from '../resource-tags.ts';
import { newSecurityGroup } from '../rules/security-groups.ts';
import { named, page, select } from '../selection.ts';

/**
 * A VPC's block is between /28 and /16.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
const PREFIX_MIN = 16;
const PREFIX_MAX = 28;

export const vpcOperations = {
  CreateVpc: operation(createVpc, {
    accepts: ['CidrBlock', 'InstanceTenancy', 'TagSpecifications'],
  }),
  DescribeVpcs: operation(describeVpcs),
  DeleteVpc: operation(deleteVpc),
  ModifyVpcAttribute: operation(modifyVpcAttribute, {
    accepts: ['VpcId', 'EnableDnsSupport', 'EnableDnsHostnames'],
  }),
  DescribeVpcAttribute: operation(describeVpcAttribute),
};

function createVpc(
  store: Ec2Store,
  context: RequestContext,
  input: CreateVpcRequest,
): CreateVpcResult {
  const given = required(input.CidrBlock, 'cidrBlock');
  const cidr = parseCidr(given);
  if (cidr === undefined)
    fail(
      'InvalidParameterValue',
      `Value (${given}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
    );
  if (cidr.prefix < PREFIX_MIN || cidr.prefix > PREFIX_MAX)
    fail('InvalidVpc.Range', `The CIDR '${given}' is invalid.`);
  const tenancy = input.InstanceTenancy ?? 'default';
  if (tenancy === 'host') fail('InvalidParameterValue', 'The tenancy host is not supported');
  const vpc: VpcRecord = {
    vpcId: store.newId('vpc'),
    cidr: formatCidr(cidr),
    instanceTenancy: tenancy,
    enableDnsSupport: true,
    enableDnsHostnames: false,
    associationId: store.newId('vpc-cidr-assoc'),
    dhcpOptionsId: store.newId('dopt'),
    networkAclId: store.newId('acl'),
  };
  store.tags.add(context.region, vpc.vpcId, 'vpc', tagsFor('vpc', input.TagSpecifications));
  store.vpcs.put(context.region, vpc.vpcId, vpc);
  addDefaults(store, context.region, vpc);
  store.changed();
  return { Vpc: describe(store, context, vpc) };
}

function describeVpcs(
  store: Ec2Store,
  context: RequestContext,
  input: DescribeVpcsRequest,
): DescribeVpcsResult {
  const all = store.vpcs.list(context.region);
  const records = named(all, input.VpcIds, (id) => store.vpc(context.region, id));
  const described = records.map((record) => {
    const item = describe(store, context, record);
    const fields = {
      'vpc-id': record.vpcId,
      cidr: record.cidr,
      'cidr-block-association.cidr-block': record.cidr,
      'is-default': 'false',
      'owner-id': context.account,
      state: 'available',
    };
    return { item, fields, tags: item.Tags ?? [] };
  });
  const { items, nextToken } = page(select(described, input.Filters), input);
  return { Vpcs: items, NextToken: nextToken };
}

function deleteVpc(store: Ec2Store, context: RequestContext, input: DeleteVpcRequest): void {
  const { region } = context;
  const vpc = store.vpc(region, required(input.VpcId, 'vpcId'));
  if (hasDependents(store, region, vpc.vpcId))
    fail('DependencyViolation', `The vpc '${vpc.vpcId}' has dependencies and cannot be deleted.`);
  for (const table of store.routeTables.list(region))
    if (table.vpcId === vpc.vpcId) store.routeTables.delete(region, table.routeTableId);
  for (const group of store.securityGroups.list(region))
    if (group.vpcId === vpc.vpcId) store.securityGroups.delete(region, group.groupId);
  store.vpcs.delete(region, vpc.vpcId);
  store.tags.forget(region, vpc.vpcId);
  store.changed();
}

function modifyVpcAttribute(
  store: Ec2Store,
  context: RequestContext,
  input: ModifyVpcAttributeRequest,
): void {
  const vpc = store.vpc(context.region, required(input.VpcId, 'vpcId'));
  vpc.enableDnsSupport = input.EnableDnsSupport?.Value ?? vpc.enableDnsSupport;
  vpc.enableDnsHostnames = input.EnableDnsHostnames?.Value ?? vpc.enableDnsHostnames;
  store.vpcs.put(context.region, vpc.vpcId, vpc);
}

function describeVpcAttribute(
  store: Ec2Store,
  context: RequestContext,
  input: DescribeVpcAttributeRequest,
): DescribeVpcAttributeResult {
  const vpc = store.vpc(context.region, required(input.VpcId, 'vpcId'));
  switch (input.Attribute) {
    case 'enableDnsSupport':
      return { VpcId: vpc.vpcId, EnableDnsSupport: { Value: vpc.enableDnsSupport } };
    case 'enableDnsHostnames':
      return { VpcId: vpc.vpcId, EnableDnsHostnames: { Value: vpc.enableDnsHostnames } };
    default:
      return fail(
        'InvalidParameterValue',
        `Value (${input.Attribute ?? ''}) for parameter attribute is invalid.`,
      );
  }
}

function describe(store: Ec2Store, context: RequestContext, record: VpcRecord): Vpc {
  return {
    VpcId: record.vpcId,
    CidrBlock: record.cidr,
    CidrBlockAssociationSet: [
      {
        AssociationId: record.associationId,
        CidrBlock: record.cidr,
        CidrBlockState: { State: 'associated' },
      },
    ],
    DhcpOptionsId: record.dhcpOptionsId,
    InstanceTenancy: record.instanceTenancy,
    IsDefault: false,
    OwnerId: context.account,
    State: 'available',
    Tags: store.tags.of(context.region, record.vpcId),
  };
}

/** Every VPC comes with a main route table and a security group named `default`. */
function addDefaults(store: Ec2Store, region: string, vpc: VpcRecord): void {
  const routeTableId = store.newId('rtb');
  store.routeTables.put(region, routeTableId, {
    routeTableId,
    vpcId: vpc.vpcId,
    routes: [{ destination: vpc.cidr, target: { kind: 'local' }, origin: 'CreateRouteTable' }],
    associations: [{ associationId: store.newId('rtbassoc'), main: true }],
  });
  const group = newSecurityGroup(store, {
    name: 'default',
    description: 'default VPC security group',
    vpcId: vpc.vpcId,
  });
  group.ingress.push({
    ruleId: store.newId('sgr'),
    protocol: '-1',
    peer: { kind: 'group', groupId: group.groupId },
  });
  store.securityGroups.put(region, group.groupId, group);
}

function hasDependents(store: Ec2Store, region: string, vpcId: string): boolean {
  const inVpc = (record: { vpcId?: string }): boolean => record.vpcId === vpcId;
  return (
    store.subnets.list(region).some(inVpc) ||
    store.internetGateways.list(region).some(inVpc) ||
    store.natGateways.list(region).some(inVpc) ||
    store.endpoints.list(region).some(inVpc) ||
    store.securityGroups.list(region).some((group) => inVpc(group) && group.name !== 'default') ||
    store.routeTables
      .list(region)
      .some((table) => inVpc(table) && !table.associations.some(({ main }) => main))
  );
}
