import { describe, expect, test } from 'vitest';
import { CheckedState } from '../kernel/state/checked-state.fixture.ts';
import { ACCOUNT, loadIdentity } from './identity.ts';

describe('the identity of an engine', () => {
  test('stays the same for a state folder', () => {
    const state = new CheckedState();
    const first = loadIdentity(state, ['us-east-1', 'eu-west-1']);
    expect(loadIdentity(state, ['us-east-1', 'eu-west-1'])).toEqual(first);
  });

  test('is another one for another folder', () => {
    const [one, two] = [new CheckedState(), new CheckedState()].map((state) =>
      loadIdentity(state, []),
    );
    expect(one?.token).not.toBe(two?.token);
    expect(one?.administrator.secretAccessKey).not.toBe(two?.administrator.secretAccessKey);
  });

  test('gains a key for a new region and keeps the others', () => {
    const state = new CheckedState();
    const before = loadIdentity(state, ['us-east-1']);
    const after = loadIdentity(state, ['us-east-1', 'eu-west-1']);
    expect(after.replicationKeys['us-east-1']).toEqual(before.replicationKeys['us-east-1']);
    expect(Object.keys(after.replicationKeys)).toEqual(['us-east-1', 'eu-west-1']);
  });

  test("has keys of AWS's shape", () => {
    const { administrator, replicationKeys, token } = loadIdentity(new CheckedState(), [
      'us-east-1',
    ]);
    expect(administrator.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
    expect(administrator.secretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/);
    expect(administrator.principal).toMatchObject({ kind: 'account', accountId: ACCOUNT });
    expect(replicationKeys['us-east-1']?.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(replicationKeys['us-east-1']?.principal).toMatchObject({ service: 's3.amazonaws.com' });
    expect(token).toMatch(/^[\w-]{32}$/);
  });
});
