import { beforeEach, describe, expect, it } from 'vitest';
import { codeAndMessage } from '../../../kernel/error.fixture.ts';
import { testDeps, testRequest } from '../../../kernel/kernel.fixture.ts';
import { Ec2Service } from '../ec2-service.ts';

const request = testRequest('us-east-1');
const HTTP = { IpProtocol: 'tcp', FromPort: 80, ToPort: 80 };

describe('security groups', () => {
  let ec2: Ec2Service;
  let vpcId: string;

  beforeEach(() => {
    ec2 = new Ec2Service(testDeps());
    vpcId = ec2.operations.CreateVpc(request, { CidrBlock: '10.0.0.0/16' }).Vpc?.VpcId ?? '';
  });

  function makeGroup(name: string, vpc = vpcId): string {
    const input = { GroupName: name, Description: name, VpcId: vpc };
    return ec2.operations.CreateSecurityGroup(request, input).GroupId ?? '';
  }

  function admit(groupId: string, permission: object): string {
    const { SecurityGroupRules: rules } = ec2.operations.AuthorizeSecurityGroupIngress(request, {
      GroupId: groupId,
      IpPermissions: [permission],
    });
    return rules?.[0]?.SecurityGroupRuleId ?? '';
  }

  function projected(groupId: string): unknown {
    return ec2.networkConfig('us-east-1').securityGroups.find((group) => group.groupId === groupId);
  }

  it('admit nothing and let everything out when they are new', () => {
    const groupId = makeGroup('web');
    expect(groupId).toMatch(/^sg-[0-9a-f]{17}$/);
    expect(projected(groupId)).toEqual({
      groupId,
      vpcId,
      ingress: [],
      egress: [
        { protocol: 'all', fromPort: 0, toPort: 65_535, peer: { kind: 'cidr', cidr: '0.0.0.0/0' } },
      ],
    });
  });

  it('name their peers by block and by group', () => {
    const balancer = makeGroup('balancer');
    const web = makeGroup('web');
    admit(web, { ...HTTP, UserIdGroupPairs: [{ GroupId: balancer }] });
    admit(web, {
      IpProtocol: '6',
      FromPort: 22,
      ToPort: 22,
      IpRanges: [{ CidrIp: '10.0.0.0/16' }],
    });
    expect(projected(web)).toMatchObject({
      ingress: [
        { protocol: 'tcp', fromPort: 80, toPort: 80, peer: { kind: 'group', groupId: balancer } },
        { protocol: 'tcp', fromPort: 22, toPort: 22, peer: { kind: 'cidr', cidr: '10.0.0.0/16' } },
      ],
    });
  });

  it('reject a rule that is already there, in EC2 words', () => {
    const web = makeGroup('web');
    const rule = { ...HTTP, IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'one' }] };
    admit(web, rule);
    const again = { ...HTTP, IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'another' }] };
    expect(codeAndMessage(() => admit(web, again))).toEqual({
      code: 'InvalidPermission.Duplicate',
      message:
        'the specified rule "peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW" already exists',
    });
  });

  it('reject a peer of another VPC, an unknown one, and ports that are none', () => {
    const web = makeGroup('web');
    const other = ec2.operations.CreateVpc(request, { CidrBlock: '10.1.0.0/16' }).Vpc?.VpcId ?? '';
    const foreign = makeGroup('foreign', other);
    const withGroup = (groupId: string) => () =>
      admit(web, { ...HTTP, UserIdGroupPairs: [{ GroupId: groupId }] });
    expect(codeAndMessage(withGroup(foreign)).message).toBe(
      'You have specified two resources that belong to different networks.',
    );
    expect(codeAndMessage(withGroup('sg-00000000')).code).toBe('InvalidGroup.NotFound');
    const backwards = { IpProtocol: 'tcp', FromPort: 90, ToPort: 80 };
    expect(
      codeAndMessage(() => admit(web, { ...backwards, IpRanges: [{ CidrIp: '0.0.0.0/0' }] })).code,
    ).toBe('InvalidParameterValue');
  });

  it('lose a rule by its id, and by what it says', () => {
    const web = makeGroup('web');
    const byId = admit(web, { ...HTTP, IpRanges: [{ CidrIp: '0.0.0.0/0' }] });
    ec2.operations.RevokeSecurityGroupIngress(request, {
      GroupId: web,
      SecurityGroupRuleIds: [byId],
    });
    expect(projected(web)).toMatchObject({ ingress: [] });
    ec2.operations.RevokeSecurityGroupEgress(request, {
      GroupId: web,
      IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    });
    expect(projected(web)).toMatchObject({ egress: [] });
    const again = (): unknown =>
      ec2.operations.RevokeSecurityGroupIngress(request, {
        GroupId: web,
        IpPermissions: [{ ...HTTP, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      });
    expect(codeAndMessage(again).code).toBe('InvalidPermission.NotFound');
  });

  it('hold at most sixty rules a direction', () => {
    const web = makeGroup('web');
    const ranges = Array.from({ length: 60 }, (_, index) => ({ CidrIp: `10.0.${index}.0/24` }));
    admit(web, { ...HTTP, IpRanges: ranges });
    expect(
      codeAndMessage(() => admit(web, { ...HTTP, IpRanges: [{ CidrIp: '10.0.200.0/24' }] })).code,
    ).toBe('RulesPerSecurityGroupLimitExceeded');
  });

  it('cannot be deleted while another refers to them, nor the default one at all', () => {
    const balancer = makeGroup('balancer');
    const web = makeGroup('web');
    admit(web, { ...HTTP, UserIdGroupPairs: [{ GroupId: balancer }] });
    const remove = (id: string) => () =>
      ec2.operations.DeleteSecurityGroup(request, { GroupId: id });
    expect(codeAndMessage(remove(balancer))).toEqual({
      code: 'DependencyViolation',
      message: `resource ${balancer} has a dependent object`,
    });
    const standard = ec2.defaultSecurityGroup('us-east-1', vpcId)?.groupId ?? '';
    expect(codeAndMessage(remove(standard)).code).toBe('CannotDelete');
    remove(web)();
    remove(balancer)();
  });

  it('have names that are their own in a VPC', () => {
    makeGroup('web');
    expect(codeAndMessage(() => makeGroup('web'))).toEqual({
      code: 'InvalidGroup.Duplicate',
      message: `The security group 'web' already exists for VPC '${vpcId}'`,
    });
  });
});

describe("AWS's prefix lists", () => {
  let ec2: Ec2Service;
  let groupId: string;

  beforeEach(() => {
    ec2 = new Ec2Service(testDeps());
    const vpc = ec2.operations.CreateVpc(request, { CidrBlock: '10.0.0.0/16' }).Vpc;
    const input = { GroupName: 'web', Description: 'web', VpcId: vpc?.VpcId };
    groupId = ec2.operations.CreateSecurityGroup(request, input).GroupId ?? '';
  });

  const admit = (PrefixListId: string, port = 80): (() => unknown) => {
    const list = { PrefixListIds: [{ PrefixListId }], FromPort: port, ToPort: port };
    const IpPermissions = [{ IpProtocol: 'tcp', ...list }];
    return () =>
      ec2.operations.AuthorizeSecurityGroupIngress(request, { GroupId: groupId, IpPermissions });
  };

  const idOf = (name: string): string => {
    const input = { Filters: [{ Name: 'prefix-list-name', Values: [name] }] };
    const { PrefixLists: [list] = [] } = ec2.operations.DescribeManagedPrefixLists(request, input);
    return list?.PrefixListId ?? '';
  };
  const ORIGIN_FACING = 'com.amazonaws.global.cloudfront.origin-facing';

  it('are there under the names and IDs that AWS gives them, with their entries', () => {
    const { PrefixLists: lists = [] } = ec2.operations.DescribeManagedPrefixLists(request, {});
    expect(lists.map(({ PrefixListName, OwnerId }) => [PrefixListName, OwnerId])).toEqual([
      [ORIGIN_FACING, 'AWS'],
      ['com.amazonaws.us-east-1.route53-healthchecks', 'AWS'],
    ]);
    expect(idOf(ORIGIN_FACING)).toBe('pl-3b927c52');
    const entries = (PrefixListId: string): (string | undefined)[] =>
      (ec2.operations.GetManagedPrefixListEntries(request, { PrefixListId }).Entries ?? []).map(
        ({ Cidr }) => Cidr,
      );
    expect(entries('pl-3b927c52')).toHaveLength(46);
    const checkers = idOf('com.amazonaws.*.route53-healthchecks');
    expect(entries(checkers)).toContain('15.177.0.0/18');
    expect(
      ec2.operations.DescribePrefixLists(request, { PrefixListIds: [checkers] }),
    ).toMatchObject({
      PrefixLists: [{ PrefixListId: checkers, Cidrs: entries(checkers) }],
    });
    const unknown = (): unknown => entries('pl-00000000');
    expect(codeAndMessage(unknown)).toEqual({
      code: 'InvalidPrefixListID.NotFound',
      message: "The prefix list ID 'pl-00000000' does not exist",
    });
  });

  it('are peers of rules, and count with their weight', () => {
    admit('pl-3b927c52')();
    expect(codeAndMessage(admit('pl-3b927c52')).code).toBe('InvalidPermission.Duplicate');
    expect(codeAndMessage(admit('pl-00000000')).code).toBe('InvalidPrefixListID.NotFound');
    const [group] = ec2
      .networkConfig('us-east-1')
      .securityGroups.filter((group) => group.groupId === groupId);
    expect(group?.ingress[0]?.peer).toMatchObject({
      kind: 'prefix-list',
      prefixListId: 'pl-3b927c52',
      cidrs: expect.arrayContaining(['13.124.199.0/24']) as string[],
    });
    const { SecurityGroups: [shown] = [] } = ec2.operations.DescribeSecurityGroups(request, {
      GroupIds: [groupId],
    });
    expect(shown?.IpPermissions?.[0]?.PrefixListIds).toEqual([
      { PrefixListId: 'pl-3b927c52', Description: undefined },
    ]);
    // 55 and 55 are more than the 60 rules that a group may have; 55 and 25 are too.
    expect(codeAndMessage(admit('pl-3b927c52', 443)).code).toBe(
      'RulesPerSecurityGroupLimitExceeded',
    );
    expect(codeAndMessage(admit(idOf('*.route53-healthchecks'))).code).toBe(
      'RulesPerSecurityGroupLimitExceeded',
    );
  });
});
