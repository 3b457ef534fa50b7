import { VirtualClock } from '@understudy/contract/testing';
import type { ServiceTraits } from '@understudy/wire';
import { describe, expect, it } from 'vitest';
import { codeAndMessage } from '../kernel/error.fixture.ts';
import { testRequest } from '../kernel/kernel.fixture.ts';
import { Authorizer } from './authorizer.ts';

const USER = 'arn:aws:iam::111122223333:user/min';
const caller = { ...testRequest('us-east-1'), principalArn: USER };
const traits = (
  signingName: string,
  protocol: ServiceTraits['protocols'][number] = 'awsQuery',
) => ({
  ...{ signingName, protocols: [protocol], xmlNamespace: '', bucketAddressing: false },
});

interface Asked {
  service?: string;
  protocol?: ServiceTraits['protocols'][number];
  operation: string;
  input?: object;
}

/** The error of a call by who has these statements; undefined for what is allowed. */
function refusal(
  statements: object | object[],
  asked: Asked,
): { code: string; message: string } | undefined {
  const Statement = [statements]
    .flat()
    .map((each) => ({ Effect: 'Allow', Resource: '*', ...each }));
  const document = JSON.stringify({ Version: '2012-10-17', Statement });
  const authorizer = new Authorizer(new VirtualClock(), {
    policiesOf: (arn) => (arn === USER ? { identity: [document] } : undefined),
    tagsOf: () => ({ team: 'web' }),
    roles: {
      named: (name) => `arn:aws:iam::111122223333:role/${name}`,
      inProfile: (name) => [`arn:aws:iam::111122223333:role/in-${name}`],
    },
    iamNameWithPath: (_kind, name) => (name === 'pathed' ? 'a/pathed' : undefined),
    stackId: (region, name) =>
      name === 'shop' ? `arn:aws:cloudformation:${region}:111122223333:stack/shop/0123` : undefined,
  });
  const { service = 'ec2', protocol, operation, input = {} } = asked;
  const check = (): void =>
    authorizer.check({ traits: traits(service, protocol), operation, input, caller });
  try {
    check();
    return undefined;
  } catch {
    return codeAndMessage(check);
  }
}

it('lets a stack that is permitted by its id be named, and no other of that name', () => {
  const signal = (stack: string, permitted: string) =>
    refusal(
      {
        Action: 'cloudformation:SignalResource',
        Resource: `arn:aws:cloudformation:us-east-1:111122223333:stack/${permitted}`,
      },
      { service: 'cloudformation', operation: 'SignalResource', input: { StackName: stack } },
    );
  expect(signal('shop', 'shop/0123')).toBeUndefined();
  expect(signal('shop', 'shop/*')).toBeUndefined();
  expect(signal('shop', 'shop/9999')?.message).toContain(
    'on resource: arn:aws:cloudformation:us-east-1:111122223333:stack/shop/0123 ',
  );
  // What is not there has no id yet.
  expect(signal('new', 'new/*')).toBeUndefined();
});

it('starts a zonal shift of the load balancer that it may shift, and of no other', () => {
  const balancer = (name: string) =>
    `arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/${name}/0123`;
  const allowed = { Action: 'arc-zonal-shift:StartZonalShift', Resource: balancer('site') };
  const start = (resourceIdentifier: string) =>
    refusal(allowed, {
      ...{ service: 'arc-zonal-shift', protocol: 'restJson', operation: 'StartZonalShift' },
      input: { resourceIdentifier, awayFrom: 'use1-az1' },
    });
  expect(start(balancer('site'))).toBeUndefined();
  expect(start(balancer('other'))?.code).toBe('AccessDeniedException');
});

describe('a call of a principal with policies', () => {
  it('is refused in its service’s words', () => {
    const asked = { operation: 'DescribeVpcs' };
    expect(refusal({ Action: 'ec2:DescribeVpcs' }, asked)).toBeUndefined();
    expect(refusal({ Action: 's3:*' }, asked)).toEqual({
      code: 'UnauthorizedOperation',
      message: `You are not authorized to perform this operation. User: ${USER} is not authorized to perform: ec2:DescribeVpcs because no identity-based policy allows the ec2:DescribeVpcs action`,
    });
    const stack = {
      service: 'cloudformation',
      operation: 'DeleteStack',
      input: { StackName: 'x' },
    };
    expect(refusal({ Action: 's3:*' }, stack)).toEqual({
      code: 'AccessDenied',
      message: `User: ${USER} is not authorized to perform: cloudformation:DeleteStack on resource: arn:aws:cloudformation:us-east-1:111122223333:stack/x/* because no identity-based policy allows the cloudformation:DeleteStack action`,
    });
    const parameter = {
      service: 'ssm',
      protocol: 'awsJson1_1',
      operation: 'GetParameter',
    } as const;
    expect(refusal({ Action: 's3:*' }, parameter)?.code).toBe('AccessDeniedException');
    expect(refusal({ Action: 's3:*' }, { service: 'sns', operation: 'Publish' })?.code).toBe(
      'AuthorizationError',
    );
  });

  it.each<[string, Asked]>([
    [
      'arn:aws:ec2:us-east-1:111122223333:vpc/vpc-0a1',
      { operation: 'DeleteVpc', input: { VpcId: 'vpc-0a1' } },
    ],
    ['arn:aws:ec2:us-east-1:111122223333:vpc/*', { operation: 'CreateVpc' }],
    [
      'arn:aws:iam::111122223333:role/a/pathed',
      { service: 'iam', operation: 'GetRole', input: { RoleName: 'pathed' } },
    ],
    [
      'arn:aws:iam::111122223333:role/site/new',
      { service: 'iam', operation: 'CreateRole', input: { RoleName: 'new', Path: '/site/' } },
    ],
    [
      'arn:aws:cloudformation:us-east-1:111122223333:stack/web/1',
      {
        ...{ service: 'cloudformation', operation: 'DescribeStacks' },
        input: { StackName: 'arn:aws:cloudformation:us-east-1:111122223333:stack/web/1' },
      },
    ],
    [
      'arn:aws:ssm:us-east-1:111122223333:parameter/site/ami',
      { service: 'ssm', operation: 'GetParameter', input: { Name: '/site/ami' } },
    ],
    [
      'arn:aws:route53:::hostedzone/Z1',
      { service: 'route53', operation: 'GetHostedZone', input: { Id: '/hostedzone/Z1' } },
    ],
    [
      'arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:*:autoScalingGroupName/web',
      {
        ...{ service: 'autoscaling', operation: 'UpdateAutoScalingGroup' },
        input: { AutoScalingGroupName: 'web' },
      },
    ],
    [
      'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/web/*',
      {
        ...{ service: 'elasticloadbalancing', operation: 'CreateLoadBalancer' },
        input: { Name: 'web' },
      },
    ],
    [
      'arn:aws:cloudwatch:us-east-1:111122223333:alarm:high',
      { service: 'monitoring', operation: 'PutMetricAlarm', input: { AlarmName: 'high' } },
    ],
  ])('is about %s', (Resource, asked) => {
    expect(refusal({ Action: '*', Resource }, asked)).toBeUndefined();
    expect(refusal({ Action: '*', Resource: `${Resource}x` }, asked)).toBeDefined();
  });

  it('that tags what it makes, or passes a role, is asked for that too', () => {
    const tagged = {
      operation: 'CreateVpc',
      input: { TagSpecifications: [{ Tags: [{ Key: 'a' }] }] },
    };
    expect(refusal({ Action: 'ec2:CreateVpc' }, tagged)?.message).toContain('ec2:CreateTags');
    expect(refusal({ Action: ['ec2:CreateVpc', 'ec2:CreateTags'] }, tagged)).toBeUndefined();
    const passing = {
      ...{ service: 'iam', operation: 'AddRoleToInstanceProfile' },
      input: { RoleName: 'web', InstanceProfileName: 'web' },
    };
    const add = { Action: 'iam:AddRoleToInstanceProfile' };
    expect(refusal(add, passing)?.message).toContain(
      'iam:PassRole on resource: arn:aws:iam::111122223333:role/web',
    );
    const pass = { Action: 'iam:PassRole', Resource: 'arn:aws:iam::111122223333:role/w*' };
    expect(refusal([add, pass], passing)).toBeUndefined();
  });

  it('is judged by condition keys', () => {
    const asked = {
      operation: 'CreateVpc',
      input: { TagSpecifications: [{ Tags: [{ Key: 'k', Value: 'v' }] }] },
    };
    const under = (Condition: object): unknown => refusal({ Action: 'ec2:*', Condition }, asked);
    for (const [key, right, wrong] of [
      ['aws:RequestedRegion', 'us-east-1', 'eu-west-1'],
      ['aws:RequestTag/k', 'v', 'w'],
      ['aws:PrincipalTag/team', 'web', 'db'],
      ['aws:username', 'min', 'kim'],
      ['aws:PrincipalArn', USER, `${USER}x`],
    ] as const) {
      expect(under({ StringEquals: { [key]: right } })).toBeUndefined();
      expect(under({ StringEquals: { [key]: wrong } })).toBeDefined();
    }
    expect(under({ Bool: { 'aws:ViaAWSService': 'true' } })).toBeDefined();
  });

  it('of who one is needs no permission', () => {
    const asked = { service: 'sts', operation: 'GetCallerIdentity' };
    expect(refusal({ Effect: 'Deny', Action: '*' }, asked)).toBeUndefined();
  });
});

it('a name that only begins like the right one is another resource', () => {
  const Resource = 'arn:aws:iam::111122223333:user/min';
  const asked = { service: 'iam', operation: 'GetUser', input: { UserName: 'mine' } };
  expect(refusal({ Action: '*', Resource }, asked)).toBeDefined();
});
