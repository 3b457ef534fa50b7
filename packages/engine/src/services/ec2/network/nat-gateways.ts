import type {
  CreateNatGatewayRequest,
  CreateNatGatewayResult,
  DeleteNatGatewayRequest,
  DeleteNatGatewayResult,
  DescribeNatGatewaysRequest,
  DescribeNatGatewaysResult,
  NatGateway,
} from '@aws-sdk/client-ec2';
import { fail } from '../../../kernel/fail.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { type Ec2Store, required } from '../ec2-store.ts';
import { allotPrivateAddress, releasePrivateAddresses } from './private-addresses.ts';
import type { NatGatewayRecord } from '../records.ts';
import { tagsFor } from '../resource-tags.ts';
import { named, page, select } from '../selection.ts';

/** NAT gateways are records: instances are processes of this machine and reach what it reaches. */
export const natGatewayOperations = {
  CreateNatGateway: operation(createNatGateway, {
    accepts: ['SubnetId', 'AllocationId', 'ConnectivityType', 'TagSpecifications'],
  }),
  DescribeNatGateways: operation(describeNatGateways),
  DeleteNatGateway: operation(deleteNatGateway),
};

function createNatGateway(
  store: Ec2Store,
  context: RequestContext,
  input: CreateNatGatewayRequest,
): CreateNatGatewayResult {
  const { region } = context;
  const subnet = store.subnet(region, required(input.SubnetId, 'SubnetId'));
  const connectivityType = input.ConnectivityType ?? 'public';
  const natGatewayId = store.newId('nat');
  const address =
    connectivityType === 'public' ? takeAddress(store, region, input, natGatewayId) : undefined;
  const record: NatGatewayRecord = {
    natGatewayId,
    vpcId: subnet.vpcId,
    subnetId: subnet.subnetId,
    connectivityType,
    ...(address === undefined ? {} : address),
    privateIp: allotPrivateAddress(store, region, subnet.subnetId, natGatewayId),
    networkInterfaceId: store.newId('eni'),
    createdMs: store.deps.clock.nowMs(),
  };
  const tags = tagsFor('natgateway', input.TagSpecifications);
  store.tags.add(region, natGatewayId, 'natgateway', tags);
  store.natGateways.put(region, natGatewayId, record);
  store.changed();
  return { NatGateway: describe(store, context, record) };
}

function describeNatGateways(
  store: Ec2Store,
  context: RequestContext,
  input: DescribeNatGatewaysRequest,
): DescribeNatGatewaysResult {
  const all = store.natGateways.list(context.region);
  const records = named(all, input.NatGatewayIds, (id) => recordOf(store, context.region, id));
  const described = records.map((record) => {
    const item = describe(store, context, record);
    const fields = {
      'nat-gateway-id': record.natGatewayId,
      'subnet-id': record.subnetId,
      'vpc-id': record.vpcId,
      state: 'available',
    };
    return { item, fields, tags: item.Tags ?? [] };
  });
  const { items, nextToken } = page(select(described, input.Filter), input);
  return { NatGateways: items, NextToken: nextToken };
}

function deleteNatGateway(
  store: Ec2Store,
  context: RequestContext,
  input: DeleteNatGatewayRequest,
): DeleteNatGatewayResult {
  const { region } = context;
  const record = recordOf(store, region, required(input.NatGatewayId, 'NatGatewayId'));
  releasePrivateAddresses(store, region, record.natGatewayId);
  const held =
    record.allocationId === undefined
      ? undefined
      : store.addresses.get(region, record.allocationId);
  if (held !== undefined) {
    const { allocationId, publicIp } = held;
    store.addresses.put(region, allocationId, { allocationId, publicIp });
  }
  store.natGateways.delete(region, record.natGatewayId);
  store.tags.forget(region, record.natGatewayId);
  store.changed();
  return { NatGatewayId: record.natGatewayId };
}

function takeAddress(
  store: Ec2Store,
  region: string,
  input: CreateNatGatewayRequest,
  natGatewayId: string,
): { allocationId: string; publicIp: string } {
  const allocationId = required(input.AllocationId, 'AllocationId');
  const address = store.addresses.get(region, allocationId);
  if (address === undefined)
    fail('InvalidAllocationID.NotFound', `The allocation ID '${allocationId}' does not exist`);
  if (address.usedBy !== undefined)
    fail(
      'Resource.AlreadyAssociated',
      `Elastic IP address [${allocationId}] is already associated`,
    );
  store.addresses.put(region, allocationId, {
    ...address,
    usedBy: natGatewayId,
    associationId: store.newId('eipassoc'),
  });
  return { allocationId, publicIp: address.publicIp };
}

function recordOf(store: Ec2Store, region: string, id: string): NatGatewayRecord {
  return (
    store.natGateways.get(region, id) ??
    fail('NatGatewayNotFound', `The Nat Gateway ${id} was not found`)
  );
}

function describe(store: Ec2Store, context: RequestContext, record: NatGatewayRecord): NatGateway {
  return {
    NatGatewayId: record.natGatewayId,
    VpcId: record.vpcId,
    SubnetId: record.subnetId,
    ConnectivityType: record.connectivityType,
    CreateTime: new Date(record.createdMs),
    State: 'available',
    NatGatewayAddresses: [
      {
        AllocationId: record.allocationId,
        PublicIp: record.publicIp,
        PrivateIp: record.privateIp,
        NetworkInterfaceId: record.networkInterfaceId,
        IsPrimary: true,
        Status: 'succeeded',
      },
    ],
    Tags: store.tags.of(context.region, record.natGatewayId),
  };
}
