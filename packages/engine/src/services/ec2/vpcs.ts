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
import { refuseOthers } from '../../kernel/refuse-others.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { formatCidr, parseCidr } from './cidr.ts';
import { type Ec2Store, fail, required } from './ec2-store.ts';
import type { VpcRecord } from './records.ts';
import { tagsFor } from './resource-tags.ts';
import { newSecurityGroup } from './security-groups.ts';
import { named, page, select } from './selection.ts';

/** A VPC's block is between /28 and /16. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const PREFIX_MIN = 16;
const PREFIX_MAX = 28;

export class VpcOperations {
  readonly #store: Ec2Store;

  constructor(store: Ec2Store) {
    this.#store = store;
  }

  readonly CreateVpc = (context: RequestContext, input: CreateVpcRequest): CreateVpcResult => {
    refuseOthers('CreateVpc', input, ['CidrBlock', 'InstanceTenancy', 'TagSpecifications']);
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
      vpcId: this.#store.newId('vpc'),
      cidr: formatCidr(cidr),
      instanceTenancy: tenancy,
      enableDnsSupport: true,
      enableDnsHostnames: false,
      associationId: this.#store.newId('vpc-cidr-assoc'),
      dhcpOptionsId: this.#store.newId('dopt'),
      networkAclId: this.#store.newId('acl'),
    };
    this.#store.tags.add(context.region, vpc.vpcId, 'vpc', tagsFor('vpc', input.TagSpecifications));
    this.#store.vpcs.put(context.region, vpc.vpcId, vpc);
    addDefaults(this.#store, context.region, vpc);
    this.#store.changed();
    return { Vpc: this.#describe(context, vpc) };
  };

  readonly DescribeVpcs = (
    context: RequestContext,
    input: DescribeVpcsRequest,
  ): DescribeVpcsResult => {
    const all = this.#store.vpcs.list(context.region);
    const records = named(all, input.VpcIds, (id) => this.#store.vpc(context.region, id));
    const described = records.map((record) => {
      const item = this.#describe(context, record);
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
  };

  readonly DeleteVpc = (context: RequestContext, input: DeleteVpcRequest): void => {
    const { region } = context;
    const vpc = this.#store.vpc(region, required(input.VpcId, 'vpcId'));
    if (hasDependents(this.#store, region, vpc.vpcId))
      fail('DependencyViolation', `The vpc '${vpc.vpcId}' has dependencies and cannot be deleted.`);
    for (const table of this.#store.routeTables.list(region))
      if (table.vpcId === vpc.vpcId) this.#store.routeTables.delete(region, table.routeTableId);
    for (const group of this.#store.securityGroups.list(region))
      if (group.vpcId === vpc.vpcId) this.#store.securityGroups.delete(region, group.groupId);
    this.#store.vpcs.delete(region, vpc.vpcId);
    this.#store.tags.forget(region, vpc.vpcId);
    this.#store.changed();
  };

  readonly ModifyVpcAttribute = (
    context: RequestContext,
    input: ModifyVpcAttributeRequest,
  ): void => {
    refuseOthers('ModifyVpcAttribute', input, ['VpcId', 'EnableDnsSupport', 'EnableDnsHostnames']);
    const vpc = this.#store.vpc(context.region, required(input.VpcId, 'vpcId'));
    vpc.enableDnsSupport = input.EnableDnsSupport?.Value ?? vpc.enableDnsSupport;
    vpc.enableDnsHostnames = input.EnableDnsHostnames?.Value ?? vpc.enableDnsHostnames;
    this.#store.vpcs.put(context.region, vpc.vpcId, vpc);
  };

  readonly DescribeVpcAttribute = (
    context: RequestContext,
    input: DescribeVpcAttributeRequest,
  ): DescribeVpcAttributeResult => {
    const vpc = this.#store.vpc(context.region, required(input.VpcId, 'vpcId'));
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
  };

  #describe(context: RequestContext, record: VpcRecord): Vpc {
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
      Tags: this.#store.tags.of(context.region, record.vpcId),
    };
  }
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
