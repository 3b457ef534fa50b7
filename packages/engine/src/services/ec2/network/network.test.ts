import { beforeEach, describe, expect, it } from 'vitest';
import { codeAndMessage } from '../../../kernel/error.fixture.ts';
import { testDeps, testRequest, type TestDeps } from '../../../kernel/kernel.fixture.ts';
import { Ec2Service } from '../ec2-service.ts';

const request = testRequest('us-east-1');

describe('a VPC and what is in it', () => {
  let deps: TestDeps;
  let ec2: Ec2Service;

  beforeEach(() => {
    deps = testDeps();
    ec2 = new Ec2Service(deps);
  });

  function makeVpc(cidr = '10.0.0.0/16'): string {
    return ec2.operations.CreateVpc(request, { CidrBlock: cidr }).Vpc?.VpcId ?? '';
  }

  function makeSubnet(vpcId: string, cidr: string, zone = 'us-east-1a'): string {
    const { Subnet: made } = ec2.operations.CreateSubnet(request, {
      VpcId: vpcId,
      CidrBlock: cidr,
      AvailabilityZone: zone,
    });
    return made?.SubnetId ?? '';
  }

  function makeAttachedGateway(vpcId: string): string {
    const { InternetGateway: made } = ec2.operations.CreateInternetGateway(request, {});
    const id = made?.InternetGatewayId ?? '';
    ec2.operations.AttachInternetGateway(request, { InternetGatewayId: id, VpcId: vpcId });
    return id;
  }

  function mainTable(vpcId: string): string {
    const { RouteTables: tables } = ec2.operations.DescribeRouteTables(request, {
      Filters: [
        { Name: 'vpc-id', Values: [vpcId] },
        { Name: 'association.main', Values: ['true'] },
      ],
    });
    return tables?.[0]?.RouteTableId ?? '';
  }

  it('has ids as AWS makes them, a main route table and a default security group', () => {
    const vpcId = makeVpc();
    expect(vpcId).toMatch(/^vpc-[0-9a-f]{17}$/);
    expect(mainTable(vpcId)).toMatch(/^rtb-[0-9a-f]{17}$/);
    expect(ec2.defaultSecurityGroup('us-east-1', vpcId)?.name).toBe('default');
    expect(deps.dataPlane.changes).toBeGreaterThan(0);
  });

  it.each([
    ['10.0.0.0/8', 'InvalidVpc.Range', "The CIDR '10.0.0.0/8' is invalid."],
    ['10.0.0.0/29', 'InvalidVpc.Range', "The CIDR '10.0.0.0/29' is invalid."],
    [
      'ten',
      'InvalidParameterValue',
      'Value (ten) for parameter cidrBlock is invalid. This is not a valid CIDR block.',
    ],
  ])('rejects the block %s', (cidr, code, message) => {
    expect(codeAndMessage(() => makeVpc(cidr))).toEqual({ code, message });
  });

  it('rejects a subnet outside its VPC, and one that overlaps another', () => {
    const vpcId = makeVpc();
    makeSubnet(vpcId, '10.0.0.0/24');
    expect(codeAndMessage(() => makeSubnet(vpcId, '10.1.0.0/24'))).toEqual({
      code: 'InvalidSubnet.Range',
      message: "The CIDR '10.1.0.0/24' is invalid.",
    });
    expect(codeAndMessage(() => makeSubnet(vpcId, '10.0.0.128/25'))).toEqual({
      code: 'InvalidSubnet.Conflict',
      message: "The CIDR '10.0.0.128/25' conflicts with another subnet",
    });
  });

  it('rejects a zone of another region, by the names of its own', () => {
    const vpcId = makeVpc();
    const { code, message } = codeAndMessage(() =>
      makeSubnet(vpcId, '10.0.0.0/24', 'ap-northeast-2a'),
    );
    expect(code).toBe('InvalidParameterValue');
    expect(message).toContain('us-east-1a, us-east-1b');
  });

  it('is kept apart from those of other regions', () => {
    const vpcId = makeVpc();
    const elsewhere = testRequest('ap-northeast-2');
    expect(ec2.operations.DescribeVpcs(elsewhere, {}).Vpcs).toEqual([]);
    expect(
      codeAndMessage(() => ec2.operations.DescribeVpcs(elsewhere, { VpcIds: [vpcId] })),
    ).toEqual({
      code: 'InvalidVpcID.NotFound',
      message: `The vpc ID '${vpcId}' does not exist`,
    });
  });

  it('has an internet route only through a gateway that is attached', () => {
    const vpcId = makeVpc();
    const subnetId = makeSubnet(vpcId, '10.0.0.0/24');
    expect(ec2.hasInternetRoute('us-east-1', subnetId)).toBe(false);
    const gatewayId = makeAttachedGateway(vpcId);
    ec2.operations.CreateRoute(request, {
      RouteTableId: mainTable(vpcId),
      DestinationCidrBlock: '0.0.0.0/0',
      GatewayId: gatewayId,
    });
    expect(ec2.hasInternetRoute('us-east-1', subnetId)).toBe(true);
    ec2.operations.DetachInternetGateway(request, { InternetGatewayId: gatewayId, VpcId: vpcId });
    expect(ec2.hasInternetRoute('us-east-1', subnetId)).toBe(false);
  });

  it('takes the explicit route table of a subnet before the main one', () => {
    const vpcId = makeVpc();
    const subnetId = makeSubnet(vpcId, '10.0.0.0/24');
    const gatewayId = makeAttachedGateway(vpcId);
    ec2.operations.CreateRoute(request, {
      RouteTableId: mainTable(vpcId),
      DestinationCidrBlock: '0.0.0.0/0',
      GatewayId: gatewayId,
    });
    const { RouteTable: table } = ec2.operations.CreateRouteTable(request, { VpcId: vpcId });
    ec2.operations.AssociateRouteTable(request, {
      RouteTableId: table?.RouteTableId,
      SubnetId: subnetId,
    });
    expect(ec2.networkConfig('us-east-1').subnets).toEqual([
      {
        subnetId,
        vpcId,
        zone: 'us-east-1a',
        cidr: '10.0.0.0/24',
        hasInternetRoute: false,
        loopbackCidr: deps.addresses.subnetPool('us-east-1', subnetId),
      },
    ]);
  });

  it('rejects a route to a gateway of another network, and a second one to the same place', () => {
    const vpcId = makeVpc();
    const foreign = makeAttachedGateway(makeVpc('10.1.0.0/16'));
    const gatewayId = makeAttachedGateway(vpcId);
    const route = { RouteTableId: mainTable(vpcId), DestinationCidrBlock: '0.0.0.0/0' };
    expect(
      codeAndMessage(() => ec2.operations.CreateRoute(request, { ...route, GatewayId: foreign })),
    ).toEqual({
      code: 'InvalidParameterValue',
      message: `route table ${route.RouteTableId} and network gateway ${foreign} belong to different networks`,
    });
    ec2.operations.CreateRoute(request, { ...route, GatewayId: gatewayId });
    expect(
      codeAndMessage(() => ec2.operations.CreateRoute(request, { ...route, GatewayId: gatewayId })),
    ).toMatchObject({ code: 'RouteAlreadyExists' });
  });

  it('cannot be deleted while a subnet is in it', () => {
    const vpcId = makeVpc();
    const subnetId = makeSubnet(vpcId, '10.0.0.0/24');
    expect(codeAndMessage(() => ec2.operations.DeleteVpc(request, { VpcId: vpcId }))).toEqual({
      code: 'DependencyViolation',
      message: `The vpc '${vpcId}' has dependencies and cannot be deleted.`,
    });
    ec2.operations.DeleteSubnet(request, { SubnetId: subnetId });
    ec2.operations.DeleteVpc(request, { VpcId: vpcId });
    expect(ec2.networkConfig('us-east-1').vpcs).toEqual([]);
  });

  it('survives the engine', () => {
    const vpcId = makeVpc();
    const next = new Ec2Service(deps);
    expect(next.networkConfig('us-east-1').vpcs).toEqual([{ vpcId, cidr: '10.0.0.0/16' }]);
  });

  it('gives load balancers addresses from the top, and each only once', () => {
    const subnetId = makeSubnet(makeVpc(), '10.0.0.0/28');
    const given = Array.from({ length: 11 }, (_, index) =>
      ec2.allotPrivateAddress('us-east-1', subnetId, `owner-${index}`),
    );
    expect(given[0]).toBe('10.0.0.14');
    expect(new Set(given).size).toBe(11);
    expect(given.at(-1)).toBe('10.0.0.4');
    expect(
      codeAndMessage(() => ec2.allotPrivateAddress('us-east-1', subnetId, 'one too many')),
    ).toMatchObject({ code: 'InsufficientFreeAddressesInSubnet' });
    ec2.releasePrivateAddresses('us-east-1', 'owner-3');
    expect(ec2.allotPrivateAddress('us-east-1', subnetId, 'next')).toBe(given[3]);
  });

  it('answers a dry run with an error, and does nothing', () => {
    const call = (): unknown =>
      ec2.operations.CreateVpc(request, { CidrBlock: '10.0.0.0/16', DryRun: true });
    expect(codeAndMessage(call).code).toBe('DryRunOperation');
    expect(ec2.networkConfig('us-east-1').vpcs).toEqual([]);
  });

  it('refuses input that it would have to ignore', () => {
    const call = (): unknown =>
      ec2.operations.CreateVpc(request, {
        CidrBlock: '10.0.0.0/16',
        AmazonProvidedIpv6CidrBlock: true,
      });
    expect(codeAndMessage(call)).toEqual({
      code: 'UnsupportedOperation',
      message:
        'The parameter AmazonProvidedIpv6CidrBlock of CreateVpc is not supported by this engine.',
    });
  });

  it('filters by fields, tags and wildcards, and rejects a filter that it does not know', () => {
    const vpcId = makeVpc();
    ec2.operations.CreateTags(request, {
      Resources: [vpcId],
      Tags: [{ Key: 'Name', Value: 'site/Vpc' }],
    });
    makeVpc('10.9.0.0/16');
    const find = (name: string, value: string): (string | undefined)[] | undefined =>
      ec2.operations
        .DescribeVpcs(request, { Filters: [{ Name: name, Values: [value] }] })
        .Vpcs?.map((vpc) => vpc.VpcId);
    expect(find('tag:Name', 'site/*')).toEqual([vpcId]);
    expect(find('cidr', '10.0.?.0/16')).toEqual([vpcId]);
    expect(find('tag-key', 'Other')).toEqual([]);
    expect(codeAndMessage(() => find('colour', 'red'))).toEqual({
      code: 'InvalidParameterValue',
      message: "The filter 'colour' is invalid",
    });
  });

  it('is listed in pages', () => {
    for (const second of [1, 2, 3, 4, 5, 6]) makeVpc(`10.${second}.0.0/16`);
    const first = ec2.operations.DescribeVpcs(request, { MaxResults: 5 });
    expect(first.Vpcs).toHaveLength(5);
    const rest = ec2.operations.DescribeVpcs(request, {
      MaxResults: 5,
      NextToken: first.NextToken,
    });
    expect(rest.Vpcs).toHaveLength(1);
    expect(rest.NextToken).toBeUndefined();
  });
});
