import type { CreateRouteRequest, ReplaceRouteRequest } from '@aws-sdk/client-ec2';
import type { ResourceResult } from '../../kernel/resource.ts';
import type { EC2RouteProperties as Route } from '../properties.generated.ts';
import { resourceType } from '../resource-type.ts';
import { unlessMissing } from '../unless-missing.ts';

const NO_TARGET = { refused: 'routes lead to internet and NAT gateways only in the local engine' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-route.html */
const type = resourceType('AWS::EC2::Route', {
  CarrierGatewayId: NO_TARGET,
  CoreNetworkArn: NO_TARGET,
  DestinationCidrBlock: 'passes',
  DestinationIpv6CidrBlock: { refused: 'the local network has no IPv6' },
  DestinationPrefixListId: { refused: 'the local engine has no prefix lists' },
  EgressOnlyInternetGatewayId: { refused: 'the local network has no IPv6' },
  GatewayId: 'passes',
  InstanceId: NO_TARGET,
  LocalGatewayId: NO_TARGET,
  NatGatewayId: {
    inert: 'on AWS, the way out for private subnets; here instances reach what this machine does',
    passes: true,
  },
  NetworkInterfaceId: NO_TARGET,
  OdbNetworkArn: NO_TARGET,
  RouteTableId: 'passes',
  TransitGatewayId: NO_TARGET,
  VpcEndpointId: NO_TARGET,
  VpcPeeringConnectionId: NO_TARGET,
});

export const route = type.handler({
  create(properties, context) {
    const { CreateRoute } = context.services.ec2.operations;
    CreateRoute(context.request, type.passed<CreateRouteRequest>(properties));
    return Promise.resolve(resultOf(properties));
  },

  update(properties, _previous, _physicalId, context) {
    const { ReplaceRoute } = context.services.ec2.operations;
    ReplaceRoute(context.request, type.passed<ReplaceRouteRequest>(properties));
    return Promise.resolve(resultOf(properties));
  },

  remove(_physicalId, { RouteTableId, DestinationCidrBlock }, context) {
    const { DeleteRoute } = context.services.ec2.operations;
    unlessMissing(['InvalidRoute.NotFound', 'InvalidRouteTableID.NotFound'], () =>
      DeleteRoute(context.request, { RouteTableId, DestinationCidrBlock }),
    );
    return Promise.resolve();
  },
});

function resultOf({ RouteTableId: table, DestinationCidrBlock: given }: Route): ResourceResult {
  const destination = given ?? '';
  return { physicalId: `${table}|${destination}`, attributes: { CidrBlock: destination } };
}
