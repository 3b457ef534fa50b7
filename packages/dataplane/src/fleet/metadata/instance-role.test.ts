import { VirtualClock } from '@understudy/contract/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { InstanceRoles } from '../../roles/instance-roles.ts';
import { InstanceRoleMetadata } from './instance-role.ts';
import { lookUpMetadata } from './metadata-tree.ts';

const account = '111122223333';
const HOUR_MS = 3_600_000;
const role = {
  arn: `arn:aws:iam::${account}:role/web`,
  name: 'web',
  roleId: 'AROA1',
  trustsEc2: true,
  policies: { identity: [] },
};
const profile = {
  arn: `arn:aws:iam::${account}:instance-profile/web-profile`,
  name: 'web-profile',
  profileId: 'AIPA1',
  roleArn: role.arn,
};

describe('the category iam', () => {
  let clock: VirtualClock;
  let roles: InstanceRoles;
  const knowing = (known: { roles?: (typeof role)[]; profiles?: object[] }): void =>
    roles.apply({ secret: 's', roles: [role], profiles: [profile], ...(known as object) });
  const instance = (
    named: { name: string } | undefined,
  ): ((path: string) => string | undefined) => {
    const about = { clock, roles, instanceId: 'i-0123456789abcdef0', profile: named };
    const metadata = new InstanceRoleMetadata(about);
    return (path) => {
      const iam = metadata.tree();
      return lookUpMetadata({ 'meta-data': iam === undefined ? {} : { iam } }, path);
    };
  };
  const parsed = (text: string | undefined): Record<string, string> =>
    JSON.parse(text ?? '{}') as Record<string, string>;
  const CREDENTIALS = '/latest/meta-data/iam/security-credentials/web';

  beforeEach(() => {
    clock = new VirtualClock();
    roles = new InstanceRoles(account);
    knowing({});
  });

  it('lists the profile and its role, a line each', () => {
    const ask = instance({ name: 'web-profile' });
    expect(ask('/latest/meta-data/')).toBe('iam/');
    expect(ask('/latest/meta-data/iam/')).toBe('info\nsecurity-credentials/');
    expect(ask('/latest/meta-data/iam/security-credentials/')).toBe('web');
    expect(ask('/latest/meta-data/iam/security-credentials/other')).toBeUndefined();
    expect(ask('/latest/meta-data/iam/info')).toBe(
      '{\n' +
        '  "Code" : "Success",\n' +
        `  "LastUpdated" : "${text(clock.wallMs())}",\n` +
        `  "InstanceProfileArn" : "${profile.arn}",\n` +
        '  "InstanceProfileId" : "AIPA1"\n' +
        '}',
    );
  });

  it('has credentials that S3 knows, for six hours, and other ones after an hour', async () => {
    const ask = instance({ name: 'web-profile' });
    const first = parsed(ask(CREDENTIALS));
    expect(first).toEqual({
      Code: 'Success',
      LastUpdated: text(clock.wallMs()),
      Type: 'AWS-HMAC',
      AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/) as string,
      SecretAccessKey: expect.stringMatching(/^.{40}$/) as string,
      Token: expect.any(String) as string,
      Expiration: text(clock.wallMs() + 6 * HOUR_MS),
    });
    const { AccessKeyId = '', Token } = first;
    const known = roles.find(AccessKeyId, Token);
    expect(known?.secretAccessKey).toBe(first['SecretAccessKey']);
    expect(known?.principal).toMatchObject({
      arn: `arn:aws:sts::${account}:assumed-role/web/i-0123456789abcdef0`,
    });
    await clock.advance(HOUR_MS - 1);
    expect(parsed(ask(CREDENTIALS))).toEqual(first);
    await clock.advance(1);
    expect(parsed(ask(CREDENTIALS))['AccessKeyId']).not.toBe(AccessKeyId);
  });

  it('has another role’s credentials at once when the profile has another role', () => {
    const ask = instance({ name: 'web-profile' });
    const first = parsed(ask(CREDENTIALS));
    const api = { ...role, arn: `arn:aws:iam::${account}:role/api`, name: 'api' };
    knowing({ roles: [role, api], profiles: [{ ...profile, roleArn: api.arn }] });
    expect(ask('/latest/meta-data/iam/security-credentials/')).toBe('api');
    const next = parsed(ask('/latest/meta-data/iam/security-credentials/api'));
    expect(next['AccessKeyId']).not.toBe(first['AccessKeyId']);
  });

  it('tells of a role that does not trust EC2', () => {
    knowing({ roles: [{ ...role, trustsEc2: false }] });
    const told = parsed(instance({ name: 'web-profile' })(CREDENTIALS));
    expect(told).toMatchObject({ Code: 'AssumeRoleUnauthorizedAccess' });
    expect(told['Message']).toMatch(/^EC2 cannot assume the role web\. /);
    expect(told['AccessKeyId']).toBeUndefined();
  });

  it('tells of a profile without a role, and of one that is gone', () => {
    const { roleArn: _none, ...empty } = profile;
    knowing({ profiles: [empty] });
    const ask = instance({ name: 'web-profile' });
    expect(parsed(ask('/latest/meta-data/iam/info'))).toMatchObject({
      Code: 'Success',
      Message: 'Instance Profile does not contain a role',
    });
    expect(ask('/latest/meta-data/iam/security-credentials/')).toBeUndefined();
    knowing({ profiles: [] });
    expect(parsed(ask('/latest/meta-data/iam/info'))).toMatchObject({
      Code: 'InstanceProfileNotFound',
    });
  });

  it('is not there for an instance that was launched without a profile', () => {
    const ask = instance(undefined);
    expect(ask('/latest/meta-data/iam/')).toBeUndefined();
    expect(ask('/latest/meta-data/iam/info')).toBeUndefined();
  });
});

function text(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
