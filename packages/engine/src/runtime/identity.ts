import { randomBytes } from 'node:crypto';
import type { SigningKey } from '@understudy/contract';
import { administratorArn } from '../kernel/administrator.ts';
import type { StateStore } from '../kernel/state/state-store.ts';
import { newKey } from '../services/iam/new-key.ts';
import { type Identity, runtimeTables, type WholeIdentity } from './records.ts';

/**
 * The one account that the engine is. The number is the one that AWS's own documentation uses for
 * examples.
 */
export const ACCOUNT = '111122223333';
export const ADMINISTRATOR_ARN = administratorArn(ACCOUNT);

/** Keys are made once for a state folder, and mean nothing anywhere else. */
export function loadIdentity(state: StateStore, regions: readonly string[]): WholeIdentity {
  const table = state.table(runtimeTables.identity);
  const known: Identity = table.get('identity') ?? {
    administrator: accountKey(),
    token: token(),
    endpointToken: token(),
    replicationKeys: {},
  };
  for (const region of regions) known.replicationKeys[region] ??= replicationKey(region);
  const whole = { ...known, roleSecret: known.roleSecret ?? token() };
  table.put('identity', whole);
  return whole;
}

function token(): string {
  return randomBytes(24).toString('base64url');
}

function accountKey(): SigningKey {
  return {
    ...newKey('AKIA'),
    principal: { kind: 'account', accountId: ACCOUNT, arn: ADMINISTRATOR_ARN },
  };
}

function replicationKey(region: string): SigningKey {
  return {
    ...newKey('ASIA'),
    principal: {
      kind: 'service',
      service: 's3.amazonaws.com',
      sourceArn: `arn:aws:s3:::${region}`,
      sourceAccount: ACCOUNT,
    },
  };
}
