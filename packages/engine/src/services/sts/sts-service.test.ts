import { describe, expect, it } from 'vitest';
import { testDeps, testRequest } from '../../kernel/kernel.fixture.ts';
import { StsService } from './sts-service.ts';

const key = { accessKeyId: 'AKIA1', secretAccessKey: 'secret' };
const deps = testDeps();
const request = testRequest();
const { operations: sts } = new StsService(deps, { key });
const RoleArn = 'arn:aws:iam::111122223333:role/path/deploy';

describe('STS', () => {
  it('tells who calls', () => {
    expect(sts.GetCallerIdentity(request, {})).toMatchObject({
      Account: '111122223333',
      Arn: 'arn:aws:iam::111122223333:user/understudy',
    });
  });

  it('lends the key for any role of the account, for a while by the wall clock', () => {
    const { AssumedRoleUser, Credentials } = sts.AssumeRole(request, {
      RoleArn,
      RoleSessionName: 'cdk',
    });
    expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::111122223333:assumed-role/deploy/cdk');
    expect(Credentials?.AccessKeyId).toBe('AKIA1');
    expect(Credentials?.Expiration?.getTime()).toBe(deps.clock.wallMs() + 3_600_000);
    expect(sts.GetSessionToken(request, {}).Credentials?.SecretAccessKey).toBe('secret');
  });

  it.each([
    ['another account', { RoleArn: RoleArn.replace('1111', '9999') }, /not authorized/],
    ['what is no role', { RoleArn: 'arn:aws:iam::111122223333:user/x' }, /is invalid/],
    ['a bad session name', { RoleSessionName: 'a b' }, /roleSessionName/],
    ['a duration of a minute', { DurationSeconds: 60 }, /between 900 and 43200/],
  ])('refuses %s', (_, more, reason) => {
    expect(() => sts.AssumeRole(request, { RoleArn, RoleSessionName: 'cdk', ...more })).toThrow(
      reason,
    );
  });

  it('refuses to lend what it was not given', () => {
    expect(() =>
      new StsService(deps).operations.AssumeRole(request, { RoleArn, RoleSessionName: 'cdk' }),
    ).toThrow(/without a key/);
  });
});
