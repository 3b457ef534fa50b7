import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testDeps, testRequest } from '../../kernel/kernel.fixture.ts';
import { checkIds } from './check-ids.ts';
import { Ec2Service } from './ec2-service.ts';

const request = testRequest();

describe('an ID that no resource can have', () => {
  const { operations } = new Ec2Service(testDeps());
  test.each([
    [
      'InvalidInstanceID.Malformed',
      'Invalid id: "i-123"',
      () => operations.DescribeInstances(request, { InstanceIds: ['i-123'] }),
    ],
    [
      'InvalidInstanceID.Malformed',
      'Invalid id: "web" (expecting "i-...")',
      () => operations.GetConsoleOutput(request, { InstanceId: 'web' }),
    ],
    [
      'InvalidVpcID.Malformed',
      'Invalid id: "subnet-0123456789abcdef0" (expecting "vpc-...")',
      () => operations.DeleteVpc(request, { VpcId: 'subnet-0123456789abcdef0' }),
    ],
    [
      'InvalidSubnetID.Malformed',
      'Invalid id: "subnet-0123456789ABCDEF0"',
      () => operations.DescribeSubnets(request, { SubnetIds: ['subnet-0123456789ABCDEF0'] }),
    ],
    [
      'InvalidRouteTableId.Malformed',
      'Invalid id: "" (expecting "rtb-...")',
      () => operations.DeleteRouteTable(request, { RouteTableId: '' }),
    ],
    [
      'InvalidGroupId.Malformed',
      'Invalid id: "default" (expecting "sg-...")',
      () => operations.DeleteSecurityGroup(request, { GroupId: 'default' }),
    ],
    [
      'InvalidGroupId.Malformed',
      'Invalid id: "web" (expecting "sg-...")',
      () =>
        operations.AuthorizeSecurityGroupIngress(request, {
          GroupId: 'sg-0123456789abcdef0',
          IpPermissions: [{ IpProtocol: 'tcp', UserIdGroupPairs: [{ GroupId: 'web' }] }],
        }),
    ],
    [
      'NatGatewayMalformed',
      'Invalid id: "nat-1"',
      () => operations.DeleteNatGateway(request, { NatGatewayId: 'nat-1' }),
    ],
  ] as const)('is %s: %s', async (code, message, call) => {
    // A throw of an operation that waits for nothing is the same to a client.
    await expect((async () => call())()).rejects.toMatchObject({ code, message });
  });
});

test('an ID of eight or seventeen digits is looked up', () => {
  const digits = fc
    .constantFrom(8, 17)
    .chain((length) =>
      fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length }),
    );
  const property = fc.property(digits, (all) => {
    checkIds({ VpcIds: [`vpc-${all.join('')}`] });
  });
  fc.assert(property);
});

test('what is no ID is left alone', () => {
  expect(() =>
    checkIds({ VpcId: undefined, GroupName: 'x', Filters: [{ Name: 'x' }] }),
  ).not.toThrow();
});
