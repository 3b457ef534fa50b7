import type { Properties, ResourceHandler, ResourceResult } from '../../kernel/resource.ts';
import { PropertyReader } from '../reader.ts';
import { unlessMissing } from '../unless-missing.ts';

const NO_TARGET = { refused: 'routes lead to internet and NAT gateways only in the local engine' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-route.html */
export const route: ResourceHandler = {
  type: 'AWS::EC2::Route',
  properties: {
    CarrierGatewayId: NO_TARGET,
    CoreNetworkArn: NO_TARGET,
    DestinationCidrBlock: 'works',
    DestinationIpv6CidrBlock: { refused: 'the local network has no IPv6' },
    DestinationPrefixListId: { refused: 'the local engine has no prefix lists' },
    EgressOnlyInternetGatewayId: { refused: 'the local network has no IPv6' },
    GatewayId: 'works',
    InstanceId: NO_TARGET,
    LocalGatewayId: NO_TARGET,
    NatGatewayId: {
      inert: 'on AWS, the way out for private subnets; here instances reach what this machine does',
    },
    NetworkInterfaceId: NO_TARGET,
    OdbNetworkArn: NO_TARGET,
    RouteTableId: 'works',
    TransitGatewayId: NO_TARGET,
    VpcEndpointId: NO_TARGET,
    VpcPeeringConnectionId: NO_TARGET,
  },

  create(properties, context) {
    context.services.ec2.operations.CreateRoute(context.request, routeOf(properties));
    return Promise.resolve(resultOf(properties));
  },

  update(properties, _previous, _physicalId, context) {
    context.services.ec2.operations.ReplaceRoute(context.request, routeOf(properties));
    return Promise.resolve(resultOf(properties));
  },

  remove(_physicalId, properties, context) {
    const { RouteTableId, DestinationCidrBlock } = routeOf(properties);
    unlessMissing(['InvalidRoute.NotFound', 'InvalidRouteTableID.NotFound'], () =>
      context.services.ec2.operations.DeleteRoute(context.request, {
        RouteTableId,
        DestinationCidrBlock,
      }),
    );
    return Promise.resolve();
  },
};

interface RouteInput {
  RouteTableId: string;
  DestinationCidrBlock: string;
  GatewayId: string | undefined;
  NatGatewayId: string | undefined;
}

function routeOf(properties: Properties): RouteInput {
  const reader = new PropertyReader(properties);
  return {
    RouteTableId: reader.requiredText('RouteTableId'),
    DestinationCidrBlock: reader.requiredText('DestinationCidrBlock'),
    GatewayId: reader.text('GatewayId'),
    NatGatewayId: reader.text('NatGatewayId'),
  };
}

function resultOf(properties: Properties): ResourceResult {
  const { RouteTableId: table, DestinationCidrBlock: destination } = routeOf(properties);
  return { physicalId: `${table}|${destination}`, attributes: { CidrBlock: destination } };
}
