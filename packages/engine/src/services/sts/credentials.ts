import type {
  AssumeRoleRequest,
  AssumeRoleResponse,
  Credentials,
  GetCallerIdentityRequest,
  GetCallerIdentityResponse,
  GetSessionTokenRequest,
  GetSessionTokenResponse,
} from '@aws-sdk/client-sts';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import type { StsStore } from './sts-store.ts';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const ASSUME_ROLE_SECONDS = { min: 900, max: 43_200, default: 3600 } as const;
const SESSION_TOKEN_SECONDS = { min: 900, max: 129_600, default: 43_200 } as const;
const USER_ID = 'AIDAUNDERSTUDY0000001';

export const credentialOperations = {
  GetCallerIdentity: operation(getCallerIdentity),
  AssumeRole: operation(assumeRole),
  GetSessionToken: operation(getSessionToken),
};

function getCallerIdentity(
  _store: StsStore,
  context: RequestContext,
  _input: GetCallerIdentityRequest,
): GetCallerIdentityResponse {
  return { UserId: USER_ID, Account: context.account, Arn: context.principalArn };
}

function assumeRole(
  store: StsStore,
  _context: RequestContext,
  input: AssumeRoleRequest,
): AssumeRoleResponse {
  const { account } = store.deps;
  const role =
    /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]{1,64})$/.exec(input.RoleArn ?? '') ??
    fail('ValidationError', `${input.RoleArn} is invalid`);
  if (role[1] !== account)
    fail(
      'AccessDenied',
      `User: arn:aws:iam::${account}:user/understudy is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`,
      403,
    );
  const session = input.RoleSessionName ?? '';
  if (!/^[\w+=,.@-]{2,64}$/.test(session))
    fail(
      'ValidationError',
      `1 validation error detected: Value '${session}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
    );
  return {
    AssumedRoleUser: {
      AssumedRoleId: `AROAUNDERSTUDY0000001:${session}`,
      Arn: `arn:aws:sts::${account}:assumed-role/${role[2]}/${session}`,
    },
    Credentials: credentials(store, input.DurationSeconds, ASSUME_ROLE_SECONDS),
  };
}

function getSessionToken(
  store: StsStore,
  _context: RequestContext,
  input: GetSessionTokenRequest,
): GetSessionTokenResponse {
  return { Credentials: credentials(store, input.DurationSeconds, SESSION_TOKEN_SECONDS) };
}

/** Expiry is judged by the caller's own clock, so it is wall time. */
function credentials(
  { deps, key }: StsStore,
  seconds: number | undefined,
  bounds: { min: number; max: number; default: number },
): Credentials {
  const durationSeconds = seconds ?? bounds.default;
  if (durationSeconds < bounds.min || durationSeconds > bounds.max)
    fail(
      'ValidationError',
      `1 validation error detected: Value '${durationSeconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value between ${bounds.min} and ${bounds.max}`,
    );
  if (key === undefined)
    fail('AccessDenied', 'the engine was started without a key for temporary credentials', 403);
  return {
    AccessKeyId: key.accessKeyId,
    SecretAccessKey: key.secretAccessKey,
    SessionToken: Buffer.from(`understudy session of ${deps.account}`).toString('base64'),
    Expiration: new Date(deps.clock.wallMs() + durationSeconds * 1000),
  };
}
