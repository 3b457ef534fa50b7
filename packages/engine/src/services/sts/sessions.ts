import { randomBytes } from 'node:crypto';
import type { Credentials } from '@aws-sdk/client-sts';
import { fail } from '../../kernel/fail.ts';
import { newKey } from '../iam/new-key.ts';
import type { SessionRecord } from './records.ts';
import type { StsStore } from './sts-store.ts';

const TOKEN_BYTES = 96;

export function checkDuration(
  seconds: number | undefined,
  bounds: { min: number; max: number; default: number },
): number {
  const durationSeconds = seconds ?? bounds.default;
  if (durationSeconds < bounds.min || durationSeconds > bounds.max)
    fail(
      'ValidationError',
      `1 validation error detected: Value '${durationSeconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value between ${bounds.min} and ${bounds.max}`,
    );
  return durationSeconds;
}

/** Expiry is judged by the caller's own clock, so it is wall time. */
export function newSession(
  store: StsStore,
  seconds: number,
  about: Pick<SessionRecord, 'principalArn' | 'issuerArn' | 'sessionPolicies'>,
): Credentials {
  const key = newKey('ASIA');
  const token = randomBytes(TOKEN_BYTES).toString('base64');
  const expiresMs = store.deps.clock.wallMs() + seconds * 1000;
  store.keep({ ...key, token, expiresMs, ...about });
  return {
    AccessKeyId: key.accessKeyId,
    SecretAccessKey: key.secretAccessKey,
    SessionToken: token,
    Expiration: new Date(expiresMs),
  };
}

/** The administrator's own key. */
export function lentKey({ deps, key }: StsStore, seconds: number): Credentials {
  if (key === undefined)
    fail('AccessDenied', 'the engine was started without a key for temporary credentials', 403);
  return {
    AccessKeyId: key.accessKeyId,
    SecretAccessKey: key.secretAccessKey,
    SessionToken: Buffer.from(`understudy session of ${deps.account}`).toString('base64'),
    Expiration: new Date(deps.clock.wallMs() + seconds * 1000),
  };
}
