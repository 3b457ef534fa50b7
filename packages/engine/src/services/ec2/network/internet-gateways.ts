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
import { fail } from '../../../kernel/fail.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { type Ec2Store, required } from '../ec2-store.ts';
import type { InternetGatewayRecord } from '../records.ts';
import { tagsFor } from '../resource-tags.ts';
import { named, page, select } from '../selection.ts';

export const internetGatewayOperations = {
  CreateInternetGateway: operation(createInternetGateway, { accepts: ['TagSpecifications'] }),
  DescribeInternetGateways: operation(describeInternetGateways),
  AttachInternetGateway: operation(attachInternetGateway),
  DetachInternetGateway: operation(detachInternetGateway),
  DeleteInternetGateway: operation(deleteInternetGateway),
};

function createInternetGateway(
  store: Ec2Store,
  context: RequestContext,
  input: CreateInternetGatewayRequest,
): CreateInternetGatewayResult {
  const gateway: InternetGatewayRecord = { internetGatewayId: store.newId('igw') };
  const tags = tagsFor('internet-gateway', input.TagSpecifications);
  store.tags.add(context.region, gateway.internetGatewayId, 'internet-gateway', tags);
  store.internetGateways.put(context.region, gateway.internetGatewayId, gateway);
  return { InternetGateway: describe(store, context, gateway) };
}

function describeInternetGateways(
  store: Ec2Store,
  context: RequestContext,
  input: DescribeInternetGatewaysRequest,
): DescribeInternetGatewaysResult {
  const all = store.internetGateways.list(context.region);
  const records = named(all, input.InternetGatewayIds, (id) => gatewayOf(store, context, id));
  const described = records.map((record) => {
    const item = describe(store, context, record);
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
}

function attachInternetGateway(
  store: Ec2Store,
  context: RequestContext,
  input: AttachInternetGatewayRequest,
): void {
  const { region } = context;
  const gateway = gatewayOf(store, context, required(input.InternetGatewayId, 'internetGatewayId'));
  const vpc = store.vpc(region, required(input.VpcId, 'vpcId'));
  if (gateway.vpcId !== undefined)
    fail(
      'Resource.AlreadyAssociated',
      `resource ${gateway.internetGatewayId} is already attached to network ${gateway.vpcId}`,
    );
  const taken = store.internetGateways.list(region).find((other) => other.vpcId === vpc.vpcId);
  if (taken !== undefined)
    fail('InvalidParameterValue', `Network ${vpc.vpcId} already has an internet gateway attached`);
  store.internetGateways.put(region, gateway.internetGatewayId, {
    ...gateway,
    vpcId: vpc.vpcId,
  });
  store.changed();
}

function detachInternetGateway(
  store: Ec2Store,
  context: RequestContext,
  input: DetachInternetGatewayRequest,
): void {
  const gateway = gatewayOf(store, context, required(input.InternetGatewayId, 'internetGatewayId'));
  const vpcId = required(input.VpcId, 'vpcId');
  if (gateway.vpcId !== vpcId)
    fail(
      'Gateway.NotAttached',
      `resource ${gateway.internetGatewayId} is not attached to network ${vpcId}`,
    );
  store.internetGateways.put(context.region, gateway.internetGatewayId, {
    internetGatewayId: gateway.internetGatewayId,
  });
  store.changed();
}

function deleteInternetGateway(
  store: Ec2Store,
  context: RequestContext,
  input: DeleteInternetGatewayRequest,
): void {
  const gateway = gatewayOf(store, context, required(input.InternetGatewayId, 'internetGatewayId'));
  if (gateway.vpcId !== undefined)
    fail(
      'DependencyViolation',
      `The internetGateway '${gateway.internetGatewayId}' has dependencies and cannot be deleted.`,
    );
  store.internetGateways.delete(context.region, gateway.internetGatewayId);
  store.tags.forget(context.region, gateway.internetGatewayId);
}

function gatewayOf(store: Ec2Store, context: RequestContext, id: string): InternetGatewayRecord {
  return (
    store.internetGateways.get(context.region, id) ??
    fail('InvalidInternetGatewayID.NotFound', `The internetGateway ID '${id}' does not exist`)
  );
}

function describe(
  store: Ec2Store,
  context: RequestContext,
  record: InternetGatewayRecord,
): InternetGateway {
  return {
    InternetGatewayId: record.internetGatewayId,
    // EC2 says `available` here, though the SDK's type does not have it.
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InternetGatewayAttachment.html
    Attachments:
      record.vpcId === undefined ? [] : [{ VpcId: record.vpcId, State: 'available' as 'attached' }],
    OwnerId: context.account,
    Tags: store.tags.of(context.region, record.internetGatewayId),
  };
}
