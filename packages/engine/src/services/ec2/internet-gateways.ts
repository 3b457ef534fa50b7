import type {
  AttachInternetGatewayRequest,
  CreateInternetGatewayRequest,
  CreateInternetGatewayResult,
  DeleteInternetGatewayRequest,
  DescribeInternetGatewaysRequest,
  DescribeInternetGatewaysResult,
  DetachInternetGatewayRequest,
  InternetGateway,
} from '@aws-sdk/client-ec2';
import { refuseOthers } from '../../kernel/refuse-others.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { type Ec2Store, fail, required } from './ec2-store.ts';
import type { InternetGatewayRecord } from './records.ts';
import { tagsFor } from './resource-tags.ts';
import { named, page, select } from './selection.ts';

export class InternetGatewayOperations {
  readonly #store: Ec2Store;

  constructor(store: Ec2Store) {
    this.#store = store;
  }

  readonly CreateInternetGateway = (
    context: RequestContext,
    input: CreateInternetGatewayRequest,
  ): CreateInternetGatewayResult => {
    refuseOthers('CreateInternetGateway', input, ['TagSpecifications']);
    const gateway: InternetGatewayRecord = { internetGatewayId: this.#store.newId('igw') };
    const tags = tagsFor('internet-gateway', input.TagSpecifications);
    this.#store.tags.add(context.region, gateway.internetGatewayId, 'internet-gateway', tags);
    this.#store.internetGateways.put(context.region, gateway.internetGatewayId, gateway);
    return { InternetGateway: this.#describe(context, gateway) };
  };

  readonly DescribeInternetGateways = (
    context: RequestContext,
    input: DescribeInternetGatewaysRequest,
  ): DescribeInternetGatewaysResult => {
    const all = this.#store.internetGateways.list(context.region);
    const records = named(all, input.InternetGatewayIds, (id) => this.#gateway(context, id));
    const described = records.map((record) => {
      const item = this.#describe(context, record);
      const fields = {
        'internet-gateway-id': record.internetGatewayId,
        'attachment.vpc-id': record.vpcId,
        'attachment.state': record.vpcId === undefined ? undefined : 'available',
        'owner-id': context.account,
      };
      return { item, fields, tags: item.Tags ?? [] };
    });
    const { items, nextToken } = page(select(described, input.Filters), input);
    return { InternetGateways: items, NextToken: nextToken };
  };

  readonly AttachInternetGateway = (
    context: RequestContext,
    input: AttachInternetGatewayRequest,
  ): void => {
    const { region } = context;
    const gateway = this.#gateway(context, required(input.InternetGatewayId, 'internetGatewayId'));
    const vpc = this.#store.vpc(region, required(input.VpcId, 'vpcId'));
    if (gateway.vpcId !== undefined)
      fail(
        'Resource.AlreadyAssociated',
        `resource ${gateway.internetGatewayId} is already attached to network ${gateway.vpcId}`,
      );
    const taken = this.#store.internetGateways
      .list(region)
      .find((other) => other.vpcId === vpc.vpcId);
    if (taken !== undefined)
      fail(
        'InvalidParameterValue',
        `Network ${vpc.vpcId} already has an internet gateway attached`,
      );
    this.#store.internetGateways.put(region, gateway.internetGatewayId, {
      ...gateway,
      vpcId: vpc.vpcId,
    });
    this.#store.changed();
  };

  readonly DetachInternetGateway = (
    context: RequestContext,
    input: DetachInternetGatewayRequest,
  ): void => {
    const gateway = this.#gateway(context, required(input.InternetGatewayId, 'internetGatewayId'));
    const vpcId = required(input.VpcId, 'vpcId');
    if (gateway.vpcId !== vpcId)
      fail(
        'Gateway.NotAttached',
        `resource ${gateway.internetGatewayId} is not attached to network ${vpcId}`,
      );
    this.#store.internetGateways.put(context.region, gateway.internetGatewayId, {
      internetGatewayId: gateway.internetGatewayId,
    });
    this.#store.changed();
  };

  readonly DeleteInternetGateway = (
    context: RequestContext,
    input: DeleteInternetGatewayRequest,
  ): void => {
    const gateway = this.#gateway(context, required(input.InternetGatewayId, 'internetGatewayId'));
    if (gateway.vpcId !== undefined)
      fail(
        'DependencyViolation',
        `The internetGateway '${gateway.internetGatewayId}' has dependencies and cannot be deleted.`,
      );
    this.#store.internetGateways.delete(context.region, gateway.internetGatewayId);
    this.#store.tags.forget(context.region, gateway.internetGatewayId);
  };

  #gateway(context: RequestContext, id: string): InternetGatewayRecord {
    return (
      this.#store.internetGateways.get(context.region, id) ??
      fail('InvalidInternetGatewayID.NotFound', `The internetGateway ID '${id}' does not exist`)
    );
  }

  #describe(context: RequestContext, record: InternetGatewayRecord): InternetGateway {
    return {
      InternetGatewayId: record.internetGatewayId,
      // EC2 says `available` here, though the SDK's type does not have it.
      // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InternetGatewayAttachment.html
      Attachments:
        record.vpcId === undefined
          ? []
          : [{ VpcId: record.vpcId, State: 'available' as 'attached' }],
      OwnerId: context.account,
      Tags: this.#store.tags.of(context.region, record.internetGatewayId),
    };
  }
}
