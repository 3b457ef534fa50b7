import type { CreateVpcEndpointRequest } from '@aws-sdk/client-ec2';
import type { ResourceResult } from '../../kernel/resource.ts';
import { butFor, type Support } from '../../kernel/support.ts';
import { documentText } from '../document-text.ts';
import type { HandlerContext } from '../handler-context.ts';
import { resourceType } from '../resource-type.ts';
import { tagSpecifications, updateTags } from './tagging.ts';

const GATEWAY_ONLY = { refused: 'only gateway endpoints exist in the local engine' };
const INERT = {
  inert: 'on AWS, a private way to S3; here instances reach S3 whatever the route tables say of it',
};
const PASSES = { ...INERT, passes: true } satisfies Support;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html */
const type = resourceType('AWS::EC2::VPCEndpoint', {
  DnsOptions: GATEWAY_ONLY,
  IpAddressType: GATEWAY_ONLY,
  PolicyDocument: INERT,
  PrivateDnsEnabled: GATEWAY_ONLY,
  ResourceConfigurationArn: GATEWAY_ONLY,
  RouteTableIds: PASSES,
  SecurityGroupIds: GATEWAY_ONLY,
  ServiceName: PASSES,
  ServiceNetworkArn: GATEWAY_ONLY,
  ServiceRegion: GATEWAY_ONLY,
  SubnetIds: GATEWAY_ONLY,
  Tags: 'works',
  VpcEndpointType: {
    passes: true,
    except: {
      Gateway: INERT,
      ...butFor(
        ['GatewayLoadBalancer', 'Interface', 'Resource', 'ServiceNetwork', 'Tunnel'],
        GATEWAY_ONLY,
      ).except,
    },
  },
  VpcId: PASSES,
});

export const vpcEndpoint = type.handler({
  create(properties, context) {
    const { PolicyDocument: policy } = properties;
    const { CreateVpcEndpoint } = context.services.ec2.operations;
    const { VpcEndpoint: made } = CreateVpcEndpoint(context.request, {
      ...type.passed<CreateVpcEndpointRequest>(properties),
      ...(policy === undefined ? {} : { PolicyDocument: documentText(policy) }),
      TagSpecifications: tagSpecifications(properties.Tags, 'vpc-endpoint'),
    });
    return Promise.resolve(resultOf(made?.VpcEndpointId ?? '', context));
  },

  update(properties, previous, physicalId, context) {
    const { PolicyDocument: policy, RouteTableIds: wanted = [] } = properties;
    const { RouteTableIds: held = [] } = previous;
    context.services.ec2.operations.ModifyVpcEndpoint(context.request, {
      VpcEndpointId: physicalId,
      ...(policy === undefined ? { ResetPolicy: true } : { PolicyDocument: documentText(policy) }),
      AddRouteTableIds: wanted.filter((id) => !held.includes(id)),
      RemoveRouteTableIds: held.filter((id) => !wanted.includes(id)),
    });
    updateTags(context, physicalId, properties.Tags, previous.Tags);
    return Promise.resolve(resultOf(physicalId, context));
  },

  remove(physicalId, _properties, context) {
    // An endpoint that is gone is told of in the answer, not thrown.
    context.services.ec2.operations.DeleteVpcEndpoints(context.request, {
      VpcEndpointIds: [physicalId],
    });
    return Promise.resolve();
  },
});

function resultOf(id: string, context: HandlerContext): ResourceResult {
  const { DescribeVpcEndpoints } = context.services.ec2.operations;
  const { VpcEndpoints: found } = DescribeVpcEndpoints(context.request, { VpcEndpointIds: [id] });
  const created = found?.[0]?.CreationTimestamp?.toISOString() ?? '';
  return {
    physicalId: id,
    attributes: { Id: id, CreationTimestamp: created, DnsEntries: [], NetworkInterfaceIds: [] },
  };
}
