import { testRequest } from '../../kernel/kernel.fixture.ts';
import type { RegionalServices } from './regional.ts';

export interface TestNetwork {
  vpcId: string;
  /** One a zone, with a route to the internet. */
  subnetIds: string[];
  groupId: string;
}

/**
 * A VPC with an internet gateway, two public subnets and a security group, made by EC2's own
 * operations. For tests.
 */
export function makeNetwork(services: RegionalServices, region = 'us-east-1'): TestNetwork {
  const request = testRequest(region);
  const { operations } = services.ec2;
  const vpcId = operations.CreateVpc(request, { CidrBlock: '10.0.0.0/16' }).Vpc?.VpcId ?? '';
  const { InternetGateway: gateway } = operations.CreateInternetGateway(request, {});
  const gatewayId = gateway?.InternetGatewayId;
  operations.AttachInternetGateway(request, { InternetGatewayId: gatewayId, VpcId: vpcId });
  const { RouteTables: tables } = operations.DescribeRouteTables(request, {
    Filters: [{ Name: 'vpc-id', Values: [vpcId] }],
  });
  operations.CreateRoute(request, {
    RouteTableId: tables?.[0]?.RouteTableId,
    DestinationCidrBlock: '0.0.0.0/0',
    GatewayId: gatewayId,
  });
  const subnetIds = ['a', 'c'].map((letter, index) => {
    const { Subnet: subnet } = operations.CreateSubnet(request, {
      VpcId: vpcId,
      CidrBlock: `10.0.${index}.0/24`,
      AvailabilityZone: `${region}${letter}`,
    });
    return subnet?.SubnetId ?? '';
  });
  const input = { GroupName: 'test', Description: 'test', VpcId: vpcId };
  const groupId = operations.CreateSecurityGroup(request, input).GroupId ?? '';
  return { vpcId, subnetIds, groupId };
}
