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
import { refuseOthers } from '../../kernel/refuse-others.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { type Ec2Store, fail, required } from './ec2-store.ts';
import type { EndpointRecord } from './records.ts';
import { tagsFor } from './resource-tags.ts';
import { named, page, select } from './selection.ts';

/** What AWS puts where no policy is given: full access. */
const FULL_ACCESS = JSON.stringify({
  Version: '2008-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
});

/** Gateway endpoints, as records: instances reach S3 here whatever the route tables say of it. */
export class VpcEndpointOperations {
  readonly #store: Ec2Store;

  constructor(store: Ec2Store) {
    this.#store = store;
  }

  readonly CreateVpcEndpoint = (
    context: RequestContext,
    input: CreateVpcEndpointRequest,
  ): CreateVpcEndpointResult => {
    refuseOthers('CreateVpcEndpoint', input, [
      'VpcEndpointType',
      'VpcId',
      'ServiceName',
      'PolicyDocument',
      'RouteTableIds',
      'TagSpecifications',
      'ClientToken',
    ]);
    const { region } = context;
    const type = input.VpcEndpointType ?? 'Gateway';
    if (type !== 'Gateway')
      fail(
        'UnsupportedOperation',
        `VPC endpoints of type ${type} are not supported by this engine.`,
      );
    const vpc = this.#store.vpc(region, required(input.VpcId, 'VpcId'));
    const serviceName = required(input.ServiceName, 'ServiceName');
    if (![`com.amazonaws.${region}.s3`, `com.amazonaws.${region}.dynamodb`].includes(serviceName))
      fail('InvalidServiceName', `The Vpc Endpoint Service '${serviceName}' does not exist`);
    const routeTableIds = input.RouteTableIds ?? [];
    for (const id of routeTableIds) this.#store.routeTable(region, id);
    const record: EndpointRecord = {
      vpcEndpointId: this.#store.newId('vpce'),
      vpcId: vpc.vpcId,
      serviceName,
      routeTableIds,
      policyDocument: input.PolicyDocument ?? FULL_ACCESS,
      createdMs: this.#store.deps.clock.nowMs(),
    };
    const tags = tagsFor('vpc-endpoint', input.TagSpecifications);
    this.#store.tags.add(region, record.vpcEndpointId, 'vpc-endpoint', tags);
    this.#store.endpoints.put(region, record.vpcEndpointId, record);
    return { VpcEndpoint: this.#describe(context, record) };
  };

  readonly ModifyVpcEndpoint = (
    context: RequestContext,
    input: ModifyVpcEndpointRequest,
  ): ModifyVpcEndpointResult => {
    refuseOthers('ModifyVpcEndpoint', input, [
      'VpcEndpointId',
      'ResetPolicy',
      'PolicyDocument',
      'AddRouteTableIds',
      'RemoveRouteTableIds',
    ]);
    const { region } = context;
    const record = this.#record(region, required(input.VpcEndpointId, 'VpcEndpointId'));
    const added = input.AddRouteTableIds ?? [];
    for (const id of added) this.#store.routeTable(region, id);
    const removed = new Set(input.RemoveRouteTableIds ?? []);
    const kept = record.routeTableIds.filter((id) => !removed.has(id));
    const policy = input.ResetPolicy === true ? FULL_ACCESS : input.PolicyDocument;
    this.#store.endpoints.put(region, record.vpcEndpointId, {
      ...record,
      routeTableIds: [...new Set([...kept, ...added])],
      policyDocument: policy ?? record.policyDocument,
    });
    return { Return: true };
  };

  readonly DescribeVpcEndpoints = (
    context: RequestContext,
    input: DescribeVpcEndpointsRequest,
  ): DescribeVpcEndpointsResult => {
    const all = this.#store.endpoints.list(context.region);
    const records = named(all, input.VpcEndpointIds, (id) => this.#record(context.region, id));
    const described = records.map((record) => {
      const item = this.#describe(context, record);
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
  };

  readonly DeleteVpcEndpoints = (
    context: RequestContext,
    input: DeleteVpcEndpointsRequest,
  ): DeleteVpcEndpointsResult => {
    const ids = required(input.VpcEndpointIds, 'VpcEndpointIds');
    const unknown = ids.filter((id) => this.#store.endpoints.get(context.region, id) === undefined);
    for (const id of ids) {
      this.#store.endpoints.delete(context.region, id);
      this.#store.tags.forget(context.region, id);
    }
    return {
      Unsuccessful: unknown.map((id) => ({
        ResourceId: id,
        Error: { Code: 'InvalidVpcEndpoint.NotFound', Message: notFound(id) },
      })),
    };
  };

  #record(region: string, id: string): EndpointRecord {
    return (
      this.#store.endpoints.get(region, id) ?? fail('InvalidVpcEndpointId.NotFound', notFound(id))
    );
  }

  #describe(context: RequestContext, record: EndpointRecord): VpcEndpoint {
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
      Tags: this.#store.tags.of(context.region, record.vpcEndpointId),
    };
  }
}

function notFound(id: string): string {
  return `The Vpc Endpoint Id '${id}' does not exist`;
}
