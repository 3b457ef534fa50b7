import { describe, expect, it, test } from 'vitest';
import { parseIdentityPolicy } from './identity-parse.ts';
import {
  accessDeniedText,
  decideAccess,
  type ActionRequest,
  type Decision,
  type IdentityPolicy,
} from './identity-policy.ts';

const VPC = 'arn:aws:ec2:us-east-1:111122223333:vpc/vpc-1';

function policy(...Statement: object[]): IdentityPolicy {
  return parseIdentityPolicy(JSON.stringify({ Version: '2012-10-17', Statement }));
}

function request(
  action: string,
  resource = '*',
  context: Readonly<Record<string, string>> = {},
): ActionRequest {
  const entries = Object.entries(context).map(([key, value]) => [key, [value]] as const);
  return { action, resource, context: new Map(entries) };
}

const allow = (Action: string | string[], more: object = {}): object => ({
  ...{ Effect: 'Allow', Action, Resource: '*' },
  ...more,
});
const deny = (Action: string, more: object = {}): object => ({
  ...allow(Action),
  Effect: 'Deny',
  ...more,
});

function decide(policies: IdentityPolicy[], asked: ActionRequest): Decision {
  return decideAccess({ identity: policies }, asked);
}

describe('identity policies', () => {
  it('allow what a statement names, whatever the case of the action', () => {
    const reads = policy(allow(['ec2:describe*', 'S3:GetObject']));
    expect(decide([reads], request('ec2:DescribeVpcs')).kind).toBe('allowed');
    expect(decide([reads], request('s3:GetObject')).kind).toBe('allowed');
    expect(decide([reads], request('ec2:CreateVpc'))).toEqual({
      ...{ kind: 'denied', explicitly: false, by: 'identity-based policy' },
    });
    expect(decide([], request('ec2:DescribeVpcs')).kind).toBe('denied');
  });

  it('are beaten by any explicit deny', () => {
    const both = [policy(deny('ec2:DeleteVpc')), policy(allow('*'))];
    expect(decide(both, request('ec2:DeleteVpc'))).toMatchObject({ explicitly: true });
    expect(decide(both, request('ec2:CreateVpc')).kind).toBe('allowed');
  });

  it('tell the case of resources apart, and what is not named', () => {
    const one = policy(allow('ec2:*', { Resource: VPC.replace('vpc-1', 'vpc-?') }));
    expect(decide([one], request('ec2:DeleteVpc', VPC)).kind).toBe('allowed');
    expect(decide([one], request('ec2:DeleteVpc', VPC.toUpperCase())).kind).toBe('denied');
    // What is about no resource is allowed for every resource only.
    expect(decide([one], request('ec2:DescribeVpcs')).kind).toBe('denied');
    const rest = policy({ Effect: 'Allow', NotAction: 'iam:*', NotResource: VPC });
    expect(decide([rest], request('ec2:DeleteVpc', `${VPC}2`)).kind).toBe('allowed');
    expect(decide([rest], request('ec2:DeleteVpc', VPC)).kind).toBe('denied');
    expect(decide([rest], request('iam:GetRole', `${VPC}2`)).kind).toBe('denied');
  });

  it('hold under all their conditions only', () => {
    const Condition = { StringEquals: { 'aws:RequestedRegion': ['us-east-1', 'us-west-2'] } };
    const there = policy(allow('*', { Condition }));
    const asked = (region: string): ActionRequest =>
      request('ec2:CreateVpc', '*', { 'aws:requestedregion': region });
    expect(decide([there], asked('us-east-1')).kind).toBe('allowed');
    expect(decide([there], asked('eu-west-1')).kind).toBe('denied');
    expect(decide([there], request('ec2:CreateVpc')).kind).toBe('denied');
  });

  it('are no wider than a boundary and a session', () => {
    const [all, ec2, s3] = [policy(allow('*')), policy(allow('ec2:*')), policy(allow('s3:*'))];
    const asked = request('ec2:CreateVpc');
    expect(decideAccess({ identity: [all], boundary: ec2, session: [ec2] }, asked).kind).toBe(
      'allowed',
    );
    expect(decideAccess({ identity: [all], boundary: s3 }, asked)).toMatchObject({
      by: 'permissions boundary',
    });
    expect(decideAccess({ identity: [all], session: [s3] }, asked)).toMatchObject({
      by: 'session policy',
    });
    expect(decideAccess({ identity: [], boundary: ec2 }, asked)).toMatchObject({
      by: 'identity-based policy',
    });
  });
});

describe('policy variables', () => {
  const own = (text: string): IdentityPolicy =>
    policy(allow('s3:GetObject', { Resource: `arn:aws:s3:::homes/${text}/*` }));
  const asked = (name: string | undefined, key: string): ActionRequest =>
    request(
      's3:GetObject',
      `arn:aws:s3:::homes/${key}`,
      name === undefined ? {} : { 'aws:username': name },
    );

  test.each([
    ['${aws:username}', 'min', 'min/a', 'allowed'],
    ['${aws:username}', 'min', 'kim/a', 'denied'],
    ['${aws:username}', undefined, 'min/a', 'denied'],
    ["${aws:username, 'nobody'}", undefined, 'nobody/a', 'allowed'],
    // Not a wildcard, whatever the value has in it.
    ['${aws:username}', '*', 'min/a', 'denied'],
    ['${*}', 'min', '*/a', 'allowed'],
    ['${*}', 'min', 'min/a', 'denied'],
  ])('%s of %s: %s is %s', (text, name, key, kind) => {
    expect(decide([own(text)], asked(name, key)).kind).toBe(kind);
  });

  test('are plain text before the version of 2012', () => {
    const old = parseIdentityPolicy(
      JSON.stringify({ Statement: allow('s3:GetObject', { Resource: 'arn:aws:s3:::h/${x}' }) }),
    );
    expect(decide([old], request('s3:GetObject', 'arn:aws:s3:::h/${x}')).kind).toBe('allowed');
  });

  test('a denial whose variable nobody knows does not hold', () => {
    const Condition = { StringNotEquals: { 'aws:username': '${aws:PrincipalTag/team}' } };
    const policies = [policy(allow('*')), policy(deny('*', { Condition }))];
    const known = { 'aws:username': 'min', 'aws:principaltag/team': 'ops' };
    expect(decide(policies, request('s3:GetObject', '*', known)).kind).toBe('denied');
    expect(decide(policies, request('s3:GetObject')).kind).toBe('allowed');
  });
});

test.each([
  ['{', 'This policy contains invalid Json'],
  [JSON.stringify({ Statement: [{ Effect: 'Allow' }] }), 'Syntax errors in policy.'],
  [
    JSON.stringify({ Statement: allow('s3:*', { Condition: { Likes: { a: 'b' } } }) }),
    'Syntax errors in policy.',
  ],
  [
    JSON.stringify({ Statement: allow('GetObject') }),
    'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
  ],
  [
    JSON.stringify({ Statement: allow('s3:*', { Resource: 'bucket' }) }),
    'Resource bucket must be in ARN format or "*".',
  ],
])('refuses %s', (text, message) => {
  expect(() => parseIdentityPolicy(text)).toThrow(message);
});

test('says who may not do what, and why', () => {
  const user = 'arn:aws:iam::111122223333:user/min';
  const denied = { explicitly: false, by: 'identity-based policy' } as const;
  const action = 'ec2:DescribeVpcs';
  expect(accessDeniedText(user, { action, resource: undefined }, denied)).toBe(
    `User: ${user} is not authorized to perform: ec2:DescribeVpcs because no identity-based policy allows the ec2:DescribeVpcs action`,
  );
  expect(
    accessDeniedText(user, { action, resource: VPC }, { explicitly: true, by: 'session policy' }),
  ).toBe(
    `User: ${user} is not authorized to perform: ec2:DescribeVpcs on resource: ${VPC} with an explicit deny in a session policy`,
  );
});
