import type {
  GetCallerIdentityRequest,
  GetCallerIdentityResponse,
  GetSessionTokenRequest,
  GetSessionTokenResponse,
} from '@aws-sdk/client-sts';
import { ADMINISTRATOR_ID } from '../../kernel/administrator.ts';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { assumeRole } from './assume-role.ts';
import { checkDuration, lentKey, newSession } from './sessions.ts';
import { roleNameOf, type StsStore } from './sts-store.ts';

const SESSION_TOKEN_SECONDS = { min: 900, max: 129_600, default: 43_200 } as const;

export const credentialOperations = {
  GetCallerIdentity: operation(getCallerIdentity),
  AssumeRole: operation(assumeRole),
  GetSessionToken: operation(getSessionToken),
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable */
function getCallerIdentity(
  { iam }: StsStore,
  { account, principalArn }: RequestContext,
  _input: GetCallerIdentityRequest,
): GetCallerIdentityResponse {
  const role = iam.role(roleNameOf(principalArn) ?? '');
  const session = principalArn.slice(principalArn.lastIndexOf('/') + 1);
  const userId = iam.userByArn(principalArn)?.userId ?? (role && `${role.roleId}:${session}`);
  return { UserId: userId ?? ADMINISTRATOR_ID, Account: account, Arn: principalArn };
}

async function getSessionToken(
  store: StsStore,
  { principalArn }: RequestContext,
  input: GetSessionTokenRequest,
): Promise<GetSessionTokenResponse> {
  const seconds = checkDuration(input.DurationSeconds, SESSION_TOKEN_SECONDS);
  if (store.policiesOf(principalArn) === undefined) return { Credentials: lentKey(store, seconds) };
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
  if (store.iam.userByArn(principalArn) === undefined)
    fail('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403);
  const about = { principalArn, issuerArn: principalArn };
  const credentials = newSession(store, seconds, about);
  await store.deps.dataPlane.settled();
  return { Credentials: credentials };
}
