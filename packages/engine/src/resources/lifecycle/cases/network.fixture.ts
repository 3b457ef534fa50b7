import fc from 'fast-check';
import { found, pick, seen, type TypeCase } from '../case.fixture.ts';

const describe = (kind: string, ids: string, at = `${kind}.0`): ReturnType<typeof found> =>
  found('ec2', `Describe${kind}`, (id) => ({ [ids]: [id] }), at);

/** EC2's networks. */
export const NETWORK: Readonly<Record<string, TypeCase>> = {
  'AWS::EC2::VPC': {
    values: () => ({
      CidrBlock: fc.constantFrom('10.1.0.0/16', '10.2.0.0/20', '192.168.0.0/24'),
      EnableDnsSupport: fc.constant(true), // host names need it
      InstanceTenancy: fc.constant('default'),
    }),
    always: ['CidrBlock'],
    find: seen(describe('Vpcs', 'VpcIds'), async (_found, world, VpcId) => ({
      EnableDnsHostnames: pick(
        await world.call('ec2', 'DescribeVpcAttribute', { VpcId, Attribute: 'enableDnsHostnames' }),
        'EnableDnsHostnames.Value',
      ),
      EnableDnsSupport: pick(
        await world.call('ec2', 'DescribeVpcAttribute', { VpcId, Attribute: 'enableDnsSupport' }),
        'EnableDnsSupport.Value',
      ),
    })),
    refused: () => ({ CidrBlock: '10.0.0.0/8' }),
  },
  'AWS::EC2::InternetGateway': {
    values: () => ({}),
    find: describe('InternetGateways', 'InternetGatewayIds'),
    refused: () => ({ Tags: [{ Key: 'aws:mine', Value: 'x' }] }),
  },
  'AWS::EC2::VPCGatewayAttachment': {
    values: ({ ids }, side) => ({
      VpcId: fc.constant(side === 'a' ? ids['BareVpc'] : ids['OtherVpc']),
      InternetGatewayId: fc.constant(side === 'a' ? ids['FreeGateway'] : ids['OtherGateway']),
    }),
    always: ['InternetGatewayId'],
    find: async (world, _id, { InternetGatewayId, VpcId }) => {
      const answer = await world.call('ec2', 'DescribeInternetGateways', {
        InternetGatewayIds: [InternetGatewayId],
      });
      const attached = pick(answer, 'InternetGateways.0.Attachments.0.VpcId');
      return attached === VpcId ? { InternetGatewayId, VpcId: attached } : undefined;
    },
    refused: ({ ids }) => ({ VpcId: ids['Vpc'], InternetGatewayId: ids['FreeGateway'] }),
  },
  'AWS::EC2::RouteTable': {
    values: ({ ids }, side) => ({ VpcId: fc.constant(side === 'a' ? ids['Vpc'] : ids['BareVpc']) }),
    find: describe('RouteTables', 'RouteTableIds'),
    refused: () => ({ VpcId: 'vpc-0123456789abcdef0' }),
  },
  'AWS::EC2::Route': {
    values: ({ ids }, side) => ({
      RouteTableId: fc.constant(side === 'a' ? ids['FreeTable'] : ids['OtherTable']),
      DestinationCidrBlock: fc.constantFrom('0.0.0.0/0', '192.0.2.0/24', '198.51.100.7/32'),
      GatewayId: fc.constant(ids['Gateway']),
    }),
    always: ['DestinationCidrBlock', 'GatewayId'],
    find: async (world, _id, { RouteTableId, DestinationCidrBlock }) => {
      const answer = await world.call('ec2', 'DescribeRouteTables', {
        RouteTableIds: [RouteTableId],
      });
      const routes = pick(answer, 'RouteTables.0.Routes') as { DestinationCidrBlock?: string }[];
      const route = routes.find((one) => one.DestinationCidrBlock === DestinationCidrBlock);
      return route === undefined ? undefined : { ...route, RouteTableId };
    },
    refused: ({ ids }) => ({
      RouteTableId: ids['FreeTable'],
      DestinationCidrBlock: '0.0.0.0/0',
      GatewayId: ids['FreeGateway'], // attached to no VPC
    }),
  },
  'AWS::EC2::Subnet': {
    values: ({ ids }, side) => ({
      VpcId: fc.constant(ids['Vpc']),
      CidrBlock:
        side === 'a'
          ? fc.constantFrom('10.0.100.0/24', '10.0.101.0/28', '10.0.102.0/23')
          : fc.constantFrom('10.0.110.0/24', '10.0.111.0/28', '10.0.112.0/23'),
      AvailabilityZone: fc.constantFrom('us-east-1a', 'us-east-1b'),
    }),
    always: ['CidrBlock'],
    find: describe('Subnets', 'SubnetIds'),
    without: ['OutpostArn'],
    refused: ({ ids }) => ({ VpcId: ids['Vpc'], CidrBlock: '10.0.1.0/24' }),
  },
  'AWS::EC2::SubnetRouteTableAssociation': {
    values: ({ ids }, side) => ({
      SubnetId: fc.constant(side === 'a' ? ids['FreeSubnet'] : ids['OtherSubnet']),
      RouteTableId: fc.constantFrom(ids['FreeTable'], ids['OtherTable']),
    }),
    find: found(
      'ec2',
      'DescribeRouteTables',
      (id) => ({
        Filters: [{ Name: 'association.route-table-association-id', Values: [id] }],
      }),
      'RouteTables.0.Associations.0',
    ),
    refused: ({ ids }) => ({ SubnetId: ids['SubnetA'], RouteTableId: ids['FreeTable'] }),
  },
  'AWS::EC2::EIP': {
    values: () => ({ Domain: fc.constant('vpc') }),
    find: found('ec2', 'DescribeAddresses', (ip) => ({ PublicIps: [ip] }), 'Addresses.0'),
    refused: () => ({ Tags: [{ Key: 'aws:mine', Value: 'x' }] }),
  },
  'AWS::EC2::NatGateway': {
    values: ({ ids }, side) => ({
      SubnetId: fc.constant(side === 'a' ? ids['SubnetA'] : ids['SubnetB']),
      ConnectivityType: fc.constant('private'),
    }),
    always: ['SubnetId', 'ConnectivityType'],
    find: seen(describe('NatGateways', 'NatGatewayIds'), (one) =>
      one['State'] === 'deleted' ? { gone: true } : {},
    ),
    without: ['AutoProvisionZones', 'AutoScalingIps', 'RouteTableId'], // of regional ones
    refused: () => ({ SubnetId: 'subnet-0123456789abcdef0', ConnectivityType: 'private' }),
  },
  'AWS::EC2::VPCEndpoint': {
    values: ({ ids }) => ({
      VpcId: fc.constant(ids['Vpc']),
      ServiceName: fc.constantFrom(
        'com.amazonaws.us-east-1.s3',
        'com.amazonaws.us-east-1.dynamodb',
      ),
      RouteTableIds: fc.constantFrom([ids['FreeTable']], [ids['OtherTable']]),
      VpcEndpointType: fc.constant('Gateway'),
    }),
    always: ['ServiceName'],
    find: describe('VpcEndpoints', 'VpcEndpointIds'),
    refused: ({ ids }) => ({ VpcId: ids['Vpc'], ServiceName: 'com.amazonaws.us-east-1.nothing' }),
  },
};
