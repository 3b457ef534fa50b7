import { assert, base64String, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InstanceRoles } from './instance-roles.ts';
import { openSession, sealSession } from './session-token.ts';

const account = '111122223333';
const role = {
  arn: `arn:aws:iam::${account}:role/site/web`,
  name: 'web',
  roleId: 'AROA1',
  trustsEc2: true,
  policies: { identity: ['{"Version":"2012-10-17","Statement":[]}'] },
};
const profile = { arn: `arn:aws:iam::${account}:instance-profile/web`, name: 'web' };
const config = {
  secret: 'of this state folder',
  roles: [role],
  profiles: [{ ...profile, profileId: 'AIPA1', roleArn: role.arn }],
};
const session = { roleArn: role.arn, sessionName: 'i-0123456789abcdef0', expiresMs: 1_000 };

describe('credentials of an instance’s role', () => {
  const roles = new InstanceRoles(account, config);
  const given = roles.issue(session);

  it('are known wherever the document is, by nothing but themselves', () => {
    expect(given.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(given.secretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/);
    const elsewhere = new InstanceRoles(account, structuredClone(config));
    expect(elsewhere.find(given.accessKeyId, given.token)).toEqual({
      accessKeyId: given.accessKeyId,
      secretAccessKey: given.secretAccessKey,
      session: { token: given.token, expiresMs: 1_000 },
      principal: {
        kind: 'account',
        accountId: account,
        arn: `arn:aws:sts::${account}:assumed-role/web/i-0123456789abcdef0`,
        policies: role.policies,
      },
    });
  });

  it('are others each time, and none without the token of that very key', () => {
    const next = roles.issue(session);
    expect(next.accessKeyId).not.toBe(given.accessKeyId);
    expect(next.secretAccessKey).not.toBe(given.secretAccessKey);
    expect(roles.find(given.accessKeyId, next.token)).toBeUndefined();
    expect(roles.find(given.accessKeyId, undefined)).toBeUndefined();
  });

  it('are nothing in another state folder, nor where no document has a secret', () => {
    for (const other of [
      new InstanceRoles(account, { ...config, secret: 'another' }),
      new InstanceRoles(account),
    ])
      expect(other.find(given.accessKeyId, given.token)).toBeUndefined();
  });

  it('may do nothing once the role is gone', () => {
    const later = new InstanceRoles(account, config);
    later.apply({ ...config, roles: [] });
    const principal = later.find(given.accessKeyId, given.token)?.principal;
    expect(principal).toMatchObject({ policies: { identity: [] } });
  });

  it('finds a profile by what a launch template names it by', () => {
    expect(roles.profile({ name: 'web' })?.profileId).toBe('AIPA1');
    expect(roles.profile({ arn: profile.arn })?.profileId).toBe('AIPA1');
    expect(roles.profile({ name: 'api' })).toBeUndefined();
  });
});

describe('a session token', () => {
  const sealed = sealSession('secret', { ...session, accessKeyId: 'ASIA1' });

  it('tells what was sealed, and nothing where anything was changed', () => {
    expect(openSession('secret', sealed)).toEqual({ ...session, accessKeyId: 'ASIA1' });
    const bytes = Buffer.from(sealed, 'base64');
    for (const index of [0, 31, 32, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(openSession('secret', changed.toString('base64'))).toBeUndefined();
    }
    expect(openSession('secret', 'A'.repeat(5_000))).toBeUndefined();
  });

  it('is never made up by chance, and no text breaks its reader', () => {
    const isNone = (text: string): boolean => openSession('secret', text) === undefined;
    assert(property(string(), isNone));
    assert(property(base64String(), isNone));
  });
});
