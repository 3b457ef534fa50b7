import type { ResourceContext, ResourceHandler, ResourceResult } from '../../kernel/resource.ts';
import { PropertyReader } from '../reader.ts';
import { tagSpecifications, updateTags } from './tagging.ts';

const GATEWAY_ONLY = { refused: 'only gateway endpoints exist in the local engine' };
const INERT = {
  inert: 'on AWS, a private way to S3; here instances reach S3 whatever the route tables say of it',
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html */
export const vpcEndpoint: ResourceHandler = {
  type: 'AWS::EC2::VPCEndpoint',
  properties: {
    DnsOptions: GATEWAY_ONLY,
    IpAddressType: GATEWAY_ONLY,
    PolicyDocument: INERT,
    PrivateDnsEnabled: GATEWAY_ONLY,
    ResourceConfigurationArn: GATEWAY_ONLY,
    RouteTableIds: INERT,
    SecurityGroupIds: GATEWAY_ONLY,
    ServiceName: INERT,
    ServiceNetworkArn: GATEWAY_ONLY,
    ServiceRegion: GATEWAY_ONLY,
    SubnetIds: GATEWAY_ONLY,
    Tags: 'works',
    VpcEndpointType: INERT,
    VpcId: INERT,
  },

  create(properties, context) {
    const reader = new PropertyReader(properties);
    const { CreateVpcEndpoint } = context.services.ec2.operations;
    const { VpcEndpoint: made } = CreateVpcEndpoint(context.request, {
      VpcEndpointType: reader.text('VpcEndpointType') as 'Gateway' | undefined,
      VpcId: reader.requiredText('VpcId'),
      ServiceName: reader.requiredText('ServiceName'),
      PolicyDocument: reader.document('PolicyDocument'),
      RouteTableIds: reader.texts('RouteTableIds'),
      TagSpecifications: tagSpecifications(properties, 'vpc-endpoint'),
    });
    return Promise.resolve(resultOf(made?.VpcEndpointId ?? '', context));
  },

  update(properties, previous, physicalId, context) {
    const reader = new PropertyReader(properties);
    const policy = reader.document('PolicyDocument');
    const wanted = reader.texts('RouteTableIds') ?? [];
    const held = new PropertyReader(previous).texts('RouteTableIds') ?? [];
    context.services.ec2.operations.ModifyVpcEndpoint(context.request, {
      VpcEndpointId: physicalId,
      ...(policy === undefined ? { ResetPolicy: true } : { PolicyDocument: policy }),
      AddRouteTableIds: wanted.filter((id) => !held.includes(id)),
      RemoveRouteTableIds: held.filter((id) => !wanted.includes(id)),
    });
    updateTags(context, physicalId, properties, previous);
    return Promise.resolve(resultOf(physicalId, context));
  },

  remove(physicalId, _properties, context) {
    // An endpoint that is gone is told of in the answer, not thrown.
    context.services.ec2.operations.DeleteVpcEndpoints(context.request, {
      VpcEndpointIds: [physicalId],
    });
    return Promise.resolve();
  },
};

function resultOf(id: string, context: ResourceContext): ResourceResult {
  const { DescribeVpcEndpoints } = context.services.ec2.operations;
  const { VpcEndpoints: found } = DescribeVpcEndpoints(context.request, { VpcEndpointIds: [id] });
  const created = found?.[0]?.CreationTimestamp?.toISOString() ?? '';
  return {
    physicalId: id,
    attributes: { Id: id, CreationTimestamp: created, DnsEntries: [], NetworkInterfaceIds: [] },
  };
}
