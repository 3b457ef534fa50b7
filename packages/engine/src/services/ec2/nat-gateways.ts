import type {
  CreateNatGatewayRequest,
  CreateNatGatewayResult,
  DeleteNatGatewayRequest,
  DeleteNatGatewayResult,
  DescribeNatGatewaysRequest,
  DescribeNatGatewaysResult,
  NatGateway,
} from '@aws-sdk/client-ec2';
import { refuseOthers } from '../../kernel/refuse-others.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { type Ec2Store, fail, required } from './ec2-store.ts';
import { allotPrivateAddress, releasePrivateAddresses } from './private-addresses.ts';
import type { NatGatewayRecord } from './records.ts';
import { tagsFor } from './resource-tags.ts';
import { named, page, select } from './selection.ts';

/** NAT gateways are records: instances are processes of this machine and reach what it reaches. */
export class NatGatewayOperations {
  readonly #store: Ec2Store;

  constructor(store: Ec2Store) {
    this.#store = store;
  }

  readonly CreateNatGateway = (
    context: RequestContext,
    input: CreateNatGatewayRequest,
  ): CreateNatGatewayResult => {
    refuseOthers('CreateNatGateway', input, [
      'SubnetId',
      'AllocationId',
      'ConnectivityType',
      'TagSpecifications',
      'ClientToken',
    ]);
    const { region } = context;
    const subnet = this.#store.subnet(region, required(input.SubnetId, 'SubnetId'));
    const connectivityType = input.ConnectivityType ?? 'public';
    const natGatewayId = this.#store.newId('nat');
    const address =
      connectivityType === 'public' ? this.#takeAddress(region, input, natGatewayId) : undefined;
    const record: NatGatewayRecord = {
      natGatewayId,
      vpcId: subnet.vpcId,
      subnetId: subnet.subnetId,
      connectivityType,
      ...(address === undefined ? {} : address),
      privateIp: allotPrivateAddress(this.#store, region, subnet.subnetId, natGatewayId),
      networkInterfaceId: this.#store.newId('eni'),
      createdMs: this.#store.deps.clock.nowMs(),
    };
    const tags = tagsFor('natgateway', input.TagSpecifications);
    this.#store.tags.add(region, natGatewayId, 'natgateway', tags);
    this.#store.natGateways.put(region, natGatewayId, record);
    this.#store.changed();
    return { NatGateway: this.#describe(context, record) };
  };

  readonly DescribeNatGateways = (
    context: RequestContext,
    input: DescribeNatGatewaysRequest,
  ): DescribeNatGatewaysResult => {
    const all = this.#store.natGateways.list(context.region);
    const records = named(all, input.NatGatewayIds, (id) => this.#record(context.region, id));
    const described = records.map((record) => {
      const item = this.#describe(context, record);
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
  };

  readonly DeleteNatGateway = (
    context: RequestContext,
    input: DeleteNatGatewayRequest,
  ): DeleteNatGatewayResult => {
    const { region } = context;
    const record = this.#record(region, required(input.NatGatewayId, 'NatGatewayId'));
    releasePrivateAddresses(this.#store, region, record.natGatewayId);
    const held =
      record.allocationId === undefined
        ? undefined
        : this.#store.addresses.get(region, record.allocationId);
    if (held !== undefined) {
      const { allocationId, publicIp } = held;
      this.#store.addresses.put(region, allocationId, { allocationId, publicIp });
    }
    this.#store.natGateways.delete(region, record.natGatewayId);
    this.#store.tags.forget(region, record.natGatewayId);
    this.#store.changed();
    return { NatGatewayId: record.natGatewayId };
  };

  #takeAddress(
    region: string,
    input: CreateNatGatewayRequest,
    natGatewayId: string,
  ): { allocationId: string; publicIp: string } {
    const allocationId = required(input.AllocationId, 'AllocationId');
    const address = this.#store.addresses.get(region, allocationId);
    if (address === undefined)
      fail('InvalidAllocationID.NotFound', `The allocation ID '${allocationId}' does not exist`);
    if (address.usedBy !== undefined)
      fail(
        'Resource.AlreadyAssociated',
        `Elastic IP address [${allocationId}] is already associated`,
      );
    this.#store.addresses.put(region, allocationId, {
      ...address,
      usedBy: natGatewayId,
      associationId: this.#store.newId('eipassoc'),
    });
    return { allocationId, publicIp: address.publicIp };
  }

  #record(region: string, id: string): NatGatewayRecord {
    return (
      this.#store.natGateways.get(region, id) ??
      fail('NatGatewayNotFound', `The Nat Gateway ${id} was not found`)
    );
  }

  #describe(context: RequestContext, record: NatGatewayRecord): NatGateway {
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
      Tags: this.#store.tags.of(context.region, record.natGatewayId),
    };
  }
}
