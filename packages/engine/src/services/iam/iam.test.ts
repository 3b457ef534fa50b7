import { beforeEach, describe, expect, it } from 'vitest';
import { codeAndMessage } from '../../kernel/error.fixture.ts';
import { testDeps, testRequest } from '../../kernel/kernel.fixture.ts';
import { IamService } from './iam-service.ts';

const request = testRequest();
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } },
  ],
});
const READ = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
});

describe('IAM', () => {
  let operations: IamService['operations'];

  beforeEach(() => {
    ({ operations } = new IamService(testDeps()));
    operations.CreateRole(request, { RoleName: 'web', AssumeRolePolicyDocument: TRUST });
  });

  it('keeps roles by name, and shows their trust policy URL-encoded', () => {
    const { Role: role } = operations.GetRole(request, { RoleName: 'web' });
    expect(role?.Arn).toBe('arn:aws:iam::111122223333:role/web');
    expect(role?.RoleId).toMatch(/^AROA[A-Z0-9]{17}$/);
    expect(decodeURIComponent(role?.AssumeRolePolicyDocument ?? '')).toBe(TRUST);
  });

  it('knows the managed policies of AWS by name, and no other', () => {
    const arnOf = (name: string): string => `arn:aws:iam::aws:policy/${name}`;
    const attach = (PolicyArn: string): void =>
      operations.AttachRolePolicy(request, { RoleName: 'web', PolicyArn });
    for (const name of ['NoSuchThing', 'AWSLambdaBasicExecutionRole', '__proto__'])
      expect(codeAndMessage(() => attach(arnOf(name)))).toEqual({
        code: 'NoSuchEntity',
        message: `Policy ${arnOf(name)} does not exist or is not attachable.`,
      });
    const basic = arnOf('service-role/AWSLambdaBasicExecutionRole');
    attach(basic);
    expect(operations.GetPolicy(request, { PolicyArn: basic }).Policy).toMatchObject({
      PolicyName: 'AWSLambdaBasicExecutionRole',
      Path: '/service-role/',
      DefaultVersionId: 'v1',
      AttachmentCount: 1,
    });
    const linked = arnOf('aws-service-role/AutoScalingServiceRolePolicy');
    expect(codeAndMessage(() => attach(linked)).code).toBe('PolicyNotAttachable');
    const used = operations.ListPolicies(request, { Scope: 'AWS', OnlyAttached: true });
    expect(used.Policies?.map(({ Arn }) => Arn)).toEqual([basic]);
    const first = operations.ListPolicies(request, { Scope: 'AWS' });
    expect(first).toMatchObject({ IsTruncated: true, Marker: '100' });
    expect(operations.ListPolicies(request, { Scope: 'Local' }).Policies).toEqual([]);
  });

  it('tells what a managed policy of AWS says where it knows', () => {
    const version = (name: string, VersionId = 'v1'): unknown =>
      operations.GetPolicyVersion(request, {
        PolicyArn: `arn:aws:iam::aws:policy/${name}`,
        VersionId,
      }).PolicyVersion?.Document;
    expect(decodeURIComponent(String(version('AdministratorAccess')))).toContain('"Action":"*"');
    expect(codeAndMessage(() => version('AdministratorAccess', 'v9')).code).toBe('NoSuchEntity');
    expect(codeAndMessage(() => version('IAMUserChangePassword', 'v5')).code).toBe(
      'NotImplemented',
    );
  });

  it.each([0, 1_001])('refuses a page of %i', (MaxItems) => {
    const bound = MaxItems === 0 ? 'greater than or equal to 1' : 'less than or equal to 1000';
    expect(codeAndMessage(() => operations.ListRoles(request, { MaxItems }))).toEqual({
      code: 'ValidationError',
      message: `1 validation error detected: Value '${MaxItems}' at 'maxItems' failed to satisfy constraint: Member must have value ${bound}`,
    });
    expect(operations.ListRoles(request, { MaxItems: 1_000 }).Roles).toHaveLength(1);
  });

  it('lists a page at a time, and takes no marker that it did not give', () => {
    operations.CreateRole(request, { RoleName: 'api', AssumeRolePolicyDocument: TRUST });
    const first = operations.ListRoles(request, { MaxItems: 1 });
    expect(first).toMatchObject({ IsTruncated: true, Roles: [{ RoleName: 'api' }] });
    const rest = operations.ListRoles(request, { Marker: first.Marker });
    expect(rest).toMatchObject({ IsTruncated: false, Roles: [{ RoleName: 'web' }] });
    expect(codeAndMessage(() => operations.ListRoles(request, { Marker: 'x' }))).toEqual({
      code: 'ValidationError',
      message: 'Invalid Marker.',
    });
  });

  it.each(['constructor', 'toString', '__proto__'])('has no inline policy %s by itself', (name) => {
    const policy = { RoleName: 'web', PolicyName: name };
    const missing = { code: 'NoSuchEntity' };
    expect(codeAndMessage(() => operations.GetRolePolicy(request, policy))).toMatchObject(missing);
    expect(codeAndMessage(() => operations.DeleteRolePolicy(request, policy))).toMatchObject(
      missing,
    );
    operations.PutRolePolicy(request, { ...policy, PolicyDocument: READ });
    const { PolicyDocument: held = '' } = operations.GetRolePolicy(request, policy);
    expect(decodeURIComponent(held)).toBe(READ);
    operations.DeleteRolePolicy(request, policy);
    expect(operations.ListRolePolicies(request, { RoleName: 'web' }).PolicyNames).toEqual([]);
  });

  it('does not delete a role that still has something', () => {
    const about = { RoleName: 'web' };
    const remove = (): void => operations.DeleteRole(request, about);
    operations.PutRolePolicy(request, { ...about, PolicyName: 'read', PolicyDocument: READ });
    operations.AttachRolePolicy(request, {
      ...about,
      PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    });
    operations.CreateInstanceProfile(request, { InstanceProfileName: 'web' });
    operations.AddRoleToInstanceProfile(request, { ...about, InstanceProfileName: 'web' });
    const reason = (): string => codeAndMessage(remove).message;
    expect(reason()).toContain('must remove roles from instance profile first');
    operations.RemoveRoleFromInstanceProfile(request, { ...about, InstanceProfileName: 'web' });
    expect(reason()).toContain('must detach all policies first');
    operations.DetachRolePolicy(request, {
      ...about,
      PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    });
    expect(reason()).toContain('must delete policies first');
    operations.DeleteRolePolicy(request, { ...about, PolicyName: 'read' });
    remove();
    expect(codeAndMessage(remove)).toEqual({
      code: 'NoSuchEntity',
      message: 'The role with name web cannot be found.',
    });
  });

  it('attaches managed policies of AWS at their word, and the account’s own that exist', () => {
    const own = operations.CreatePolicy(request, { PolicyName: 'read', PolicyDocument: READ });
    const attach = (PolicyArn: string | undefined): void =>
      operations.AttachRolePolicy(request, { RoleName: 'web', PolicyArn });
    attach(own.Policy?.Arn);
    expect(codeAndMessage(() => attach('arn:aws:iam::111122223333:policy/none')).code).toBe(
      'NoSuchEntity',
    );
    const { Policy: described } = operations.GetPolicy(request, { PolicyArn: own.Policy?.Arn });
    expect(described).toMatchObject({ AttachmentCount: 1, DefaultVersionId: 'v1' });
  });

  it('keeps at most five versions of a policy', () => {
    const { Policy: made } = operations.CreatePolicy(request, {
      PolicyName: 'read',
      PolicyDocument: READ,
    });
    const add = (): unknown =>
      operations.CreatePolicyVersion(request, { PolicyArn: made?.Arn, PolicyDocument: READ });
    for (let count = 0; count < 4; count += 1) add();
    expect(codeAndMessage(add).code).toBe('LimitExceeded');
  });

  it('has one role an instance profile', () => {
    operations.CreateInstanceProfile(request, { InstanceProfileName: 'web' });
    const add = (): void =>
      operations.AddRoleToInstanceProfile(request, {
        InstanceProfileName: 'web',
        RoleName: 'web',
      });
    add();
    expect(codeAndMessage(add).code).toBe('LimitExceeded');
  });

  it.each([
    ['{', 'This policy contains invalid Json'],
    ['[]', 'Syntax errors in policy.'],
    [JSON.stringify({ Statement: [] }), 'Syntax errors in policy.'],
    [
      JSON.stringify({ Version: '2020-01-01', Statement: [{}] }),
      'Policy document must be version 2012-10-17 or greater.',
    ],
    [
      JSON.stringify({ Statement: [{ Effect: 'Allow', Resource: '*' }] }),
      'Policy statement must contain actions.',
    ],
    [
      JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*' }] }),
      'Policy statement must contain resources.',
    ],
    [TRUST, 'Policy document should not specify a principal.'],
  ])('refuses the policy %s', (document, message) => {
    const call = (): void =>
      operations.PutRolePolicy(request, {
        RoleName: 'web',
        PolicyName: 'p',
        PolicyDocument: document,
      });
    expect(codeAndMessage(call)).toEqual({ code: 'MalformedPolicyDocument', message });
  });

  it('refuses a trust policy that names resources or other actions', () => {
    const create = (statement: object) => () =>
      operations.CreateRole(request, {
        RoleName: 'other',
        AssumeRolePolicyDocument: JSON.stringify({ Statement: [statement] }),
      });
    const base = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } };
    expect(codeAndMessage(create({ ...base, Resource: '*' })).message).toBe(
      'Has prohibited field Resource',
    );
    expect(codeAndMessage(create({ ...base, Action: 's3:GetObject' })).message).toBe(
      'AssumeRole policy may only specify STS AssumeRole actions.',
    );
  });
});
