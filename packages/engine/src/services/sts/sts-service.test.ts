import { describe, expect, it } from 'vitest';
import { testDeps, testRequest } from '../../kernel/kernel.fixture.ts';
import { IamService } from '../iam/iam-service.ts';
import { StsService } from './sts-service.ts';

const key = { accessKeyId: 'AKIA1', secretAccessKey: 'secret' };
const deps = testDeps();
const request = testRequest();
const iam = new IamService(deps);
const { operations: sts } = new StsService(deps, iam, { key });
const RoleArn = 'arn:aws:iam::111122223333:role/path/deploy';

describe('STS', () => {
  it('tells who calls', () => {
    expect(sts.GetCallerIdentity(request, {})).toMatchObject({
      Account: '111122223333',
      Arn: 'arn:aws:iam::111122223333:user/understudy',
    });
  });

  it('lends the key for any role of the account, for a while by the wall clock', async () => {
    const { AssumedRoleUser, Credentials } = await sts.AssumeRole(request, {
      RoleArn,
      RoleSessionName: 'cdk',
    });
    expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::111122223333:assumed-role/deploy/cdk');
    expect(Credentials?.AccessKeyId).toBe('AKIA1');
    expect(Credentials?.Expiration?.getTime()).toBe(deps.clock.wallMs() + 3_600_000);
    const { Credentials: own } = await sts.GetSessionToken(request, {});
    expect(own?.SecretAccessKey).toBe('secret');
  });

  it.each([
    ['another account', { RoleArn: RoleArn.replace('1111', '9999') }, /not authorized/],
    ['what is no role', { RoleArn: 'arn:aws:iam::111122223333:user/x' }, /is invalid/],
    ['a bad session name', { RoleSessionName: 'a b' }, /roleSessionName/],
    ['a duration of a minute', { DurationSeconds: 60 }, /between 900 and 43200/],
  ])('refuses %s', async (_, more, reason) => {
    const asked = { RoleArn, RoleSessionName: 'cdk', ...more };
    await expect(sts.AssumeRole(request, asked)).rejects.toThrow(reason);
  });

  it('refuses to lend what it was not given', async () => {
    const { operations } = new StsService(deps, iam);
    const asked = { RoleArn, RoleSessionName: 'cdk' };
    await expect(operations.AssumeRole(request, asked)).rejects.toThrow(/without a key/);
  });
});

describe('a session of a role that IAM knows', () => {
  const userArn = 'arn:aws:iam::111122223333:user/min';
  const asUser = { ...request, principalArn: userArn };
  const statement = (Action: string): string =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action, Resource: '*' },
    });

  function trust(AWS: string): string {
    const Statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS } };
    return JSON.stringify({ Version: '2012-10-17', Statement });
  }

  async function assume(
    trusted: string,
    {
      may = 'sts:AssumeRole',
      caller = asUser,
      more = {},
    }: {
      may?: string;
      caller?: typeof request;
      more?: object;
    } = {},
  ): Promise<{ service: StsService; role: IamService; arn: string; key: string }> {
    const fresh = testDeps();
    const roles = new IamService(fresh);
    roles.operations.CreateUser(request, { UserName: 'min' });
    const policy = { PolicyName: 'p', PolicyDocument: statement(may) };
    roles.operations.PutUserPolicy(request, { UserName: 'min', ...policy });
    roles.operations.CreateRole(request, {
      RoleName: 'deploy',
      AssumeRolePolicyDocument: trust(trusted),
    });
    const reads = { PolicyName: 'p', PolicyDocument: statement('ec2:Describe*') };
    roles.operations.PutRolePolicy(request, { RoleName: 'deploy', ...reads });
    const service = new StsService(fresh, roles, { key });
    const asked = { RoleArn: 'arn:aws:iam::111122223333:role/deploy', RoleSessionName: 'me' };
    const made = await service.operations.AssumeRole(caller, { ...asked, ...more });
    return {
      ...{ service, role: roles, arn: made.AssumedRoleUser?.Arn ?? '' },
      key: made.Credentials?.AccessKeyId ?? '',
    };
  }

  it('may do what the role may, and tells who it is', async () => {
    const { service, arn, key: id } = await assume('111122223333');
    expect(service.policiesOf(arn)).toEqual({
      identity: [statement('ec2:Describe*')],
      names: { identity: ['p'] },
    });
    const held = service.signingKeys().find(({ accessKeyId }) => accessKeyId === id);
    expect(held).toMatchObject({ session: { token: expect.any(String) } });
    const identity = service.operations.GetCallerIdentity({ ...request, principalArn: arn }, {});
    expect(identity.Arn).toBe('arn:aws:sts::111122223333:assumed-role/deploy/me');
    expect(identity.UserId).toMatch(/^AROA[A-Z0-9]{17}:me$/);
  });

  it('may do less by policies of its own', async () => {
    const more = { Policy: statement('ec2:DescribeVpcs') };
    const { service, arn } = await assume('111122223333', { more });
    expect(service.policiesOf(arn)).toMatchObject({ session: [more.Policy] });
  });

  it('is for whom the role trusts by name, or whose account it trusts and who may', async () => {
    const other = 'ec2:DescribeVpcs';
    expect((await assume(userArn, { may: other })).arn).toContain('deploy/me');
    expect((await assume('111122223333', { caller: request })).arn).toContain('deploy/me');
    for (const refused of [
      assume('111122223333', { may: other }),
      assume('arn:aws:iam::111122223333:user/another'),
      assume(userArn, { caller: request }),
    ])
      await expect(refused).rejects.toMatchObject({
        code: 'AccessDenied',
        message: expect.stringContaining('is not authorized to perform: sts:AssumeRole'),
      });
  });

  it('is not for longer than the role says', async () => {
    const long = assume(userArn, { more: { DurationSeconds: 7200 } });
    await expect(long).rejects.toThrow('exceeds the MaxSessionDuration set for this role');
  });

  it('a principal that is gone may do nothing', async () => {
    const { service } = await assume(userArn);
    const gone = 'arn:aws:iam::111122223333:user/gone';
    expect(service.policiesOf(gone)).toEqual({ identity: [] });
    expect(service.policiesOf(request.principalArn)).toBeUndefined();
  });
});
