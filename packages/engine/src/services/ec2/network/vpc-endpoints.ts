import type {
  CreateVpcEndpointRequest,
  CreateVpcEndpointResult,
  DeleteVpcEndpointsRequest,
  DeleteVpcEndpointsResult,
  DescribeVpcEndpointsRequest,
  DescribeVpcEndpointsResult,
  ModifyVpcEndpointRequest,
  ModifyVpcEndpointResult,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { fail } from '../../../kernel/fail.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { type Ec2Store, required } from '../ec2-store.ts';
import type { EndpointRecord } from '../records.ts';
import { tagsFor } from '../resource-tags.ts';
import { named, page, select } from '../selection.ts';

/** What AWS puts where no policy is given: full access. */
const FULL_ACCESS = JSON.stringify({
  Version: '2008-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
});

/** Gateway endpoints, as records: instances reach S3 here whatever the route tables say of it. */
export const vpcEndpointOperations = {
  CreateVpcEndpoint: operation(createVpcEndpoint, {
    accepts: [
      'VpcEndpointType',
      'VpcId',
      'ServiceName',
      'PolicyDocument',
      'RouteTableIds',
      'TagSpecifications',
    ],
  }),
  ModifyVpcEndpoint: operation(modifyVpcEndpoint, {
    accepts: [
      'VpcEndpointId',
      'ResetPolicy',
      'PolicyDocument',
      'AddRouteTableIds',
      'RemoveRouteTableIds',
    ],
  }),
  DescribeVpcEndpoints: operation(describeVpcEndpoints),
  DeleteVpcEndpoints: operation(deleteVpcEndpoints),
};

function createVpcEndpoint(
  store: Ec2Store,
  context: RequestContext,
  input: CreateVpcEndpointRequest,
): CreateVpcEndpointResult {
  const { region } = context;
  const type = input.VpcEndpointType ?? 'Gateway';
  if (type !== 'Gateway')
    fail('UnsupportedOperation', `VPC endpoints of type ${type} are not supported by this engine.`);
  const vpc = store.vpc(region, required(input.VpcId, 'VpcId'));
  const serviceName = required(input.ServiceName, 'ServiceName');
  if (![`com.amazonaws.${region}.s3`, `com.amazonaws.${region}.dynamodb`].includes(serviceName))
    fail('InvalidServiceName', `The Vpc Endpoint Service '${serviceName}' does not exist`);
  const routeTableIds = input.RouteTableIds ?? [];
  for (const id of routeTableIds) store.routeTable(region, id);
  const record: EndpointRecord = {
    vpcEndpointId: store.newId('vpce'),
    vpcId: vpc.vpcId,
    serviceName,
    routeTableIds,
    policyDocument: input.PolicyDocument ?? FULL_ACCESS,
    createdMs: store.deps.clock.nowMs(),
  };
  const tags = tagsFor('vpc-endpoint', input.TagSpecifications);
  store.tags.add(region, record.vpcEndpointId, 'vpc-endpoint', tags);
  store.endpoints.put(region, record.vpcEndpointId, record);
  return { VpcEndpoint: describe(store, context, record) };
}

function modifyVpcEndpoint(
  store: Ec2Store,
  context: RequestContext,
  input: ModifyVpcEndpointRequest,
): ModifyVpcEndpointResult {
  const { region } = context;
  const record = recordOf(store, region, required(input.VpcEndpointId, 'VpcEndpointId'));
  const added = input.AddRouteTableIds ?? [];
  for (const id of added) store.routeTable(region, id);
  const removed = new Set(input.RemoveRouteTableIds ?? []);
  const kept = record.routeTableIds.filter((id) => !removed.has(id));
  const policy = input.ResetPolicy === true ? FULL_ACCESS : input.PolicyDocument;
  store.endpoints.put(region, record.vpcEndpointId, {
    ...record,
    routeTableIds: [...new Set([...kept, ...added])],
    policyDocument: policy ?? record.policyDocument,
  });
  return { Return: true };
}

function describeVpcEndpoints(
  store: Ec2Store,
  context: RequestContext,
  input: DescribeVpcEndpointsRequest,
): DescribeVpcEndpointsResult {
  const all = store.endpoints.list(context.region);
  const records = named(all, input.VpcEndpointIds, (id) => recordOf(store, context.region, id));
  const described = records.map((record) => {
    const item = describe(store, context, record);
    const fields = {
      'vpc-endpoint-id': record.vpcEndpointId,
      'vpc-id': record.vpcId,
      'service-name': record.serviceName,
      'vpc-endpoint-type': 'Gateway',
      'vpc-endpoint-state': 'available',
    };
    return { item, fields, tags: item.Tags ?? [] };
  });
  const { items, nextToken } = page(select(described, input.Filters), input);
  return { VpcEndpoints: items, NextToken: nextToken };
}

function deleteVpcEndpoints(
  store: Ec2Store,
  context: RequestContext,
  input: DeleteVpcEndpointsRequest,
): DeleteVpcEndpointsResult {
  const ids = required(input.VpcEndpointIds, 'VpcEndpointIds');
  const unknown = ids.filter((id) => store.endpoints.get(context.region, id) === undefined);
  for (const id of ids) {
    store.endpoints.delete(context.region, id);
    store.tags.forget(context.region, id);
  }
  return {
    Unsuccessful: unknown.map((id) => ({
      ResourceId: id,
      Error: { Code: 'InvalidVpcEndpoint.NotFound', Message: notFound(id) },
    })),
  };
}

function recordOf(store: Ec2Store, region: string, id: string): EndpointRecord {
  return store.endpoints.get(region, id) ?? fail('InvalidVpcEndpointId.NotFound', notFound(id));
}

function describe(store: Ec2Store, context: RequestContext, record: EndpointRecord): VpcEndpoint {
  return {
    VpcEndpointId: record.vpcEndpointId,
    VpcEndpointType: 'Gateway',
    VpcId: record.vpcId,
    ServiceName: record.serviceName,
    // The wire says it in lower case, though the SDK's type does not.
    State: 'available' as 'Available',
    RouteTableIds: record.routeTableIds,
    PolicyDocument: record.policyDocument,
    CreationTimestamp: new Date(record.createdMs),
    OwnerId: context.account,
    NetworkInterfaceIds: [],
    DnsEntries: [],
    Tags: store.tags.of(context.region, record.vpcEndpointId),
  };
}

function notFound(id: string): string {
  return `The Vpc Endpoint Id '${id}' does not exist`;
}
